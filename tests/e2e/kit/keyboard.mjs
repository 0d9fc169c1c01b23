// Going through a page without a mouse.
import { expect } from "./test.mjs";

export function keyboard(page) {
  // Moves the focus with Tab until it stands on what is wanted, and sees that the focus shows.
  const reach = async (locator, key = "Tab") => {
    for (let step = 0; step < 120; step++) {
      if (await locator.evaluateAll((found) => found.includes(document.activeElement))) {
        const shows = await page.evaluate(() => {
          const marked = (element) => element && getComputedStyle(element).outlineStyle !== "none" && parseFloat(getComputedStyle(element).outlineWidth) > 0;
          const focused = document.activeElement;
          return marked(focused) || marked(focused.closest("label, .find, .ways, .opt, .chip, .pick"));
        });
        expect.soft(shows, `the focus shows on ${locator}`).toBe(true);
        return;
      }
      await page.keyboard.press(key);
    }
    throw new Error(`no way by ${key} to ${locator}`);
  };
  const press = async (locator, key = "Enter") => {
    await reach(locator);
    await page.keyboard.press(key);
  };
  const fill = async (locator, text) => {
    await reach(locator);
    await page.keyboard.insertText(text);
  };
  return { reach, press, fill };
}
