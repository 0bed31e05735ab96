// Letters to platforms: a legal basis by two people, a platform, a preservation that is drafted, signed, sent by hand and answered. Run
// after tests.mjs.
import { readFileSync } from "node:fs";
import assert from "node:assert/strict";
import { atTheDesk } from "./officers.mjs";
import { check, counted, launched } from "./shared.mjs";

const doors = JSON.parse(readFileSync(process.argv[2], "utf8"));
const browser = await launched();
const { api, signedIn, sound } = atTheDesk(doors, browser);

const today = new Date().toISOString().slice(0, 10);
const later = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
const send = (page) => page.click("main form button.govuk-button");
const chosen = (page, name, code) => page.locator(`input[name=${name}][value='${code}']`).count()
  .then((boxes) => boxes ? page.check(`input[name=${name}][value='${code}']`) : page.selectOption(`select[name=${name}]`, code));
const numberIn = (page, of) => page.url().match(new RegExp(`${of}/([0-9a-f]{32})`))?.[1] ?? assert.fail(page.url());

let basis;
await check("a legal basis is laid down by two people", async () => {
  const { context, page } = await signedIn("administrator");
  await page.goto(`${doors.staff}/letters?lang=en`);
  await sound(page, "where letters begin, for an administrator");
  await page.click("main a[href*='/acts/letters.propose-basis']");
  await sound(page, "the form of a legal basis");
  await page.fill("[name=country]", "NL");
  await page.fill("[name=law]", "Fictional Code, article 13");
  await chosen(page, "allows", "preserve");
  await chosen(page, "order", "nobody");
  await page.fill("[name=preserved_days]", "0");
  await page.fill("[name=answer_days]", "10");
  await send(page);
  assert.ok((await page.innerText("main")).includes("1 to 730 with a preservation"), "what does not fit is told at its field");
  await page.fill("[name=preserved_days]", "90");
  await send(page);
  basis = numberIn(page, "bases");
  await sound(page, "a legal basis that waits");
  const address = page.url();
  await context.close();

  const second = await signedIn("overseer");
  await second.page.goto(address);
  await second.page.click("main a[href*='/acts/letters.approve-basis']");
  await sound(second.page, "the form that approves");
  await send(second.page);
  assert.ok((await second.page.innerText("main")).includes("Letters may rest on it"), await second.page.innerText("main"));
  await second.context.close();
});

let letter;
await check("a platform is asked to preserve, by one person, and answers", async () => {
  const { context, page } = await signedIn("investigator");
  await page.goto(`${doors.staff}/letters?lang=en`);
  await sound(page, "where letters begin");
  await page.click("main a[href*='/acts/letters.add-platform']");
  await page.fill("[name=platform_name]", "Fictional Platform");
  await page.fill("[name=country]", "NL");
  await chosen(page, "way", "mail");
  await chosen(page, "language", "en");
  await page.fill("[name=sealed-1]", "Fictional: its page for authorities");
  await sound(page, "the form of a platform");
  await send(page);
  assert.ok((await page.innerText("main")).includes("mail address"), "by mail it needs an address");
  await chosen(page, "way", "portal");
  await send(page);
  await sound(page, "a platform");

  const cases = await api("investigator", "/api/lists/cases/files?per_page=1");
  await page.click("main a[href*='/acts/letters.draft']");
  await page.fill("[name=record]", cases.rows[0].case_id);
  await chosen(page, "asks_for", "preserve");
  await page.fill("[name=legal_basis]", basis);
  await page.fill("[name=in_name_of]", "Police of a fictional State");
  await page.fill("[name=period]", today);
  await chosen(page, "order", "nobody");
  await chosen(page, "in_danger", "nobody");
  await chosen(page, "about", "unknown");
  await page.fill("[name=sealed-0]", "user 4711 (fictional)");
  await sound(page, "the form of a letter");
  await send(page);
  letter = numberIn(page, "letters/letters");
  const text = await page.innerText("main");
  assert.ok(text.includes("Request to preserve data") && text.includes("user 4711 (fictional)"), text);
  await sound(page, "a draft");
  await page.click("main a[href*='/acts/letters.send']");
  await sound(page, "the form that signs");
  await send(page);
  await page.click("main a[href*='/acts/letters.sent-by-hand']");
  await chosen(page, "sent_what", "letter");
  await chosen(page, "way", "portal");
  await page.fill("[name=on]", today);
  await sound(page, "the form of what a person sent");
  await send(page);
  await page.click("main a[href*='/acts/letters.record-answer']");
  await chosen(page, "platform_answer", "preserved");
  await page.fill("[name=preserved_until]", later);
  await chosen(page, "why_refused", "not-said");
  await sound(page, "the form of an answer");
  await send(page);
  assert.ok(page.url().includes(`/letters/letters/${letter}`), await page.innerText("main"));
  assert.ok(await page.locator("main a[href*='asks_for=extend']").count(), "its extension is offered");
  await sound(page, "a letter that was answered");
  await context.close();
});

await check("letters are sound in Arabic at 320 px", async () => {
  const { context, page } = await signedIn("investigator", { viewport: { width: 320, height: 640 } });
  const pages = ["/letters", "/lists/letters/letters", "/lists/letters/sendings", "/lists/letters/platforms", "/lists/letters/bases",
    "/letters/statistics", `/letters/letters/${letter}`, `/letters/bases/${basis}`];
  for (const path of pages) {
    await page.goto(`${doors.staff}${path}?lang=ar`);
    await sound(page, path);
  }
  await page.goto(`${doors.staff}/letters/letters/${letter}?lang=ar`);
  await page.click("main a[href*='/acts/letters.withdraw']");
  await sound(page, "the form that withdraws");
  await context.close();
});

await browser.close();
console.log(`${counted.passed} passed, ${counted.failed} failed`);
process.exit(counted.failed ? 1 : 0);
