// The desk: many rows at once, saved views, lists by keyboard and live, folded words. With scripts and without, against the demo of tests.mjs.
import { readFileSync } from "node:fs";
import assert from "node:assert/strict";
import { atTheDesk } from "./officers.mjs";
import { check, counted, launched } from "./shared.mjs";

const doors = JSON.parse(readFileSync(process.argv[2], "utf8"));
const browser = await launched();

const { api, reported, signedIn, sound } = atTheDesk(doors, browser);
const row = async (report) => (await api("analyst", `/api/reports/${report}`)).report;

async function tabTo(page, selector) {
  for (let n = 0; n < 250; n++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
  }
  assert.fail(`the keyboard never reached ${selector}`);
}
async function enter(page, key = "Enter") {
  await Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);
}

const NEWEST = "/lists/reports/queue?sort=-filed_at&lang=en";

await check("many rows at once by keyboard alone, without scripts: chosen, shown, done, sent again, told row by row", async () => {
  const reports = [await reported("A fictional report, first of two."), await reported("A fictional report, second of two.")];
  const { context, page } = await signedIn("analyst", { javaScriptEnabled: false });
  await page.goto(`${doors.staff}${NEWEST}`);
  await tabTo(page, "button[formaction='/acts/reports.take-up/many']");
  for (const report of reports.toReversed()) {
    await tabTo(page, `input[name=row][value='${report}']`);
    await page.keyboard.press("Space");
  }
  await page.focus("button[formaction='/acts/reports.take-up/many']");
  await enter(page);
  assert.ok((await page.innerText("main")).includes("2 rows"), await page.innerText("main"));
  assert.deepEqual([(await row(reports[0])).state, (await row(reports[1])).state], ["new", "new"], "choosing does nothing");
  await tabTo(page, "main form button");
  await enter(page);
  assert.ok((await page.innerText("main")).includes("Entered: 2. Not entered: 0."), await page.innerText("main"));
  assert.equal(await page.locator("main tbody tr").count(), 2);
  assert.deepEqual([(await row(reports[0])).state, (await row(reports[1])).state], ["taken-up", "taken-up"]);
  // The same form again, as a browser sends it when a page is loaded anew.
  await page.reload();
  assert.ok((await page.innerText("main")).includes("Entered: 2. Not entered: 0."), await page.innerText("main"));
  await context.close();
});

await check("what a rule refuses for one is told at its row and stops no other", async () => {
  const reports = [await reported("A fictional report that goes on."), await reported("Another fictional report that goes on.")];
  await api("analyst", "/api/acts/reports.not-pursue", { act: { report: reports[0], reason: "too-little-to-act", ground: null, told: false } });
  const { context, page } = await signedIn("analyst");
  await page.goto(`${doors.staff}${NEWEST}`);
  for (const report of reports) await page.check(`input[name=row][value='${report}']`);
  await page.click("button[formaction='/acts/reports.not-pursue/many']");
  await sound(page, "what will be done");
  // Nothing is chosen yet: that is said first, and the rows are kept.
  await page.click("main form button.govuk-button");
  assert.equal(await page.locator(".govuk-error-summary").count(), 1);
  await sound(page, "what is wrong");
  await page.check("input[name=reason][value='too-little-to-act']").catch(() => page.selectOption("select[name=reason]", "too-little-to-act"));
  await page.click("main form button.govuk-button");
  const told = await page.innerText("main");
  assert.ok(told.includes("Entered: 1. Not entered: 1."), told);
  await sound(page, "what became of it");
  assert.equal((await row(reports[1])).state, "not-pursued");
  await context.close();
});

