// Draws the app's icons from one shape, by a browser. Run by hand when the shape changes; the results are kept.
import { chromium } from "@playwright/test";
import { mkdirSync, writeFileSync } from "node:fs";

const BRIDGE = "M2 17.500h20M6 21V6M18 21V6M2 12.500C4 11 5.5 9 6 6c1.5 6 4 8 6 8s4.5-2 6-8c.5 3 2 5 4 6.500M12 14v3.500M9 13v4.500M15 13v4.5";
const icon = (radius, scale) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><rect width="48" height="48" rx="${radius}" fill="#0b5c8f"/>
<g transform="translate(24 24) scale(${scale}) translate(-12 -13)" fill="none" stroke="#fff" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"><path d="${BRIDGE}"/></g></svg>`;
const out = "../src/browser/pwa/icons";
mkdirSync(out, { recursive: true });
writeFileSync(`${out}/icon.svg`, icon(11, 1.4));
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const draw = async (name, size, radius, scale) => {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${icon(radius, scale)}`);
  await page.screenshot({ path: `${out}/${name}.png`, omitBackground: true });
  await page.close();
};
for (const size of [192, 512]) {
  await draw(`icon-${size}`, size, 11, 1.4);
  await draw(`maskable-${size}`, size, 0, 1.1);
}
await draw("icon-180", 180, 0, 1.3);
await browser.close();
