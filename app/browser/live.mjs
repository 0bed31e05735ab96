// A chat: a reporter and an officer side by side, each on a page that stays open and goes on. What one sends the other reads within
// three seconds, and what is half typed stays. With JavaScript off and on for the reporter, in English and Arabic, wide and at 320 px.
import { readFileSync } from "node:fs";
import assert from "node:assert/strict";
import { check, done } from "./steady.mjs";
import { asStaff, cutOff, isSound, openThread, tell } from "./walk.mjs";

const doors = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { api, newest, signIn } = asStaff(doors);
const SOON = { timeout: 3_000 };
const said = (page, words) => page.waitForSelector(`[role=log] >> text=${words}`, SOON);
const meanwhile = (page) => page.locator(".tutela-uttered--meanwhile").count();
const looksAt = async (report) => (await api("overseer", `/api/lists/journal/looks?whose=${report}&per_page=100`)).total;

// Waits until that is so, or says what was not.
async function until(what, so) {
  for (const end = Date.now() + 3_000; Date.now() < end; await new Promise((on) => setTimeout(on, 50))) if (await so()) return;
  assert.fail(`not within three seconds: ${what}`);
}

async function sound(page, name, side) {
  assert.deepEqual(await page.evaluate(cutOff), [], name);
  await isSound(page, name, side);
}

for (const [javaScriptEnabled, language, width] of [[false, "en", 1280], [true, "en", 320], [false, "ar", 320], [true, "ar", 1280]]) {
  await check(`both write and read at once in ${language}, ${width} px, JavaScript ${javaScriptEnabled ? "on" : "off"}`, 120_000, async (browser) => {
    const context = await browser.newContext({ viewport: { width, height: 740 }, javaScriptEnabled });
    const other = javaScriptEnabled ? undefined : await browser.newContext({ viewport: { width, height: 740 } });
    const side = await other?.newPage();
    const staff = await browser.newContext({ viewport: { width, height: 740 } });
    const elsewhere = [];
    context.on("request", (request) => { if (!request.url().startsWith(`${doors.public}/`)) elsewhere.push(request.url()); });
    const addresses = [];
    const child = await context.newPage();
    child.on("request", (request) => addresses.push(request.url()));
    const receipt = await tell(child, doors.public, { query: `lang=${language}`, teller: "13-15", happening: "wants-to-meet", text: "A fictional report of a test." }, async () => {});
    const report = await newest();
    await openThread(child, doors.public, `lang=${language}`, receipt.digits);
    await child.click("button[formaction*='/thread/live']", { noWaitAfter: true });
    await child.waitForSelector("[role=log]");
    assert.equal(await child.getAttribute("html", "dir"), language === "ar" ? "rtl" : "ltr");
    // Nobody is there, and the page says so; the first page of the desk says who waits.
    await until("the page says who is there", async () => (await meanwhile(child)) === 1);
    await sound(child, "the reporter's page", side);
    assert.ok((await api("analyst", "/api/home")).some((one) => one.what === "waits-chats"));

    const officer = await signIn(staff, "analyst");
    const looks = await looksAt(report);
    await officer.goto(`${doors.staff}/reports/${report}/live?lang=${language}`, { waitUntil: "commit" });
    await officer.waitForSelector("[role=log]");
    await until("somebody is there", async () => (await meanwhile(child)) === 2);
    await until("the reporter is there", async () => (await meanwhile(officer)) === 1);
    await sound(officer, "the officer's page");
    assert.equal(await looksAt(report), looks + 1);

    // An answer arrives while half a sentence stands there, and nothing is loaded anew.
    const loaded = [];
    child.on("framenavigated", () => loaded.push("the reporter's page"));
    await child.fill("textarea[name=text]", "Half a sen");
    await child.focus("textarea[name=text]");
    await officer.fill("textarea[name='sealed-0']", "A fictional answer.");
    await officer.click("form[action='/acts/reports.reply'] button", { noWaitAfter: true });
    await said(child, "A fictional answer.");
    assert.equal(await child.inputValue("textarea[name=text]"), "Half a sen");
    assert.ok(await child.evaluate(() => document.activeElement?.name === "text"), "the cursor was moved");
    assert.deepEqual(loaded, []);
    await said(officer, "A fictional answer.");

    await officer.fill("textarea[name='sealed-0']", "Half of another");
    officer.on("framenavigated", () => loaded.push("the officer's page"));
    await child.fill("textarea[name=text]", "Fictional words.");
    await child.click("#live button.govuk-button", { noWaitAfter: true });
    await said(officer, "Fictional words.");
    assert.equal(await officer.inputValue("textarea[name='sealed-0']"), "Half of another");
    await child.waitForSelector(".govuk-notification-banner");
    await said(child, "A fictional answer.");
    assert.equal(await child.inputValue("textarea[name=text]"), "");
    assert.ok(!loaded.includes("the officer's page"));
    await sound(child, "the reporter's page after a message", side);
    await sound(officer, "the officer's page after a message");

    // The way out, while the page is still on its way: by Shift where scripts run, else by the link.
    assert.equal(await child.evaluate(() => document.readyState), "loading");
    assert.deepEqual(await context.cookies(), []);
    const kept = await child.evaluate(async () => [document.cookie, localStorage.length, sessionStorage.length, (await indexedDB.databases()).length]);
    assert.deepEqual([kept, elsewhere], [["", 0, 0, 0], []]);
    assert.ok(addresses.every((address) => !address.includes(receipt.digits.slice(0, 6))), "the receipt stands in an address");
    await context.route((url) => !url.href.startsWith(doors.public), (route) => route.fulfill({ contentType: "text/html", body: "<title>weather</title>" }));
    const away = child.waitForURL((url) => !url.href.startsWith(doors.public));
    if (javaScriptEnabled) for (let n = 0; n < 3; n++) await child.keyboard.press("Shift");
    else await child.click("[data-exit]", { noWaitAfter: true });
    await away;
    await Promise.all([context, other, staff].map((one) => one?.close()));
  });
}

await check("a page that was left is offered again, with what is typed, and the ordinary thread is one press away", 60_000, async (browser) => {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 }, javaScriptEnabled: false });
  const page = await context.newPage();
  const receipt = await tell(page, doors.public, { query: "lang=en", teller: "16-17", happening: "", text: "A fictional report of a test." }, async () => {});
  await openThread(page, doors.public, "lang=en", receipt.words);
  await page.fill("textarea[name=text]", "Half a sen");
  await page.click("button[formaction*='/thread/live']", { noWaitAfter: true });
  await page.waitForSelector("#live");
  assert.equal(await page.inputValue("textarea[name=text]"), "Half a sen");
  await page.click("#live button[formaction*='/thread']", { noWaitAfter: true });
  await page.waitForSelector("#further");
  assert.equal(await page.inputValue("textarea[name=text]"), "Half a sen");
  await context.close();
});

await done();
