// The form of those who must report: without scripts, by keyboard, narrow, in several languages, and on paper. Run after tests.mjs, against the same demo.
import { readFileSync } from "node:fs";
import assert from "node:assert/strict";
import { axeSource, check, counted, launched } from "./shared.mjs";

const doors = JSON.parse(readFileSync(process.argv[2], "utf8"));
const browser = await launched();

const account = (role) => doors.accounts.find((one) => one.role === role);
const held = (role) => doors.tokens.find((one) => one.name === account(role).user).token;
async function api(role, path) {
  const answer = await fetch(`${doors.staff}${path}`, { headers: { authorization: `Bearer ${held(role)}` } });
  assert.equal(answer.status, 200, path);
  return answer.json();
}
const newest = async () => (await api("analyst", "/api/lists/reports/queue?sort=-filed_at&per_page=1")).rows[0].report;

async function signedIn(context) {
  const { user, password } = account("analyst");
  const page = await context.newPage();
  await page.goto(`${doors.staff}/sign-in?lang=en`);
  await page.fill("[name=user]", user);
  await page.fill("[name=password]", password);
  await page.selectOption("[name=purpose]", { index: 2 });
  await page.click("form[action='/sign-in'] button");
  assert.ok(!page.url().includes("/sign-in"), "nobody was let in");
  return page;
}

async function fits(page, width) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= width, `the page is ${wide} px wide`);
  const body = await page.content();
  assert.ok(!body.includes("⟦"), `a text is missing: ${body.match(/⟦[^⟧]*⟧/g)?.slice(0, 5)}`);
}

async function sound(page, width) {
  await fits(page, width);
  await page.evaluate(axeSource);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 2).join(" | ").slice(0, 300)}`), []);
}

const AGENCY = "A fictional school, file 12";
async function fill(page) {
  await page.check("[name=danger][value=unsure]");
  await page.fill("[name=text]", "Fictional: a pupil told a teacher of it.");
  await page.check("[name=child_knows][value=must-not]");
  await page.fill("[name=agency]", AGENCY);
  await page.check("[name=duty][value=law]");
  await page.fill("[name=duty_words]", "Article 3 of a fictional law");
}
const number = (page) => page.locator("dd").first().innerText();

for (const [language, direction] of [["en", "ltr"], ["ar", "rtl"], ["zh", "ltr"], ["ru", "ltr"]]) {
  await check(`the form is found from the first page, sound at 320 px, and answers with a number, in ${language}`, async () => {
    const context = await browser.newContext({ viewport: { width: 320, height: 740 } });
    const page = await context.newPage();
    await page.goto(`${doors.public}/?lang=${language}`);
    await page.click("a[href*='/official']");
    assert.equal(await page.getAttribute("html", "dir"), direction);
    await sound(page, 320);
    // What is wrong stands at its field, and nothing typed is lost.
    await page.fill("[name=agency]", AGENCY);
    await page.click("#official button.govuk-button");
    assert.equal(await page.locator(".govuk-error-summary a[href='#text']").count(), 1);
    assert.equal(await page.inputValue("[name=agency]"), AGENCY);
    await sound(page, 320);
    await fill(page);
    await page.click("#official button.govuk-button");
    assert.equal(await page.locator("#receipt-words li").count(), 9);
    await sound(page, 320);
    const report = await newest();
    assert.equal((await number(page)).trim(), report.slice(0, 8));
    assert.ok(!(await page.innerText("main")).includes(AGENCY), "the acknowledgement tells more than it must");
    const read = await api("analyst", `/api/reports/${report}`);
    assert.deepEqual([read.official.agency, read.official.told.duty, read.official.told.child_knows, read.report.reporter], [AGENCY, "law", "must-not", "professional"]);
    assert.deepEqual([await context.cookies(), await page.evaluate(() => localStorage.length + sessionStorage.length)], [[], 0]);
    await context.close();
  });
}

await check("it works without JavaScript and by keyboard alone, and its pages weigh little", async () => {
  const context = await browser.newContext({ viewport: { width: 320, height: 740 }, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${doors.public}/official?lang=en`);
  const form = Buffer.byteLength(await page.content());
  assert.ok(form < 50_000, `the form has ${form} bytes`);
  await page.focus("[name=text]");
  await page.keyboard.type("Fictional: told by keyboard.");
  for (const name of ["age", "child_knows", "about"]) {
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.name), name);
    if (name === "about") break;
    await page.keyboard.press("Space");
  }
  await page.focus("[name=duty]");
  await page.keyboard.press("ArrowDown");
  await page.focus("#official button.govuk-button");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#receipt-digits");
  await fits(page, 320);
  const report = await newest();
  const told = (await api("analyst", `/api/reports/${report}`)).official.told;
  assert.deepEqual([told.duty, told.child_knows], ["profession", "yes"]);
  await context.close();
});

await check("the acknowledgement is printed with number, time and receipt, and without anything to click", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${doors.public}/official?lang=en`);
  await fill(page);
  await page.click("#official button.govuk-button");
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator("dd").first().isVisible() && await page.locator("#receipt-digits").isVisible());
  assert.equal(await page.locator(".tutela-not-printed:visible").count(), 0);
  assert.equal(await page.locator(".govuk-exit-this-page:visible").count(), 0);
  await context.close();
});

await check("staff read it, say so, and the receipt tells what became of it and nothing of the child", async () => {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${doors.public}/official?lang=en`);
  await fill(page);
  await page.click("#official button.govuk-button");
  const digits = await page.innerText("#receipt-digits");
  const thread = async () => {
    await page.goto(`${doors.public}/thread?lang=en`);
    await page.fill("[name=receipt]", digits);
    await page.click("form button.govuk-button");
    return page.innerText("main");
  };
  let said = await thread();
  assert.ok(said.includes("A person tells you here by") && said.includes("Nobody has taken it up yet."), said);
  await sound(page, 1200);
  const report = await newest();
  const staff = await browser.newContext({ viewport: { width: 1200, height: 800 } });
  const desk = await signedIn(staff);
  await desk.goto(`${doors.staff}/reports/${report}?lang=en`);
  const shown = await desk.innerText("main");
  for (const words of [AGENCY, "Article 3 of a fictional law", "Does not know, and would be in danger by it"]) assert.ok(shown.includes(words), words);
  await sound(desk, 1200);
  await desk.click("a[href*='/acts/reports.acknowledge']");
  await sound(desk, 1200);
  await desk.click("main form button.govuk-button");
  assert.ok((await desk.innerText("main")).includes("Told at"), await desk.innerText("main"));
  said = await thread();
  assert.ok(said.includes("A person has read it:") && !said.includes(AGENCY) && !said.includes("a pupil"), said);
  for (const list of ["officials?acknowledged=yes", "queue?duty=law"]) {
    await desk.goto(`${doors.staff}/lists/reports/${list}&lang=en`);
    assert.ok((await desk.content()).includes(report), list);
    await sound(desk, 1200);
  }
  await staff.close();
  await context.close();
});

await browser.close();
console.log(`${counted.passed} passed, ${counted.failed} failed`);
process.exit(counted.failed === 0 ? 0 : 1);
