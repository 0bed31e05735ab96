// A child's report with JavaScript off, keyboard alone at 360 pixels; then every page through axe, language and theme rotating.
import { chromium } from "playwright-core";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";

const doors = JSON.parse(readFileSync(process.argv[2], "utf8"));
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const everyCombination = process.env.TUTELA_PAGES === "all";
// In a process of its own, so that a Chromium which no longer answers can be ended.
const launch = () => chromium.launchServer({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell",
  args: ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--disable-gpu"],
});
let server = await launch();
let browser = await chromium.connect(server.wsEndpoint());
// What a check may take; the slowest takes some seconds.
const PATIENCE = 90_000;
// Chromium itself may crash or fall silent on a small machine; that says nothing about our pages. More than three times are no accident.
let faults = 0;
let passed = 0;
let failed = 0;

class Silent extends Error {}

async function inTime(test) {
  let alarm;
  const late = new Promise((_, reject) => { alarm = setTimeout(() => reject(new Silent(`nothing within ${PATIENCE / 1000} s`)), PATIENCE); });
  try { await Promise.race([test(), late]); } finally { clearTimeout(alarm); }
}

async function anotherBrowser() {
  await server.kill();
  server = await launch();
  browser = await chromium.connect(server.wsEndpoint());
}

async function check(name, test) {
  try {
    await inTime(test);
    passed += 1;
    console.log(`ok   ${name}`);
  } catch (error) {
    if ((error instanceof Silent || !browser.isConnected()) && faults < 3) {
      faults += 1;
      console.log(`     Chromium itself ${error instanceof Silent ? "fell silent" : "ended"} (${faults}); it is started again for: ${name}`);
      await anotherBrowser();
      return check(name, test);
    }
    failed += 1;
    console.log(`FAIL ${name}\n     ${String(error.stack ?? error).split("\n").slice(0, 12).join("\n     ")}`);
  }
}

// A PNG of our own making: stripes.
function picture() {
  const [width, height] = [64, 48];
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rows.fill((x * 4 + y * 3) % 256, y * (width * 3 + 1) + 1 + x * 3, y * (width * 3 + 1) + 4 + x * 3);
  const crcTable = Array.from({ length: 256 }, (_, n) => { let c = n; for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1; return c >>> 0; });
  const crc = (bytes) => { let c = 0xffffffff; for (const b of bytes) c = crcTable[(c ^ b) & 255] ^ (c >>> 8); return (c ^ 0xffffffff) >>> 0; };
  const chunk = (type, data) => { const body = Buffer.concat([Buffer.from(type), data]); const out = Buffer.alloc(8 + body.length); out.writeUInt32BE(data.length, 0); body.copy(out, 4); out.writeUInt32BE(crc(body), 4 + body.length); return out; };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0); head.writeUInt32BE(height, 4); head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

// Tab until the element that matches has the focus; a page on which that never happens cannot be used by keyboard.
async function tabTo(page, selector) {
  for (let n = 0; n < 80; n++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
  }
  assert.fail(`the keyboard never reached ${selector}`);
}

async function press(page, selector) {
  await tabTo(page, selector);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
}

const small = { viewport: { width: 360, height: 740 } };
let receipt = "";

