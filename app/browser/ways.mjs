// Ways to tell: a voice message, a fingerprint in the place of a picture, the words of a screenshot. Run after tests.mjs, against the same demo.
import { chromium } from "playwright-core";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import assert from "node:assert/strict";
import { axeSource, check, counted, launched } from "./shared.mjs";

const doors = JSON.parse(readFileSync(process.argv[2], "utf8"));
// A microphone that hums, and nobody who has to be asked for it.
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell",
  args: ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--disable-gpu", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
});
const silent = await launched();

const account = (role) => doors.accounts.find((one) => one.role === role);
const held = (role) => doors.tokens.find((one) => one.name === account(role).user).token;
async function asked(role, path) {
  const answer = await fetch(`${doors.staff}${path}`, { headers: { authorization: `Bearer ${held(role)}` } });
  assert.equal(answer.status, 200, path);
  return answer;
}
const api = async (role, path) => (await asked(role, path)).json();
const newest = async () => (await api("analyst", "/api/lists/reports/queue?sort=-filed_at&per_page=1")).rows[0].report;
const looksAt = async (report) => (await api("overseer", `/api/lists/journal/looks?whose=${report}&per_page=100`)).total;

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

// What every page must be: no text is missing, it fits, axe finds nothing.
async function sound(page, width) {
  const body = await page.content();
  assert.ok(!body.includes("⟦"), `a text is missing: ${body.match(/⟦[^⟧]*⟧/g)?.slice(0, 5)}`);
  if (width) {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `the page is ${wide} px wide`);
  }
  await page.evaluate(axeSource);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 2).join(" | ").slice(0, 300)}`), []);
}

const stored = (page) => page.evaluate(async () => ({ local: localStorage.length, session: sessionStorage.length, databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length, cookies: document.cookie }));
const NOTHING = { local: 0, session: 0, databases: 0, caches: 0, cookies: "" };

async function toTell(page, language) {
  await page.goto(`${doors.public}/?lang=${language}`);
  for (const step of ["button[name=danger][value=unsure]", "button[name=teller][value='13-15']", "button[name=happening][value='']"]) await page.click(step);
}

// A second of a WAV file: silence.
function wav() {
  const samples = 8000;
  const head = Buffer.alloc(44);
  head.write("RIFF", 0); head.writeUInt32LE(36 + samples, 4); head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16); head.writeUInt16LE(1, 20); head.writeUInt16LE(1, 22); head.writeUInt32LE(samples, 24); head.writeUInt32LE(samples, 28);
  head.writeUInt16LE(1, 32); head.writeUInt16LE(8, 34); head.write("data", 36); head.writeUInt32LE(samples, 40);
  return Buffer.concat([head, Buffer.alloc(samples, 128)]);
}

for (const [language, width] of [["en", 320], ["ar", 320], ["zh", 360]]) {
  await check(`a voice is recorded, heard, deleted, recorded again and sent, in ${language}, ${width} px`, async () => {
    const context = await browser.newContext({ viewport: { width, height: 740 } });
    const page = await context.newPage();
    const elsewhere = [];
    page.on("request", (request) => { if (!/^(blob:|http:\/\/127\.0\.0\.1)/.test(request.url())) elsewhere.push(request.url()); });
    await toTell(page, language);
    const chosen = () => page.evaluate(() => [...document.querySelector("[name=voice]").files].map((file) => [file.name, file.type, file.size]));
    const recorded = async () => {
      await page.click("[data-voice-record]");
      await page.waitForSelector("[data-voice-stop]:not([hidden])");
      assert.notEqual(await page.innerText("[data-voice-state]"), "");
      await sound(page, width);
      await page.waitForFunction(() => document.querySelector("[data-voice-clock]").textContent === "4:58");
      await page.click("[data-voice-stop]");
      await page.waitForSelector("[data-voice-listen]:not([hidden])");
    };
    await recorded();
    const [[name, type, size]] = await chosen();
    assert.deepEqual([name, type], ["message.webm", "audio/webm"]);
    assert.ok(size > 1000, `${size} bytes`);
    // It plays when it is asked to, and not before.
    assert.deepEqual(await page.evaluate(() => { const { paused, currentTime, autoplay } = document.querySelector("[data-voice-listen]"); return { paused, currentTime, autoplay }; }), { paused: true, currentTime: 0, autoplay: false });
    await page.evaluate(() => document.querySelector("[data-voice-listen]").play());
    await page.waitForFunction(() => document.querySelector("[data-voice-listen]").currentTime > 0.2);
    await sound(page, width);
    await page.click("[data-voice-delete]");
    assert.deepEqual(await chosen(), []);
    assert.equal(await page.locator("[data-voice-listen]:not([hidden])").count(), 0);
    await recorded();
    await page.click("form[enctype] button.govuk-button:not([type=button])");
    assert.equal(await page.locator("#receipt-words li").count(), 9, "a voice alone is a report");
    assert.deepEqual([await stored(page), await context.cookies(), elsewhere], [NOTHING, [], []]);
    await context.close();
  });
}

await check("staff know of a voice message, hear it on a click after a warning, and each opening is recorded", async () => {
  const report = await newest();
  const known = (await api("analyst", `/api/reports/${report}`)).voice;
  assert.equal(known.sound, "webm");
  const before = await looksAt(report);
  const answer = await asked("analyst", `/api/reports/${report}/voice`);
  assert.deepEqual([answer.headers.get("content-type"), (await answer.arrayBuffer()).byteLength], ["audio/webm", known.bytes]);
  assert.equal(await looksAt(report), before + 1);
  const context = await browser.newContext();
  const page = await signedIn(context);
  const sounds = [];
  page.on("request", (request) => { if (request.url().endsWith("/voice/sound")) sounds.push(request.url()); });
  await page.goto(`${doors.staff}/reports/${report}?lang=en`);
  await sound(page);
  assert.ok((await page.innerText("main")).includes("This may distress you."));
  await page.click(`a[href='/reports/${report}/voice']`);
  assert.ok((await page.innerText("main")).includes("This may distress you."));
  await sound(page);
  assert.deepEqual([sounds.length, await page.evaluate(() => document.querySelector("audio").paused)], [0, true]);
  const opened = await looksAt(report);
  await page.evaluate(() => document.querySelector("audio").play());
  await page.waitForFunction(() => document.querySelector("audio").currentTime > 0.2);
  assert.ok(sounds.length >= 1 && (await looksAt(report)) > opened);
  await context.close();
});

await check("where no microphone is given, writing and choosing a file stay", async () => {
  const context = await silent.newContext({ viewport: { width: 320, height: 640 } });
  const page = await context.newPage();
  await toTell(page, "ru");
  await page.click("[data-voice-record]");
  await page.waitForFunction(() => document.querySelector("[data-voice-state]").textContent !== "");
  assert.ok((await page.innerText("[data-voice-state]")).includes("Микрофон не работает"));
  assert.equal(await page.locator("[data-voice-stop]:not([hidden])").count(), 0);
  await page.setInputFiles("[name=voice]", { name: "a.wav", mimeType: "audio/wav", buffer: wav() });
  await page.click("form[enctype] button.govuk-button:not([type=button])");
  assert.equal(await page.locator("#receipt-words li").count(), 9);
  assert.equal((await api("analyst", `/api/reports/${await newest()}`)).voice.sound, "wav");
  await context.close();
});

await check("a voice without JavaScript is a file; what is none is told and loses nothing", async () => {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 }, javaScriptEnabled: false });
  const page = await context.newPage();
  await toTell(page, "es");
  assert.equal(await page.locator("[data-voice]:visible").count(), 0, "the recorder shows without scripts");
  await page.fill("[name=text]", "Palabras ficticias.");
  await page.setInputFiles("[name=voice]", { name: "a.webm", mimeType: "audio/webm", buffer: Buffer.from("no sound at all") });
  await page.click("form[enctype] button.govuk-button:not([type=button])");
  assert.equal(await page.locator(".govuk-error-summary").count(), 1);
  assert.equal(await page.inputValue("[name=text]"), "Palabras ficticias.");
  await page.setInputFiles("[name=voice]", { name: "a.wav", mimeType: "audio/wav", buffer: wav() });
  await page.click("form[enctype] button.govuk-button:not([type=button])");
  assert.equal(await page.locator("#receipt-words li").count(), 9);
  await context.close();
});

const files = ["A fictional file of a test.", "Another fictional file."].map((text) => Buffer.from(text.repeat(500)));
const hashes = files.map((file) => createHash("sha256").update(file).digest("hex"));

for (const [language, width] of [["en", 320], ["ar", 320], ["fr", 360]]) {
  await check(`whoever wants a picture gone gives its fingerprint, and no file leaves the browser, in ${language}`, async () => {
    const context = await browser.newContext({ viewport: { width, height: 740 } });
    const page = await context.newPage();
    await page.goto(`${doors.public}/?lang=${language}`);
    await page.click("a[href*='/gone']");
    await sound(page, width);
    const sent = [];
    page.on("request", (request) => sent.push([request.url(), request.method(), request.postDataBuffer() ?? Buffer.alloc(0)]));
    await page.setInputFiles("#chosen", files.map((buffer, n) => ({ name: `picture-${n}.png`, mimeType: "image/png", buffer })));
    await page.waitForFunction(() => document.querySelector("[name=hashes]").value.split("\n").length === 2);
    assert.deepEqual((await page.inputValue("[name=hashes]")).split("\n"), hashes);
    assert.deepEqual(sent, [], "something was asked while fingerprints were made");
    assert.equal(await page.locator("[data-fingerprint-without]:visible").count(), 0);
    await page.check("[name=by][value=child]");
    await page.fill("[name=place]", "A fictional site");
    await sound(page, width);
    await page.click("#gone button.govuk-button");
    assert.equal(await page.locator("#receipt-words li").count(), 9);
    const posts = sent.filter(([, method]) => method === "POST");
    assert.equal(posts.length, 1);
    const fields = new URLSearchParams(posts[0][2].toString());
    assert.deepEqual([...fields.keys()].sort(), ["by", "hashes", "once", "place", "text", "turn"]);
    for (const [url, , body] of sent) {
      assert.ok(url.startsWith(doors.public), url);
      assert.ok(!/fictional file|picture-/.test(decodeURIComponent(body.toString().replaceAll("+", " "))) && body.length < 2000, "a file was sent");
    }
    assert.deepEqual([await stored(page), await context.cookies()], [NOTHING, []]);
    const report = await newest();
    assert.deepEqual((await api("analyst", `/api/reports/${report}/hashes`)).sha256, hashes);
    assert.equal((await api("analyst", `/api/reports/${report}`)).hashes, 2);
    await context.close();
  });
}

await check("without JavaScript the page of fingerprints says so, and one is pasted", async () => {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 }, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${doors.public}/gone?lang=en`);
  assert.equal(await page.locator("input[type=file]:visible").count(), 0);
  assert.ok((await page.innerText("[data-fingerprint-without]")).includes("Your browser cannot make fingerprints"));
  await page.fill("[name=hashes]", "not one");
  await page.click("#gone button.govuk-button");
  assert.equal(await page.locator(".govuk-error-summary").count(), 1);
  assert.equal(await page.inputValue("[name=hashes]"), "not one");
  await page.fill("[name=hashes]", hashes[0].toUpperCase());
  await page.click("#gone button.govuk-button");
  assert.equal(await page.locator("#receipt-words li").count(), 9);
  const report = await newest();
  const staff = await browser.newContext();
  const desk = await signedIn(staff);
  await desk.goto(`${doors.staff}/reports/${report}?lang=en`);
  assert.ok((await desk.innerText("main")).includes("The SHA-256 of 1 picture or video came with this report"));
  await desk.click(`a[href='/reports/${report}/hashes']`);
  assert.ok((await desk.innerText("main")).includes(hashes[0]));
  await sound(desk);
  await staff.close();
  await context.close();
});