await check("one box chooses all on the page, with scripts and without", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const { context, page } = await signedIn("analyst", { javaScriptEnabled });
    await page.goto(`${doors.staff}/lists/reports/queue?per_page=3&lang=en`);
    await page.check("[data-all]");
    if (javaScriptEnabled) {
      assert.equal(await page.locator("input[name=row]:checked").count(), 3);
      await page.locator("input[name=row]").first().uncheck();
      assert.equal(await page.isChecked("[data-all]"), false, "one less is not all");
      await page.locator("input[name=row]").first().check();
      assert.equal(await page.isChecked("[data-all]"), true);
    }
    await page.click("button[formaction='/acts/reports.refer/many']");
    assert.ok((await page.innerText("main")).includes("3 rows"), await page.innerText("main"));
    await context.close();
  }
});

await check("the pages of many rows are sound in Arabic at 320 px", async () => {
  const { context, page } = await signedIn("analyst", { viewport: { width: 320, height: 640 } });
  await page.goto(`${doors.staff}/lists/reports/queue?per_page=3&lang=ar`);
  await sound(page, "the queue");
  await page.check("[data-all]");
  await page.click("button[formaction='/acts/reports.take-up/many']");
  await sound(page, "what will be done");
  await context.close();
});

await check("a view is saved, found above its list and removed, without scripts", async () => {
  const { context, page } = await signedIn("analyst", { javaScriptEnabled: false });
  await page.goto(`${doors.staff}/lists/reports/queue?state=new&sort=-points&lang=en`);
  await page.click("summary:has-text('Save this view')");
  await page.fill("[name=view_name]", "A fictional view");
  await page.click("form[action='/views'] button");
  await page.goto(`${doors.staff}/lists/reports/queue?lang=en`);
  await page.click("nav a:has-text('A fictional view')");
  const at = new URL(page.url());
  assert.equal(`${at.pathname}?${at.searchParams}`, "/lists/reports/queue?state=new&sort=-points");
  await page.goto(`${doors.staff}/views?lang=en`);
  await page.click("button:has-text('Remove A fictional view')");
  assert.equal(await page.locator("a:has-text('A fictional view')").count(), 0);
  await context.close();
});

await check("keys move along the rows, choose, open and help; they rest while somebody types, and can be turned off", async () => {
  const { context, page } = await signedIn("analyst");
  const list = `${doors.staff}/lists/reports/queue?lang=en`;
  const at = () => page.evaluate(() => Array.prototype.indexOf.call(document.querySelectorAll("tbody tr"), document.activeElement.closest("tr")));
  await page.goto(list);
  await page.keyboard.press("j");
  assert.equal(await at(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "A", "the row's own link has the focus");
  await page.keyboard.press("j");
  await page.keyboard.press("ArrowDown");
  assert.equal(await at(), 2);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("k");
  await page.keyboard.press("k");
  assert.equal(await at(), 0, "the first stays the first");
  await page.keyboard.press("x");
  assert.equal(await page.locator("tbody tr").first().locator("input[name=row]").isChecked(), true);
  await page.keyboard.press("?");
  assert.equal(await page.isVisible("[data-keys-help]"), true);
  await sound(page, "the keys");
  await page.keyboard.press("Escape");
  assert.equal(await page.isVisible("[data-keys-help]"), false);
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.closest("[role=search]") !== null), true);
  await page.fill("[name=language]", "");
  await page.focus("[name=language]");
  await page.keyboard.type("jkx?/");
  assert.equal(await page.inputValue("[name=language]"), "jkx?/", "what is typed is typed");
  await page.goto(list);
  await page.keyboard.press("Control+j").catch(() => {});
  assert.equal(await at(), -1, "with another key it is the browser's");
  await page.keyboard.press("j");
  await enter(page);
  assert.match(new URL(page.url()).pathname, /^\/reports\/[0-9a-f]{32}$/);

  await page.goto(`${doors.staff}/habits?lang=en`);
  await sound(page, "habits");
  await page.check("input[name=keys][value=no]");
  await page.click("form[action='/habits'] button.govuk-button");
  await page.goto(list);
  await page.keyboard.press("j");
  assert.equal(await at(), -1, "turned off");
  await page.goto(`${doors.staff}/habits?lang=en`);
  await page.check("input[name=keys][value=yes]");
  await page.click("form[action='/habits'] button.govuk-button");
  await context.close();
});