await check("a child's report in Arabic with a picture, JavaScript off, keyboard alone, 360 px", async () => {
  const context = await browser.newContext({ ...small, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${doors.public}/?lang=ar`);
  assert.equal(await page.getAttribute("html", "dir"), "rtl");
  await press(page, "button[name=danger][value=unsure]");
  await press(page, "button[name=teller][value='13-15']");
  await press(page, "button[name=happening][value=asks-for-pictures]");
  await tabTo(page, "textarea[name=text]");
  await page.keyboard.type("هذا بلاغ خيالي من اختبار.");
  await page.setInputFiles("input[name=pictures]", { name: "picture.png", mimeType: "image/png", buffer: picture() });
  await press(page, "form[enctype] button");
  receipt = (await page.innerText("#receipt-digits")).trim();
  assert.match(receipt.replaceAll(" ", ""), /^\d{28}$/);
  assert.equal(await page.locator("#receipt-words li").count(), 9);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 360, `the page is ${wide} px wide`);
  assert.deepEqual(await context.cookies(), []);
  assert.ok((await page.locator("a[class*=exit], .govuk-exit-this-page a").count()) > 0, "no exit on the page");
  await context.close();
});

const token = (role) => doors.tokens.find((one) => one.name === doors.accounts.find((account) => account.role === role).user).token;
async function api(role, path, body) {
  const answer = await fetch(`${doors.staff}${path}`, {
    method: body ? "POST" : "GET",
    headers: { authorization: `Bearer ${token(role)}`, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  return JSON.parse(text);
}

await check("the answer is read by receipt; the report is not", async () => {
  const queue = await api("analyst", "/api/lists/reports/queue?sort=-filed_at&per_page=1");
  const report = queue.rows[0].report;
  await api("analyst", "/api/acts/reports.reply", { act: { report }, sealed: { 0: "A fictional answer." } });
  const context = await browser.newContext({ ...small, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${doors.public}/thread?lang=ar`);
  await tabTo(page, "[name=receipt]");
  await page.keyboard.type(receipt);
  await press(page, "form button");
  const text = await page.innerText("body");
  assert.ok(text.includes("A fictional answer."), "the answer is missing");
  assert.ok(!text.includes("بلاغ خيالي من اختبار"), "the report is shown");
  await context.close();
});

await check("the first stop of the tab key is the way out, with scripts and without", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ ...small, javaScriptEnabled });
    const page = await context.newPage();
    for (const path of ["/", "/thread", "/opinion", "/help"]) {
      await page.goto(`${doors.public}${path}?lang=en`);
      await page.keyboard.press("Tab");
      const first = await page.evaluate(() => ({ exit: document.activeElement.matches("[data-exit]"), seen: document.activeElement.getBoundingClientRect().width > 40 }));
      assert.deepEqual(first, { exit: true, seen: true }, path);
    }
    await context.close();
  }
});

