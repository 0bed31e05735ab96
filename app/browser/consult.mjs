// Asking another unit while keeping the report, and something lighter next. Run after tests.mjs, against the same demo.
import { readFileSync } from "node:fs";
import assert from "node:assert/strict";
import { atTheDesk } from "./officers.mjs";
import { check, counted, launched } from "./shared.mjs";

const doors = JSON.parse(readFileSync(process.argv[2], "utf8"));
const browser = await launched();

const { api, reported, signedIn, sound } = atTheDesk(doors, browser);

// A code of a list, however the form offers it.
const chosen = (page, name, code) => page.locator(`input[name=${name}][value='${code}']`).count()
  .then((boxes) => boxes ? page.check(`input[name=${name}][value='${code}']`) : page.selectOption(`select[name=${name}]`, code));
const send = (page) => page.click("main form button.govuk-button");

await check("one unit asks another, which sees what was chosen, answers, and sees no more", async () => {
  const report = await reported("A fictional report about which somebody is asked.");
  await api("analyst", "/api/acts/reports.take-up", { act: { report } });
  const units = (await api("overseer", "/api/lists/access/units?per_page=500")).rows;
  const police = units.find((one) => one.word === "police").unit;
  const { context, page } = await signedIn("analyst");
  await page.goto(`${doors.staff}/reports/${report}?lang=en`);
  await page.click("a[href*='/acts/reports.consult?']");
  await sound(page, "the form that asks");
  await page.fill("[name=unit]", police);
  await chosen(page, "parts", "words");
  await page.fill("[name=sealed-0]", "Is this known to you? A fictional question.");
  await send(page);
  assert.ok((await page.innerText("main")).includes("What the reporter says to it"), "what is missing is asked for at its field");
  assert.equal(await page.inputValue("[name=sealed-0]"), "Is this known to you? A fictional question.", "nothing typed is lost");
  await chosen(page, "agreement", "reporter-agreed");
  await send(page);
  assert.ok(page.url().includes(`/reports/${report}`), page.url());
  assert.ok((await page.innerText("main")).includes("Is this known to you?"));
  await sound(page, "the report with its question");

  const there = await signedIn("investigator");
  await there.page.goto(`${doors.staff}/?lang=en`);
  await there.page.click("main a[href='/lists/reports/asked']");
  await sound(there.page, "what is asked of us");
  await there.page.click("main tbody a[href^='/consultations/']");
  const shown = await there.page.innerText("main");
  assert.ok(shown.includes("about which somebody is asked") && shown.includes("Is this known to you?"), shown);
  assert.ok(!(await there.page.content()).includes(report), "its number is not theirs to know");
  await sound(there.page, "what is shown");
  const address = there.page.url();
  await there.page.click("main a[href*='/acts/reports.give-view?']");
  await sound(there.page, "the form that answers");
  await there.page.fill("[name=sealed-0]", "It is not known here. A fictional answer.");
  await send(there.page);
  assert.ok(there.page.url().includes("/lists/reports/asked"), there.page.url());
  assert.equal((await there.page.goto(address)).status(), 404);
  await there.context.close();

  await page.reload();
  const answered = await page.innerText("main");
  assert.ok(answered.includes("It is not known here.") && answered.includes("Answered"), answered);
  await sound(page, "the report with its answer");
  await context.close();
});

await check("what is asked is sound in Arabic at 320 px", async () => {
  const report = await reported("Another fictional report about which somebody is asked.");
  await api("analyst", "/api/acts/reports.take-up", { act: { report } });
  const units = (await api("overseer", "/api/lists/access/units?per_page=500")).rows;
  const act = { report, unit: units.find((one) => one.word === "police").unit, parts: ["circumstances", "thread"], agreement: "law-obliges" };
  await api("analyst", "/api/acts/reports.consult", { act, sealed: { 0: "سؤال خيالي" } });
  const { context, page } = await signedIn("investigator", { viewport: { width: 320, height: 640 } });
  await page.goto(`${doors.staff}/lists/reports/asked?lang=ar`);
  await sound(page, "what is asked of us");
  await page.click("main tbody a[href^='/consultations/']");
  await sound(page, "what is shown");
  await context.close();
});

await check("after much that weighs on one, something lighter is offered by one button", async () => {
  const report = await reported("A fictional report of somebody who is not safe.", "not-safe");
  const { context, page } = await signedIn("analyst");
  // Whatever was read in this demo before, no break is due.
  await page.goto(`${doors.staff}/habits?lang=en`);
  await page.fill("[name=texts]", "0");
  await page.fill("[name=minutes]", "0");
  await page.click("form[action='/habits'] button.govuk-button");
  for (let n = 0; n < 5; n++) await page.goto(`${doors.staff}/reports/${report}?lang=en`);
  await page.goto(`${doors.staff}/lists/reports/queue?lang=en`);
  const reminder = page.locator(".tutela-reminder");
  assert.ok((await reminder.innerText()).includes("in a row"), await reminder.innerText());
  await sound(page, "the offer");
  await reminder.locator("form[action='/acts/reports.assign-next'] button").click();
  assert.match(page.url(), /\/reports\/[0-9a-f]{32}$/);
  await context.close();
});

await browser.close();
console.log(`${counted.passed} passed, ${counted.failed} failed`);
process.exit(counted.failed ? 1 : 0);
