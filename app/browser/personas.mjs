// Who comes to the door: a child under 13, a teenager, an adult for a child, somebody it happened to, a professional, and whoever
// comes back. Each with scripts and without, at 320 pixels, in the six languages between them; each page through axe, and no
// request to another place. Then one whole report by keyboard alone, every page at 400 % zoom, and what is left in the browser's
// folder after the exit. With TUTELA_PAGES=all: every page in every language at three widths, for the proof.
import { chromium } from "playwright-core";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import assert from "node:assert/strict";
import { check, done } from "./steady.mjs";
import { TYPED, asStaff, cutOff, everyStaffPage, everyStep, isSound, openThread, tell } from "./walk.mjs";

const doors = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { api, newest, signIn } = asStaff(doors);
const WORDS = { en: "A fictional report of a test.", ar: "بلاغ خيالي من اختبار.", zh: "这是一份虚构的测试举报。", fr: "Un signalement fictif d’un essai.", ru: "Вымышленное сообщение для проверки.", es: "Un aviso ficticio de una prueba." };
const LANGUAGES = Object.keys(WORDS);

// A page of a context of its own; what it asks of other places is told when it is closed.
async function visit(browser, options, test) {
  const context = await browser.newContext(options);
  const elsewhere = [];
  context.on("request", (request) => { if (![doors.public, doors.staff].some((door) => request.url().startsWith(`${door}/`))) elsewhere.push(request.url()); });
  const page = await context.newPage();
  // For axe, which needs scripts.
  const other = options.javaScriptEnabled === false ? await browser.newContext({ ...options, javaScriptEnabled: true }) : undefined;
  await test(page, context, await other?.newPage());
  await other?.close();
  assert.deepEqual(elsewhere, [], "something was asked of another place");
  await context.close();
}

async function fits(page, name) {
  assert.deepEqual(await page.evaluate(cutOff), [], name);
}

const personas = [
  { who: "a child under 13", teller: "under-10", happening: "threatens-to-share", on: "zh", off: "ar" },
  { who: "a teenager", teller: "16-17", happening: "wants-to-meet", on: "ru", off: "fr" },
  { who: "an adult for a child", teller: "adult", happening: "pictures-spread", on: "es", off: "zh" },
  { who: "a survivor", teller: "survivor", happening: "bodily-contact", on: "ar", off: "ru" },
  { who: "a professional", teller: "professional", happening: "", on: "fr", off: "en" },
];
for (const { who, teller, happening, on, off } of personas) {
  for (const [javaScriptEnabled, language] of [[true, on], [false, off]]) {
    await check(`${who} in ${language}, 320 px, JavaScript ${javaScriptEnabled ? "on" : "off"}`, 90_000, (browser) => visit(browser, { viewport: { width: 320, height: 640 }, javaScriptEnabled }, async (page, context, side) => {
      const look = async (name) => {
        assert.equal(await page.getAttribute("html", "lang"), language);
        await fits(page, name);
        await isSound(page, name, side);
      };
      const receipt = await tell(page, doors.public, { query: `lang=${language}`, teller, happening, text: WORDS[language] }, look);
      assert.equal(receipt.words.split(" ").length, 9);
      const seen = await api("analyst", `/api/reports/${await newest()}`);
      assert.equal(seen.report.language, language, "the report did not arrive");
      await openThread(page, doors.public, `lang=${language}`, receipt.words);
      await look("thread");
      assert.equal(await page.locator("textarea[name=text]").count(), 1, "the words do not open the thread");
      assert.deepEqual(await context.cookies(), []);
    }));
  }
}