// What a page of the door must be: it fits 320 px, no text is missing, and axe finds nothing.
async function fitsAndIsSound(page, name) {
  assert.ok(!(await page.innerText("body")).includes("⟦"), `${name}: a text is missing`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 320, `${name} is ${wide} px wide`);
  await page.evaluate(axeSource);
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes[0].html}`), [], name);
}

for (const language of ["en", "ar", "ru"]) {
  await check(`a report that was put aside gets a second look, a new receipt and an opinion in three taps, in ${language}, 320 px`, async () => {
    const words = `A fictional report for a second look (${language}).`;
    const told = await fetch(`${doors.public}/api/reports`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ text: words, by: "child" }) });
    const first = (await told.json()).receipt.digits;
    const report = (await api("analyst", "/api/lists/reports/queue?sort=-filed_at&per_page=1")).rows[0].report;
    await api("analyst", "/api/acts/reports.not-pursue", { act: { report, reason: "too-little-to-act", ground: null, told: false } });
    const context = await browser.newContext({ viewport: { width: 320, height: 640 } });
    const page = await context.newPage();
    const open = async (receipt) => {
      await page.goto(`${doors.public}/thread?lang=${language}`);
      await page.fill("[name=receipt]", receipt);
      await page.click("main form button.govuk-button");
    };
    await open(first);
    await fitsAndIsSound(page, "the thread");
    await page.fill("textarea[name=text]", "There is more, and it is fictional.");
    await page.click("button[formaction*='/thread/second-look']");
    await fitsAndIsSound(page, "after the second look");
    assert.equal(await page.locator("button[formaction*='/thread/second-look']").count(), 0, "it is asked for once");
    const seen = await api("analyst", `/api/reports/${report}`);
    assert.deepEqual([seen.second_look.second_look, seen.report.state, seen.thread.length], ["asked", "new", 2]);

    await page.click("button[formaction*='/thread/receipt']");
    await fitsAndIsSound(page, "the question before");
    await page.click("button[name=sure]");
    await fitsAndIsSound(page, "the new receipt");
    const second = (await page.innerText("#receipt-digits")).trim();
    await open(first);
    assert.equal(await page.locator("textarea[name=text]").count(), 0, "the old receipt opens nothing");
    await open(second);
    assert.equal(await page.locator("textarea[name=text]").count(), 1, "the new receipt opens the thread");

    const counted = async () => (await api("overseer", "/api/lists/reports/opinions?opinion_of=easy&opinion=yes")).rows.reduce((sum, row) => sum + row.given, 0);
    const before = await counted();
    await page.click("a[href*='/opinion']");
    for (const answer of ["yes", "partly", "skipped"]) {
      await fitsAndIsSound(page, `the question for ${answer}`);
      await page.click(`button[value=${answer}]`);
    }
    await fitsAndIsSound(page, "thanks");
    assert.equal(await counted(), before + 1);
    await context.close();
  });
}

// Everybody who comes to the door, in the six languages between them, on the narrowest screen: with scripts and without.
const visitors = [["under-10", "zh", "threatens-to-share"], ["16-17", "ru", "wants-to-meet"], ["adult", "fr", ""], ["survivor", "es", "something-else"], ["professional", "ar", "pictures-spread"], ["child", "en", "gives-for-it"]];
for (const [n, [teller, language, happening]] of visitors.entries()) {
  for (const javaScriptEnabled of everyCombination ? [true, false] : [n % 2 === 0]) {
    await check(`a report by ${teller} in ${language}, 320 px, JavaScript ${javaScriptEnabled ? "on" : "off"}`, async () => {
      const context = await browser.newContext({ viewport: { width: 320, height: 640 }, javaScriptEnabled });
      const page = await context.newPage();
      const elsewhere = [];
      page.on("request", (request) => { if (!request.url().startsWith(doors.public)) elsewhere.push(request.url()); });
      const fits = async () => {
        assert.equal(await page.getAttribute("html", "lang"), language);
        assert.ok(!(await page.innerText("body")).includes("⟦"), "a text is missing");
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= 320, `the page is ${wide} px wide`);
      };
      await page.goto(`${doors.public}/?lang=${language}`);
      for (const step of ["button[name=danger][value=unsure]", `button[name=teller][value='${teller}']`, `button[name=happening][value='${happening}']`]) {
        await fits();
        await page.click(step);
      }
      await fits();
      if (happening === "") await page.fill("textarea[name=text]", "A fictional report of a test.");
      await page.check("input[name=about][value=at-home]");
      await page.click("form[enctype] button.govuk-button");
      await fits();
      assert.equal(await page.locator("#receipt-words li").count(), 9);
      const receipt = (await page.locator("#receipt-words li").allInnerTexts()).join(" ");
      await page.click("form[action*='/card'] button");
      await fits();
      assert.equal(await page.locator(".tutela-card li").count(), 9);
      await page.goto(`${doors.public}/thread?lang=${language}`);
      await page.fill("[name=receipt]", receipt);
      await page.click("main form button.govuk-button");
      await fits();
      assert.equal(await page.locator("textarea[name=text]").count(), 1, "the words do not open the thread");
      assert.deepEqual(elsewhere, [], "something was asked of another place");
      assert.deepEqual(await context.cookies(), []);
      await context.close();
    });
  }
}

await check("what was typed is not lost when something is wrong", async () => {
  const context = await browser.newContext({ ...small, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${doors.public}/?lang=en`);
  await page.click("button[name=danger][value=safe]");
  await page.click("button[name=teller][value=professional]");
  await page.click("button[name=happening][value='']");
  await page.fill("textarea[name=text]", "Words that must stay.");
  await page.setInputFiles("input[name=pictures]", { name: "notes.png", mimeType: "image/png", buffer: Buffer.from("no picture at all") });
  await page.click("form[enctype] button");
  assert.equal(await page.inputValue("textarea[name=text]"), "Words that must stay.");
  assert.ok((await page.locator(".govuk-error-summary").count()) === 1);
  await context.close();
});

await check("the first page weighs less than 50 kB on the wire", async () => {
  const context = await browser.newContext(small);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  let bytes = 0;
  session.on("Network.loadingFinished", (event) => { bytes += event.encodedDataLength; });
  await page.goto(`${doors.public}/`, { waitUntil: "networkidle" });
  console.log(`     first page: ${bytes} bytes on the wire`);
  assert.ok(bytes > 0 && bytes < 50_000, `${bytes} bytes`);
  await context.close();
});

async function signIn(context, role) {
  const account = doors.accounts.find((one) => one.role === role);
  const page = await context.newPage();
  await page.goto(`${doors.staff}/sign-in`);
  await page.fill("[name=user]", account.user);
  await page.fill("[name=password]", account.password);
  await page.selectOption("[name=purpose]", { index: 2 });
  await page.click("form[action='/sign-in'] button");
  assert.ok(!page.url().includes("/sign-in"), `${role} was not let in`);
  // Chromium may never answer when it is told to close a page that is still arriving.
  await page.waitForLoadState("load");
  return page;
}