await check("what is new is told politely, moves no row, and nothing is asked of any other place", async () => {
  const { context, page } = await signedIn("analyst");
  const elsewhere = [];
  const violations = [];
  page.on("request", (request) => { if (!request.url().startsWith(doors.staff)) elsewhere.push(request.url()); });
  page.on("console", (message) => { if (message.text().includes("Content Security Policy")) violations.push(message.text()); });
  // Ten seconds are long for a test: the same page, asking more often.
  await page.route(`${doors.staff}${NEWEST}`, async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace("data-news=", 'data-pause="300" data-news=');
    await route.fulfill({ response: answer, body });
  });
  await page.goto(`${doors.staff}${NEWEST}`);
  const rows = () => page.locator("tbody th").allInnerTexts();
  const before = await rows();
  await page.waitForTimeout(1_500);
  assert.equal(await page.innerText("[data-news]"), "", "nothing is new yet");
  await page.keyboard.press("j");
  const report = await reported("A fictional report while the list is open.");
  await page.waitForSelector("[data-news] a", { timeout: 15_000 });
  assert.match(await page.innerText("[data-news]"), /New here: 1\. Show it/);
  assert.equal(await page.getAttribute("[data-news]", "role"), "status");
  assert.deepEqual(await rows(), before, "no row moved");
  assert.equal(await page.evaluate(() => document.activeElement.closest("tr") === document.querySelector("tbody tr")), true, "the focus stayed");
  await sound(page, "a list with news");
  await page.click("[data-news] a");
  await page.waitForSelector(`a[href='/reports/${report}']`);
  assert.deepEqual([elsewhere, violations], [[], []]);
  await context.close();
});

await check("words that may distress are folded until they are opened, by keyboard, without scripts", async () => {
  const report = await reported("Fictional words: he said he will share the pictures.");
  const seen = await api("analyst", `/api/reports/${report}`);
  assert.equal(seen.may_distress, true, JSON.stringify(seen.reasons));
  const { context, page } = await signedIn("analyst", { javaScriptEnabled: false });
  await page.goto(`${doors.staff}/reports/${report}?lang=en`);
  const words = page.locator(".tutela-said details p");
  assert.equal(await words.isVisible(), false);
  assert.ok((await page.innerText("main")).includes("Somebody threatens to share pictures"), "the reasons stand in full");
  await tabTo(page, ".tutela-said summary");
  await page.keyboard.press("Enter");
  assert.equal(await words.isVisible(), true);
  await context.close();
});

await check("a break is thought of, put off, and counted for oneself alone", async () => {
  const { context, page } = await signedIn("investigator");
  await page.goto(`${doors.staff}/habits?lang=en`);
  await page.fill("[name=texts]", "1");
  await page.click("form[action='/habits'] button.govuk-button");
  const report = await reported("Fictional words: he said he will share the pictures.");
  await page.goto(`${doors.staff}/reports/${report}?lang=en`);
  await page.goto(`${doors.staff}/lists/reports/queue?lang=en`);
  assert.ok((await page.innerText(".tutela-reminder")).includes("1 text that may distress"), await page.innerText("body"));
  await sound(page, "a break is thought of");
  await page.click(".tutela-reminder form:not([action^='/acts/']) button");
  assert.equal(new URL(page.url()).pathname, "/lists/reports/queue");
  assert.equal(await page.locator(".tutela-reminder").count(), 0);
  for (const role of ["overseer", "administrator"]) {
    const habits = await api(role, "/api/habits");
    assert.deepEqual([habits.work.opened, habits.work.distressing], [0, 0], `${role} is told of their own work alone`);
  }
  await context.close();
});

await browser.close();
console.log(`${counted.passed} passed, ${counted.failed} failed`);
process.exit(counted.failed === 0 ? 0 : 1);