for (const [javaScriptEnabled, language] of [[true, "en"], [false, "es"]]) {
  await check(`a returning reporter in ${language}, 320 px, JavaScript ${javaScriptEnabled ? "on" : "off"}`, 90_000, (browser) => visit(browser, { viewport: { width: 320, height: 640 }, javaScriptEnabled }, async (page, context, side) => {
    const told = await fetch(`${doors.public}/api/reports`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ text: WORDS[language], by: "child" }) });
    const { digits } = (await told.json()).receipt;
    const report = await newest();
    await api("analyst", "/api/acts/reports.reply", { act: { report }, sealed: { 0: "A fictional answer for whoever comes back." } });
    const look = async (name) => { await fits(page, name); await isSound(page, name, side); };
    await page.goto(`${doors.public}/?lang=${language}`);
    await page.click("main a[href*='/thread']");
    await look("see our reply");
    await page.fill("[name=receipt]", digits);
    await page.click("main form button.govuk-button");
    await look("thread");
    const shown = await page.innerText("main");
    assert.ok(shown.includes("A fictional answer for whoever comes back."), "the answer is missing");
    assert.ok(!shown.includes(WORDS[language]), "the report is shown");
    await page.fill("textarea[name=text]", WORDS[language]);
    await page.click("form#further button.govuk-button");
    await look("sent");
    const thread = (await api("analyst", `/api/reports/${report}`)).thread;
    assert.equal(thread.length, 3, "the message did not arrive");
    assert.deepEqual(await context.cookies(), []);
  }));
}

// The keyboard alone: tab, arrows, space, enter, and what is typed. Every stop of it must be seen.
async function tabTo(page, selector) {
  for (let n = 0; n < 120; n++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate((wanted) => {
      const one = document.activeElement;
      const box = one.getBoundingClientRect();
      const style = getComputedStyle(one);
      const own = style.outlineStyle !== "none" || style.boxShadow !== "none" || style.backgroundColor !== "rgba(0, 0, 0, 0)";
      return { is: one.matches(wanted), seen: one === document.body || (own && box.width > 1 && box.bottom > 0 && box.top < innerHeight), html: one.outerHTML.slice(0, 120) };
    }, selector);
    assert.ok(stop.seen, `where the keyboard stands is not to be seen: ${stop.html}`);
    if (stop.is) return;
  }
  assert.fail(`the keyboard never reached ${selector}`);
}
async function press(page, selector) {
  await tabTo(page, selector);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
}
for (const [javaScriptEnabled, language] of [[true, "ru"], [false, "ar"]]) {
  await check(`a whole report and its reply by keyboard alone in ${language}, JavaScript ${javaScriptEnabled ? "on" : "off"}`, 90_000, (browser) => visit(browser, { viewport: { width: 320, height: 640 }, javaScriptEnabled }, async (page) => {
    await page.goto(`${doors.public}/?lang=${language}`);
    await press(page, "button[name=danger][value=unsure]");
    await press(page, "button[name=teller][value='adult']");
    await press(page, "button[name=happening][value='asks-for-pictures']");
    await tabTo(page, "textarea[name=text]");
    await page.keyboard.type(WORDS[language]);
    await tabTo(page, "textarea[name=place]");
    await page.keyboard.type("A fictional place");
    await tabTo(page, "input[name=age]");
    await page.keyboard.press("ArrowDown");
    await tabTo(page, "input[name=about][value=known]");
    await page.keyboard.press("Space");
    await tabTo(page, "input[name=reach]");
    await page.keyboard.press("ArrowDown");
    await tabTo(page, "input[name=contact_hours]");
    await page.keyboard.type("16-17");
    await press(page, "form[enctype] button.govuk-button");
    const words = (await page.locator("#receipt-words li").allInnerTexts()).map((word) => word.replace(/^\d+:/, "").trim()).join(" ");
    assert.equal(words.split(" ").length, 9);
    const seen = (await api("analyst", `/api/reports/${await newest()}`)).report;
    assert.notEqual(seen.age, "not-said", "the arrow keys chose no age");
    await press(page, "a[href*='/kept']");
    await press(page, "a[href*='/thread']");
    await tabTo(page, "[name=receipt]");
    await page.keyboard.type(words);
    await press(page, "main form button.govuk-button");
    await tabTo(page, "textarea[name=text]");
    await page.keyboard.type(WORDS[language]);
    await press(page, "form#further button.govuk-button");
    assert.equal(await page.locator("textarea[name=text]").inputValue(), "", "the message was not taken");
  }));
}

