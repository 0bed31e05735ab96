// Every public page and the chief pages of the staff in the pseudo-language of `tutela demo --pseudo`, at 320 and 1280 pixels, from
// left to right and from right to left: what stands there without brackets was never translatable, and what is cut off there
// would be cut off in a language of long words. With a language's code as second word: the same of that language at a common node.
import { readFileSync } from "node:fs";
import assert from "node:assert/strict";
import { check, done } from "./steady.mjs";
import { TYPED, asStaff, cutOff, everyStaffPage, everyStep } from "./walk.mjs";

const doors = JSON.parse(readFileSync(process.argv[2], "utf8"));
const languages = process.argv[3] ? [process.argv[3]] : ["en", "ar"];
const { api } = asStaff(doors);

// Words that are nobody's text: what people and operators wrote, receipts, languages in themselves, codes and numbers of records.
const DATA = "bdi, code, pre, textarea, option, input, #receipt-words li, .tutela-card li, #receipt-digits, [lang]:not(html), time, .tutela-said, [data-data]";

// Visible text and labels outside of brackets. Runs in the page.
function unspoken(data) {
  const outside = (text) => {
    let depth = 0;
    let rest = "";
    for (const letter of text) {
      if (letter === "⟦") depth += 1;
      else if (letter === "⟧") depth -= 1;
      else if (depth === 0) rest += letter;
    }
    return rest.trim();
  };
  // A number of a record, a hash, an address of a page of ours.
  const isCode = (text) => /^[0-9a-f]{6,}…?$/i.test(text) || /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(text);
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement;
    const rest = outside(node.data);
    if (!/\p{L}/u.test(rest) || isCode(rest) || !element.checkVisibility() || element.closest(`${data}, script, style`)) continue;
    found.push(`${element.tagName.toLowerCase()}${element.className ? `.${element.className}` : ""}: ${rest.slice(0, 80)}`);
  }
  for (const name of ["aria-label", "title", "placeholder", "alt", "aria-description"]) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      const rest = outside(element.getAttribute(name));
      if (/\p{L}/u.test(rest) && !element.closest(data)) found.push(`${name} of ${element.tagName.toLowerCase()}: ${rest.slice(0, 80)}`);
    }
  }
  return [...new Set(found)];
}

async function holds(page, name, data = DATA) {
  const missing = (await page.content()).match(/⟦[a-z0-9-]+⟧/g);
  assert.equal(missing, null, `${name}: no text for ${missing}`);
  const plain = await page.evaluate(unspoken, data);
  const cut = await page.evaluate(cutOff);
  assert.deepEqual([plain, cut], [[], []], name);
}

// All that is wrong of one walk is told at once.
async function walk(name, visit) {
  await check(name, 60_000, async (browser) => {
    const wrong = [];
    await visit(browser, async (page, where, data) => {
      await holds(page, where, data).catch((error) => wrong.push(`${where}: ${String(error.message).split("\n").filter((line) => /^[+ ]/.test(line)).join(" ") || error.message}`));
    });
    assert.equal(wrong.length, 0, `\n${wrong.join("\n")}`);
  });
}

for (const lang of languages) {
  for (const width of [320, 1280]) {
    await walk(`the public door in ${lang}, ${width} px`, async (browser, look) => {
      const context = await browser.newContext({ viewport: { width, height: 700 } });
      const page = await context.newPage();
      for (const path of TYPED) {
        await page.goto(`${doors.public}${path}${path.includes("?") ? "&" : "?"}lang=${lang}`);
        await look(page, path);
      }
      const release = (await api("statistician", "/api/lists/demand-map/releases?per_page=1")).rows[0]?.release_id;
      if (release) {
        await page.goto(`${doors.public}/statistics/${release}?lang=${lang}`);
        await look(page, "a release");
      }
      await everyStep(page, doors, `lang=${lang}`, "⟦A fictional report of a test.⟧", (name) => look(page, name));
      await context.close();
    });
  }
}

// What staff and reporters wrote, and names of people, records and lists, stand in cells of tables and beside terms: there the
// labels count, and codes that have a text.
const STAFF = `${DATA}, td, dd, th a, tbody th`;
for (const lang of process.argv[3] ? [] : languages) {
  await walk(`the staff's pages in ${lang}, 320 and 1280 px`, async (browser, look) => {
    await everyStaffPage(browser, doors, lang, { width: 320, height: 700 }, async (page, name) => {
      for (const width of [320, 1280]) {
        await page.setViewportSize({ width, height: 700 });
        await look(page, `${name} ${width}`, STAFF);
      }
    });
  });
}

await done();