const first = async (role, list, column) => (await api(role, `/api/lists/${list}?per_page=1`)).rows[0]?.[column];
const report = await first("analyst", "reports/queue", "report");
const caseId = await first("investigator", "cases/files", "case_id");
const pages = [
  ["public", "/"], ["public", "/thread"], ["public", "/kept"], ["public", "/not-kept"], ["public", "/statistics"], ["public", "/worry"], ["public", "/nowhere"],
  ["staff", "/sign-in"],
  ["analyst", "/"], ["analyst", "/purpose"], ["analyst", "/lists/reports/queue"], ["analyst", `/reports/${report}`],
  ["analyst", `/acts/reports.reply?report=${report}`], ["analyst", `/acts/reports.not-pursue?report=${report}`],
  ["analyst", "/lists/known-material/leads"], ["analyst", "/lists/known-material/lists"], ["analyst", "/lists/known-material/entries"], ["analyst", "/lists/known-material/disputes"], ["analyst", "/acts/known-material.create-list"],
  ["investigator", "/lists/cases/files"], ["investigator", "/lists/cases/proceedings"], ["investigator", "/lists/cases/timeline"],
  ["investigator", "/acts/cases.name-suspect"], ["court-officer", "/acts/cases.arrest-made"], ["prosecutor", "/acts/cases.decide-charge"],
  ["victim-support", "/lists/victims/wishes"], ["victim-support", "/acts/victims.state-wish"],
  ["overseer", "/overseer"], ["overseer", "/overseer/entries/1"], ["overseer", "/acts/oversight.see-to"],
  ["administrator", "/texts"], ["overseer", "/texts/next-who"], ["administrator", "/acts/reports.propose-text?wording=next-who&in_language=ar"], ["analyst", "/lists/reports/texts"],
  ["administrator", "/terms"], ["overseer", "/terms"], ["administrator", "/acts/journal.propose-term"], ["overseer", "/roles"], ["analyst", "/roles?role=analyst"], ["administrator", "/code-lists"], ["analyst", "/code-lists/watch-rule"], ["overseer", "/lists/oversight/findings"], ["administrator", "/lists/oversight/working-weeks"], ["administrator", "/lists/oversight/holidays"],
  ["administrator", "/acts/oversight.set-working-week"], ["administrator", "/acts/oversight.set-holiday"], ["administrator", "/acts/oversight.set-time-zone"], ["overseer", "/lists/journal/exports"], ["overseer", "/lists/journal/refusals"], ["overseer", "/lists/journal/alarms"], ["overseer", "/lists/journal/looks"], ["overseer", "/lists/journal/rules"], ["overseer", "/lists/journal/erasures"],
  ["overseer", "/keys"], ["administrator", "/keys"], ["administrator", "/acts/journal.rotate-keys"],
  ["statistician", "/demand-map"], ["statistician", "/demand-map/release"], ["statistician", "/lists/demand-map/releases"],
  ["overseer", "/lists/letting-go/due"], ["overseer", "/lists/letting-go/holds"], ["overseer", "/lists/letting-go/schedules"], ["overseer", "/lists/letting-go/partners"],
  ["overseer", "/lists/letting-go/requests"], ["overseer", "/letting-go/confirm"], ["overseer", "/acts/journal.confirm-erasures"], ["investigator", "/acts/letting-go.hold"],
  ["administrator", "/acts/letting-go.lay-down-schedule"], ["victim-support", "/acts/letting-go.request"],
  ["investigator", "/"], ["overseer", "/"], ["administrator", "/"], ["overseer", "/lists/calling/messages"], ["administrator", "/lists/calling/ways"], ["administrator", "/acts/calling.open-way"], ["analyst", "/lists/reports/calls"],
  ["administrator", "/nowhere"],
];
const person = await first("investigator", "cases/proceedings", "person");
const personCase = await first("investigator", "cases/proceedings", "case_id");
const lead = await first("analyst", "known-material/leads", "lead");
const list = await first("analyst", "known-material/leads", "list");
const release = await first("statistician", "demand-map/releases", "release_id");
assert.ok(caseId && person && lead && list && release, "the demo lacks something that a page shows");
pages.push(
  ["investigator", `/cases/${caseId}`], ["investigator", `/cases/${caseId}/names`], ["investigator", `/cases/${caseId}/persons/new`], ["investigator", `/cases/${personCase}/persons/${person}`],
  ["analyst", "/known-material"], ["analyst", `/known-material/leads/${lead}`], ["analyst", `/known-material/lists/${list}`],
  ["analyst", `/known-material/lists/${list}/entries/1`], ["investigator", `/known-material/lists/${list}/entries/1/victims`],
  ["statistician", `/demand-map/releases/${release}`], ["public", `/statistics/${release}`], ["victim-support", "/lists/victims/guardians"],
);