// WCAG 1.4.10: 1280 by 1024 pixels at 400 % are 320 by 256. Nothing scrolls sideways, and every control can be brought into view.
async function reachable(page, name) {
  await fits(page, name);
  const lost = await page.evaluate(() => {
    const controls = [...document.querySelectorAll("main a[href], main button, main input:not([type=hidden]), main textarea, main select, main summary")];
    const hidden = (control) => {
      if (!control.checkVisibility()) return false;
      control.scrollIntoView({ block: "center", inline: "nearest" });
      // Of a radio, its label is what is touched.
      const touched = ["radio", "checkbox"].includes(control.type) ? control.labels[0] : control;
      const box = touched.getBoundingClientRect();
      const points = [[box.left + box.width / 2, box.top + box.height / 2], [box.left + 8, box.top + Math.min(8, box.height / 2)]];
      return !points.some(([x, y]) => { const top = document.elementFromPoint(x, y); return top && (touched.contains(top) || top.contains(touched)) && !top.closest(".govuk-exit-this-page"); });
    };
    return controls.filter(hidden).map((control) => control.outerHTML.slice(0, 120));
  });
  assert.deepEqual(lost, [], `${name}: covered or out of reach`);
}
// At the public door, whatever is touched is 44 pixels high, a radio or its label.
async function touchable(page, name) {
  await reachable(page, name);
  const low = await page.evaluate(() => [...document.querySelectorAll("main a[href], main button, main input:not([type=hidden]), main textarea, main select, main summary, [data-exit]")].filter((control) => {
    if (!control.checkVisibility() || control.closest(".govuk-error-summary, .govuk-back-link, .tutela-links")) return false;
    const label = ["radio", "checkbox"].includes(control.type) ? control.labels[0] : control;
    return Math.max(control.getBoundingClientRect().height, label.getBoundingClientRect().height) < 43.5;
  }).map((control) => `${control.getBoundingClientRect().height} px: ${control.outerHTML.slice(0, 100)}`));
  assert.deepEqual(low, [], `${name}: too low for a thumb`);
}
const ZOOMED = { viewport: { width: 320, height: 256 } };
for (const language of ["ru", "ar"]) {
  await check(`every public page at 400 % in ${language}`, 90_000, (browser) => visit(browser, ZOOMED, async (page) => {
    for (const path of TYPED) {
      await page.goto(`${doors.public}${path}${path.includes("?") ? "&" : "?"}lang=${language}`);
      await touchable(page, path);
    }
    await everyStep(page, doors, `lang=${language}`, WORDS[language], (name) => touchable(page, name));
  }));
}
const staffPages = async () => {
  const report = (await api("analyst", "/api/lists/reports/queue?per_page=1")).rows[0].report;
  return ["/", "/lists/reports/queue", `/reports/${report}`, `/acts/reports.reply?report=${report}`, `/acts/reports.not-pursue?report=${report}`, `/acts/reports.refer?report=${report}`];
};
for (const language of ["en", "ar"]) {
  await check(`the queue and a report at 400 % in ${language}`, 90_000, (browser) => visit(browser, ZOOMED, async (_, context) => {
    const page = await signIn(context, "analyst");
    for (const path of await staffPages()) {
      await page.goto(`${doors.staff}${path}${path.includes("?") ? "&" : "?"}lang=${language}`);
      await reachable(page, path);
    }
  }));
}