await check("a program reads the words of a screenshot; the picture is served to nobody", async () => {
  const context = await browser.newContext({ viewport: { width: 640, height: 400 } });
  const page = await context.newPage();
  await page.setContent("<body style='font:26px sans-serif;background:#fff'><p>The library opens at nine.<p>Bring seven green apples.");
  const screenshot = await page.screenshot();
  await toTell(page, "en");
  await page.setInputFiles("[name=pictures]", { name: "screen.png", mimeType: "image/png", buffer: screenshot });
  await page.click("form[enctype] button.govuk-button:not([type=button])");
  assert.equal(await page.locator("#receipt-words li").count(), 9);
  const report = await newest();
  const before = await looksAt(report);
  const desk = await signedIn(context);
  const pictures = [];
  desk.on("response", (response) => { if (/^image\/(png|jpeg|webp|gif)/.test(response.headers()["content-type"] ?? "")) pictures.push(response.url()); });
  await desk.goto(`${doors.staff}/reports/${report}?lang=en`);
  await desk.click(`a[href='/reports/${report}/pictures/0/words']`);
  assert.ok((await desk.innerText("main")).includes("This may distress you."));
  assert.equal(await desk.locator("details:not([open])").count(), 1, "the words are not folded");
  assert.ok(!(await desk.innerText("main")).includes("green apples"));
  await sound(desk);
  await desk.click("details summary");
  assert.ok((await desk.innerText("details")).includes("Bring seven green apples."), await desk.innerText("details"));
  await sound(desk);
  assert.equal(await looksAt(report), before + 2, "the report and its picture's words");
  const read = await api("analyst", `/api/reports/${report}/pictures/0/words`);
  assert.ok(read.words.includes("The library opens at nine."), read.words);
  assert.deepEqual(pictures, []);
  await context.close();
});

await Promise.all([browser.close(), silent.close()]);
console.log(`${counted.passed} passed, ${counted.failed} failed`);
process.exit(counted.failed === 0 ? 0 : 1);