// Who signed in, by role: their cookies. Every check has a context of its own.
const signedIn = new Map();
async function pageFor(who, scheme, test) {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width: 1100, height: 900 }, storageState: signedIn.get(who) });
  if (!["public", "staff"].includes(who) && !signedIn.has(who)) {
    await (await signIn(context, who)).close();
    signedIn.set(who, await context.storageState());
  }
  await test(await context.newPage());
  await context.close();
}

async function sound(page, language) {
  const body = await page.content();
  assert.ok(!body.includes("⟦"), `a text is missing: ${body.match(/⟦[^⟧]*⟧/g)?.slice(0, 5)}`);
  assert.equal(await page.getAttribute("html", "lang"), language);
  await page.evaluate(axeSource);
  const found = await page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 2).join(" | ").slice(0, 300)}`), []);
}

const combinations = [["en", "light"], ["ar", "dark"], ["en", "dark"], ["ar", "light"]];

// Pages that answer a form: each step of a report, a mistake on the way, the receipt, and the thread.
const word = { en: "A fictional report of a test.", ar: "هذا بلاغ خيالي من اختبار." };
for (const [language, scheme] of everyCombination ? combinations : combinations.slice(1, 3)) {
  await check(`axe: every step of a report, ${language} ${scheme}`, () => pageFor("public", scheme, async (page) => {
    await page.goto(`${doors.public}/?lang=${language}`);
    for (const step of ["button[name=danger][value=unsure]", "button[name=teller][value='under-10']", "button[name=happening][value='']", "form[enctype] button.govuk-button"]) {
      await page.click(step);
      await sound(page, language);
    }
    assert.equal(await page.locator(".govuk-error-summary").count(), 1, "an empty report was not told");
    await page.fill("textarea[name=text]", word[language]);
    await page.click("form[enctype] button.govuk-button");
    const digits = (await page.innerText("#receipt-digits")).trim();
    await sound(page, language);
    for (const typed of ["no receipt", digits]) {
      await page.goto(`${doors.public}/thread?lang=${language}`);
      await page.fill("[name=receipt]", typed);
      await page.click("main form button.govuk-button");
      await sound(page, language);
    }
    assert.equal(await page.locator("textarea[name=text]").count(), 1, "the thread did not open");
  }));
}

await check("an organisation's own words in Arabic: proposed, approved by another, at the open door, taken back", async () => {
  const own = "في الخطر اتصل برقم الطوارئ الخيالي.";
  const atTheDoor = async () => {
    let shown = "";
    await pageFor("public", "light", async (page) => {
      await page.goto(`${doors.public}/?lang=ar`);
      shown = await page.innerText("main");
      await sound(page, "ar");
    });
    return shown.includes(own);
  };
  const waited = async (wanted) => {
    for (let n = 0; n < 100; n++) {
      if (await atTheDoor() === wanted) return;
      await new Promise((done) => setTimeout(done, 100));
    }
    assert.fail(`the door ${wanted ? "does not show" : "still shows"} the words`);
  };
  const acts = async (who, act, fill) => pageFor(who, "light", async (page) => {
    await page.goto(`${doors.staff}/texts/emergency`);
    await page.click(`a[href*="${act}"][href*="in_language=ar"]`);
    if (fill) await page.fill("textarea[name=new_words]", fill);
    await page.click("main form button.govuk-button");
    assert.ok(page.url().includes("/texts/emergency"), `${act}: ${page.url()}`);
    await sound(page, "en");
  });
  await acts("administrator", "reports.propose-text", own);
  assert.equal(await atTheDoor(), false, "shown before a second person approved");
  await acts("overseer", "reports.approve-text");
  await waited(true);
  await acts("administrator", "reports.take-back-text");
  await waited(false);
});

let turn = 0;
for (const [who, path] of pages) {
  const chosen = everyCombination ? combinations : [combinations[turn++ % 4]];
  for (const [language, scheme] of chosen) {
    await check(`axe: ${who} ${path.slice(0, 50)} ${language} ${scheme}`, () => pageFor(who, scheme, async (page) => {
      const base = who === "public" ? doors.public : doors.staff;
      await page.goto(`${base}${path}${path.includes("?") ? "&" : "?"}lang=${language}`);
      await sound(page, language);
    }));
  }
}

await server.kill();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
