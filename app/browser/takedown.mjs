// The hotline's desk: addresses come in by list and file, two people grade one, the notice goes out. Run after tests.mjs, against the same demo.
import { readFileSync } from "node:fs";
import assert from "node:assert/strict";
import { atTheDesk } from "./officers.mjs";
import { check, counted, launched } from "./shared.mjs";

const doors = JSON.parse(readFileSync(process.argv[2], "utf8"));
const browser = await launched();
const { api, signedIn, sound } = atTheDesk(doors, browser);

const run = Date.now().toString(36);
const page_of = (n) => `${doors.host.page}?${run}-${n}`;
const send = (page) => page.click("main form button.govuk-button");
const choose = (page, name, code) => page.locator(`input[name=${name}][value='${code}']`).count()
  .then((boxes) => boxes ? page.check(`input[name=${name}][value='${code}']`) : page.locator(`select[name=${name}]`).count()
    .then((lists) => lists ? page.selectOption(`select[name=${name}]`, code) : page.fill(`[name=${name}]`, code)));

// Takes an address in with the keyboard alone, by the form of the first page.
async function brought(page, url, source) {
  await page.goto(`${doors.staff}/takedown?lang=en`);
  await page.focus("textarea[name=addresses]");
  await page.keyboard.type(url);
  await page.selectOption("select[name=source]", source);
  await page.focus("main form button.govuk-button");
  await page.keyboard.press("Enter");
  await page.waitForURL(/taken=1/);
}

async function grade(page, address) {
  await page.goto(`${doors.staff}/takedown/addresses/${address}?lang=en`);
  await page.click("a[href*='/acts/takedown.grade-address?']");
  await sound(page, "the form that grades");
  await choose(page, "country", "FR");
  await choose(page, "label", "baseline");
  await send(page);
}

await check("an address comes in by the keyboard, two people grade it, it is preserved, noticed and gone", async () => {
  const url = page_of(1);
  const { context, page } = await signedIn("analyst");
  await brought(page, url, "analyst");
  await sound(page, "the room's first page");
  const rows = (await api("analyst", "/api/lists/takedown/addresses?sort=-came_at&per_page=5")).rows;
  const address = rows[0].address;
  await page.goto(`${doors.staff}/takedown/addresses/${address}?lang=en`);
  const shown = await page.innerText("main");
  assert.ok(shown.includes(url) && shown.includes("This look is recorded"), shown);
  assert.equal(await page.locator("main img, main iframe, main video").count(), 0, "nothing of the page is fetched or shown");
  await sound(page, "an address");
  await grade(page, address);

  const other = await signedIn("investigator");
  await brought(other.page, url, "police");
  await grade(other.page, address);
  await other.context.close();

  await page.goto(`${doors.staff}/takedown/addresses/${address}?lang=en`);
  await page.click("a[href*='/acts/takedown.ask-preservation?']");
  await send(page);
  await page.goto(`${doors.staff}/takedown/addresses/${address}?lang=en`);
  await page.click("a[href*='/acts/takedown.send-notice?']");
  await sound(page, "the form of a notice");
  await choose(page, "ground", "opsc");
  await send(page);
  await page.goto(`${doors.staff}/takedown/addresses/${address}?lang=en`);
  await page.click("a[href*='/acts/takedown.claim-removal?']");
  await send(page);
  let state = "";
  for (let n = 0; n < 100 && state !== "offline"; n++) {
    await new Promise((done) => setTimeout(done, 100));
    state = (await api("analyst", `/api/takedown/addresses/${address}`)).address_state;
  }
  assert.equal(state, "offline");
  await page.goto(`${doors.staff}/lists/takedown/hosts?host=${rows[0].host}&lang=en`);
  assert.equal(await page.locator("main tbody tr").count(), 1, "one host, alone");
  await sound(page, "one host");
  await context.close();
});

await check("a host opens its own page by the link of its notice, without scripts, and appeals there", async () => {
  const link = JSON.parse(await (await fetch(doors.host.inbox)).text()).page;
  for (const [language, width] of [["en", 320], ["ar", 320], ["en", 1000]]) {
    const context = await browser.newContext({ viewport: { width, height: 740 } });
    const page = await context.newPage();
    assert.equal((await page.goto(`${link}?lang=${language}`)).status(), 200);
    await sound(page, "a host's page");
    await page.click("main table a");
    await sound(page, "a notice, as its host sees it");
    await context.close();
  }
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${link}?lang=en`);
  await page.click("main table a");
  await page.fill("[name=words]", "A fictional reason.");
  await page.click("form[action*='/appeal'] button");
  assert.ok(page.url().includes("done=appeal") && (await page.innerText("main")).includes("Nobody decided yet"));
  const wrong = await page.goto(`${link.slice(0, -1)}${link.endsWith("0") ? "1" : "0"}`);
  assert.equal(wrong.status(), 404);
  assert.ok((await page.innerText("main")).includes("This link opens no page"));
  await context.close();
});

await check("a file is chosen without scripts, and what is wrong is told by line", async () => {
  const { context, page } = await signedIn("analyst", { javaScriptEnabled: false });
  await page.goto(`${doors.staff}/takedown?lang=en`);
  const text = `url,source\n${page_of(2)},police\nnothing here,\n`;
  await page.setInputFiles("[name=file]", { name: "addresses.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await send(page);
  const told = await page.innerText("main");
  assert.ok(told.includes("Line 3") && told.includes("1 address was taken in"), told);
  await context.close();
});

await check("the hotline's desk is sound in Arabic at 320 px", async () => {
  const { context, page } = await signedIn("analyst", { viewport: { width: 320, height: 640 } });
  for (const path of ["/takedown", "/lists/takedown/addresses", "/lists/takedown/hosts", "/lists/takedown/letters"]) {
    await page.goto(`${doors.staff}${path}?lang=ar`);
    await sound(page, path);
  }
  const rows = (await api("analyst", "/api/lists/takedown/addresses?per_page=1")).rows;
  await page.goto(`${doors.staff}/takedown/addresses/${rows[0].address}?lang=ar`);
  await sound(page, "an address");
  await context.close();
});

await browser.close();
console.log(`${counted.passed} passed, ${counted.failed} failed`);
process.exit(counted.failed ? 1 : 0);
