// The board, the search, a report and a workbook of a whole city with nodes, on this CPU and on one that is four times slower.
import { WORDS } from "../e2e/kit/words.mjs";

const w = { ...WORDS.zh, less5: "减 5", more5: "加 5", asWorkbook: "项目导出为 XLSX" };

// Does something in the page and waits until a frame with what came of it was handed to the screen, ms.
const framed = (page, act, arg) => page.evaluate(async ([act, arg]) => {
  const from = performance.now();
  new Function("arg", act)(arg);
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - from;
}, [act, arg]);

const click = (page, selector) => framed(page, "document.querySelector(arg).click()", selector);

// From the address to the first row, the store being open already.
async function paints(page) {
  await page.goto(page.url().replace(/#.*/, "#/settings"));
  await page.locator("h1").first().waitFor();
  return page.evaluate(async () => {
    const from = performance.now();
    location.hash = "#/projects";
    return (await bench.drawn(["tr.line"])) - from;
  });
}

// The longest frame while the whole list is scrolled through, ms.
const scrolls = (page) => page.evaluate(async () => {
  const box = document.querySelector(".board-box .scroll");
  box.scrollTop = 0;
  let longest = 0, last = await new Promise(requestAnimationFrame);
  for (let n = 0; n < 90; n++) {
    box.scrollTop += box.scrollHeight / 90;
    const now = await new Promise(requestAnimationFrame);
    longest = Math.max(longest, now - last);
    last = now;
  }
  return longest;
});

// Each key of a few words, ms.
async function searches(page) {
  await page.goto(page.url().replace(/#.*/, "#/search"));
  await page.locator("#search-field").waitFor();
  const spans = [];
  for (const words of ["xm3", "走访", "zfx"]) {
    for (let n = 1; n <= words.length; n++) {
      spans.push(await framed(page, "const field = document.querySelector('#search-field'); field.value = arg; field.dispatchEvent(new InputEvent('input', { bubbles: true }))", words.slice(0, n)));
    }
  }
  return spans;
}

// A percentage saved: how long after the transaction the page shows it, ms.
async function reports(page, times) {
  await page.goto(page.url().replace(/#.*/, "#/projects"));
  const project = await page.locator("tr.line a[href^='#/project/']").first().getAttribute("href");
  const spans = [];
  for (let n = 0; n < times; n++) {
    await page.goto(page.url().replace(/#.*/, "#/settings"));
    await page.goto(page.url().replace(/#.*/, project.replace("project", "report")));
    // Up and down by turns, so that each of them is something new.
    await page.locator(".stepper").first().getByRole("button", { name: n % 2 ? w.less5 : w.more5 }).click();
    const save = page.locator("[data-kind=main][data-size=lg]").first();
    spans.push(await save.evaluate(async (button) => {
      bench.transactions.length = 0;
      button.click();
      const at = await bench.drawn([".done"]);
      return at - bench.transactions.find(({ stores }) => stores.includes("log")).at;
    }));
  }
  return spans;
}

// All projects as a workbook, from the tap until the file is there, ms; the first loads the part that writes it.
async function workbooks(page, times) {
  await page.goto(page.url().replace(/#.*/, "#/export"));
  const button = page.getByRole("button", { name: w.asWorkbook });
  const spans = [];
  for (let n = 0; n < times; n++) {
    const from = Date.now();
    await Promise.all([page.waitForEvent("download"), button.click()]);
    spans.push(Date.now() - from);
  }
  return spans;
}

export async function boardRows({ page, context, row, times, runs }) {
  const client = await context.newCDPSession(page);
  for (const rate of [1, 4]) {
    await client.send("Emulation.setCPUThrottlingRate", { rate });
    const on = rate === 1 ? "" : ", CPU 4× slower";
    row(`Board of 719 projects with nodes, to its first rows${on}`, await times(runs, () => paints(page)), "ms", 300);
    row(`… a light chosen or left${on}`, await times(2 * runs, () => click(page, ".tiles [data-light=red]")), "ms", 50);
    row(`… sorted by another column${on}`, await times(2 * runs, () => click(page, "table.board th[data-col=total] button")), "ms", 50);
    row(`… the longest frame while scrolling through${on}`, await times(runs, () => scrolls(page)), "ms", 50);
    row(`A key of a search over 40,000 visits${on}`, await searches(page), "ms", 50);
    row(`A node reported: from the transaction to the page${on}`, await reports(page, runs), "ms", 50);
    row(`All projects as XLSX${on}`, (await workbooks(page, runs + 1)).slice(1), "ms", 1000);
  }
  await client.send("Emulation.setCPUThrottlingRate", { rate: 1 });
}