// A film of our own making: a second of a moving square.
async function filmed(browser) {
  const page = await browser.newPage();
  const bytes = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 48 });
    const brush = canvas.getContext("2d");
    const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm;codecs=vp8" });
    const parts = [];
    recorder.ondataavailable = (event) => parts.push(event.data);
    const ended = new Promise((done) => { recorder.onstop = done; });
    recorder.start();
    for (let n = 0; n < 20; n++) {
      brush.fillStyle = n % 2 ? "#124" : "#eee";
      brush.fillRect(n, n, 20, 20);
      await new Promise((next) => setTimeout(next, 50));
    }
    recorder.stop();
    await ended;
    return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
  });
  await page.close();
  return Buffer.from(bytes);
}
await check("a film in sign language plays with its captions, and nothing of it is loaded before", 90_000, async (browser) => {
  const folder = join(doors.data, "public", "sign");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "fr.webm"), await filmed(browser));
  writeFileSync(join(folder, "fr.vtt"), "WEBVTT\n\n00:00.000 --> 00:10.000\nUne légende fictive.\n");
  try {
    await visit(browser, { viewport: { width: 320, height: 640 } }, async (page) => {
      const asked = [];
      page.on("request", (request) => { if (request.url().includes("/sign/")) asked.push(request.url()); });
      await page.goto(`${doors.public}/?lang=fr`);
      await page.click("a[href*='/sign']");
      await page.waitForLoadState("networkidle");
      assert.ok(!asked.some((url) => url.endsWith(".webm")), "the film was loaded before anybody wanted it");
      await fits(page, "the film");
      await isSound(page, "the film");
      const played = await page.evaluate(async () => {
        const film = document.querySelector("video");
        film.muted = true;
        const words = new Promise((done) => film.textTracks[0].addEventListener("cuechange", () => done(film.textTracks[0].activeCues[0].text)));
        await film.play();
        return { words: await words, at: film.error };
      });
      assert.deepEqual(played, { words: "Une légende fictive.", at: null });
      await page.goto(`${doors.public}/?lang=es`);
      assert.equal(await page.locator("a[href*='/sign']").count(), 0, "a language without a film offers one");
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

// What a browser's folder holds: each file's bytes, with the words in the spellings in which a browser writes them.
function filesWith(folder, words) {
  const spellings = words.flatMap((word) => [Buffer.from(word), Buffer.from(word, "utf16le"), Buffer.from(encodeURIComponent(word)), Buffer.from(word.replaceAll(" ", "+"))]);
  const files = (at) => readdirSync(at, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? files(join(at, entry.name)) : entry.isFile() ? [join(at, entry.name)] : []));
  const all = files(folder).filter((file) => statSync(file).size > 0);
  return { read: all.length, found: all.filter((file) => { const bytes = readFileSync(file); return spellings.some((one) => bytes.includes(one)); }) };
}
const LEFT = ["zebrafinch wanderlust", "quillwort meadow", "larkspur hillside", "marrowbone lane"];
// A site of another kind, which does leave something: what it leaves must be found, or the search proves nothing.
const leaving = createServer((_, answer) => {
  answer.setHeader("content-type", "text/html");
  answer.setHeader("set-cookie", "left=mistletoe-in-a-cookie; Max-Age=3600");
  answer.end("<title>left</title><script>localStorage.setItem('left', 'thimbleberry in storage')</script>");
});
async function profile(folder, test) {
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell",
    args: ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--disable-gpu"],
    viewport: { width: 320, height: 640 },
  });
  try { await test(await context.newPage(), context); } finally { await context.close(); }
}
for (const way of ["the link", "three times Shift"]) {
  await check(`nothing is left in the browser's folder after the exit by ${way}`, 90_000, async () => {
    const folder = mkdtempSync(join(tmpdir(), "tutela-profile-"));
    await new Promise((open) => leaving.listen(0, "127.0.0.1", open));
    const control = `http://127.0.0.1:${leaving.address().port}/`;
    try {
      let receipt = { words: "", digits: "" };
      await profile(folder, async (page, context) => {
        const elsewhere = [];
        context.on("request", (request) => { if (!request.url().startsWith(`${doors.public}/`)) elsewhere.push(request.url()); });
        const fill = async () => {
          await page.fill("textarea[name=not_for]", LEFT[1]);
          await page.fill("textarea[name=contact]", LEFT[2]);
          await page.fill("input[name=contact_hours]", LEFT[3]);
        };
        receipt = await tell(page, doors.public, { query: "lang=en", teller: "13-15", happening: "wants-to-meet", text: LEFT[0], fill }, async () => {});
        await openThread(page, doors.public, "lang=en", receipt.digits);
        await page.fill("textarea[name=text]", LEFT[0]);
        assert.deepEqual(elsewhere, [], "something was asked of another place");
        const kept = await page.evaluate(async () => ({
          cookie: document.cookie, local: localStorage.length, session: sessionStorage.length,
          databases: (await indexedDB.databases()).length, caches: (await globalThis.caches?.keys() ?? []).length, workers: (await navigator.serviceWorker?.getRegistrations() ?? []).length,
        }));
        assert.deepEqual(kept, { cookie: "", local: 0, session: 0, databases: 0, caches: 0, workers: 0 });
        assert.deepEqual(await context.cookies(), []);
        // Where the exit leads there is no network here: the page that is left is gone all the same.
        await context.route((url) => !url.href.startsWith(doors.public), (route) => route.fulfill({ contentType: "text/html", body: "<title>weather</title>" }));
        const away = page.waitForURL((url) => !url.href.startsWith(doors.public));
        if (way === "the link") await page.click("[data-exit]");
        else for (let n = 0; n < 3; n++) await page.keyboard.press("Shift");
        await away;
        await context.unroute(() => true).catch(() => {});
      });
      const typed = [...LEFT, receipt.words, receipt.words.split(" ").slice(0, 3).join(" "), receipt.digits, receipt.digits.replaceAll(" ", "")];
      const door = filesWith(folder, typed);
      assert.ok(receipt.digits.length > 27 && door.read > 0, "the browser's folder is empty");
      assert.deepEqual(door.found, [], "something of the report stands in the browser's folder");
      // The same browser and folder, and a site that leaves something.
      await profile(folder, async (page) => { await page.goto(control); await page.waitForTimeout(1_000); });
      const left = ["thimbleberry in storage", "mistletoe-in-a-cookie"].filter((word) => filesWith(folder, [word]).found.length > 0);
      assert.ok(left.includes("thimbleberry in storage"), `what another site leaves is not found: ${left}`);
      console.log(`     ${door.read} files read; of another site was found: ${left.join(", ")}`);
    } finally {
      leaving.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

if (process.env.TUTELA_PAGES === "all") {
  let pages = 0;
  for (const language of LANGUAGES) {
    for (const width of [320, 768, 1280]) {
      await check(`axe: every public page in ${language}, ${width} px`, 240_000, (browser) => visit(browser, { viewport: { width, height: 800 } }, async (page) => {
        const look = async (name) => { await fits(page, name); await isSound(page, name); pages += 1; };
        for (const path of TYPED) {
          await page.goto(`${doors.public}${path}${path.includes("?") ? "&" : "?"}lang=${language}`);
          await look(path);
        }
        await everyStep(page, doors, `lang=${language}`, WORDS[language], look);
        for (const teller of ["10-12", "13-15", "child", "survivor"]) await tell(page, doors.public, { query: `lang=${language}`, teller, happening: "gives-for-it", text: WORDS[language] }, look);
      }));
    }
  }
  for (const language of ["en", "ar"]) {
    await check(`axe: the chief pages of the staff in ${language}, three widths`, 240_000, (browser) => everyStaffPage(browser, doors, language, { width: 320, height: 800 }, async (page, name) => {
      for (const width of [320, 768, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        await fits(page, name);
        await isSound(page, name);
      }
    }));
  }
  console.log(`proof: ${pages} pages of the public door in ${LANGUAGES.length} languages and 3 widths, each through axe, none cut off, no request elsewhere`);
}
await done();
