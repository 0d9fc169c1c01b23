// Journeys in Debian's Chromium against what `make build` made. Every test serves it itself, on a free port.
import { defineConfig } from "../../tools/node_modules/@playwright/test/index.mjs";
import { FLAGS } from "./kit/browser.mjs";

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.mjs",
  outputDir: "artifacts/results",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 150_000,
  expect: { timeout: 20_000 },
  reporter: [["list"], ["./kit/last-words.mjs"]],
  use: {
    headless: true,
    launchOptions: FLAGS,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    trace: "off",
    screenshot: "only-on-failure",
  },
});
