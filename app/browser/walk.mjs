// What the walks through the doors share: every page of the public door, whoever comes, and what must hold of each page.
import assert from "node:assert/strict";
import { axeSource } from "./shared.mjs";

// The API as a role of the demo, and its cookies.
export function asStaff(doors) {
  const token = (role) => doors.tokens.find((one) => one.name === doors.accounts.find((account) => account.role === role).user).token;
  const api = async (role, path, body) => {
    const answer = await fetch(`${doors.staff}${path}`, {
      method: body ? "POST" : "GET",
      headers: { authorization: `Bearer ${token(role)}`, "content-type": "application/json" },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    assert.equal(answer.status, 200, text);
    return JSON.parse(text);
  };
  const newest = async () => (await api("analyst", "/api/lists/reports/queue?sort=-filed_at&per_page=1")).rows[0].report;
  const signIn = async (context, role) => {
    const account = doors.accounts.find((one) => one.role === role);
    const page = await context.newPage();
    await page.goto(`${doors.staff}/sign-in`);
    await page.fill("[name=user]", account.user);
    await page.fill("[name=password]", account.password);
    await page.selectOption("[name=purpose]", { index: 2 });
    await page.click("form[action='/sign-in'] button");
    assert.ok(!page.url().includes("/sign-in"), `${role} was not let in`);
    return page;
  };
  return { api, newest, signIn };
}

// Addresses of the public door that anybody can type.
export const TYPED = ["/", "/?words=easy", "/thread", "/kept", "/not-kept", "/worry", "/help", "/gone", "/official", "/sign", "/opinion", "/statistics", "/nowhere"];

// Goes through the door from the first page to the receipt; `look` sees each page with its name. The receipt's words or digits come back.
export async function tell(page, base, { query, danger = "unsure", teller, happening, text, fill = async () => {} }, look) {
  await page.goto(`${base}/?${query}`);
  await look("first");
  await page.click(`button[name=danger][value=${danger}]`);
  await look("who");
  await page.click(`button[name=teller][value='${teller}']`);
  await look(`what, ${teller}`);
  await page.click(`button[name=happening][value='${happening}']`);
  await look(`tell, ${teller} ${happening}`);
  if (text) await page.fill("textarea[name=text]", text);
  await fill();
  await page.click("form[enctype] button.govuk-button");
  await look(`receipt, ${teller}`);
  const words = (await page.locator("#receipt-words li").allInnerTexts()).map((word) => word.replace(/^\d+:/, "").trim());
  return { words: words.join(" "), digits: (await page.innerText("#receipt-digits")).trim() };
}

export async function openThread(page, base, query, receipt) {
  await page.goto(`${base}/thread?${query}`);
  await page.fill("[name=receipt]", receipt);
  await page.click("main form button.govuk-button");
}

// As somebody who goes back and sends a form for the second time.
async function sendAgain(page, action, fields) {
  await Promise.all([page.waitForNavigation(), page.evaluate(([action, fields]) => {
    const form = Object.assign(document.createElement("form"), { method: "post", action, enctype: "multipart/form-data" });
    for (const [name, value] of fields) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    document.body.append(form);
    form.submit();
  }, [action, fields])]);
}

// Every page of the public door that answers a form.
export async function everyStep(page, doors, query, text, look) {
  const { api, newest } = asStaff(doors);
  const base = doors.public;
  let sent = [];
  const remember = async () => { sent = await page.evaluate(() => [...new FormData(document.querySelector("form[enctype]"))].filter(([, value]) => typeof value === "string")); };
  await tell(page, base, { query: `${query}&words=easy`, danger: "not-safe", teller: "under-10", happening: "threatens-to-share", text, fill: remember }, look);
  await sendAgain(page, `${base}/report?${query}`, sent.map(([name, value]) => [name, name === "text" ? `${value} ${value}` : value]));
  await look("sent twice");
  for (const teller of ["professional", "adult"]) {
    await page.goto(`${base}/?${query}`);
    await page.click("button[name=danger][value=safe]");
    await page.click(`button[name=teller][value='${teller}']`);
    await page.click("button[name=happening][value='']");
    await look(`tell, ${teller}`);
  }
  await page.click("form[enctype] button.govuk-button");
  await look("nothing told");
  assert.equal(await page.locator(".govuk-error-summary").count(), 1, "an empty report was not told");
  await page.fill("textarea[name=text]", "x".repeat(20_001));
  await page.click("form[enctype] button.govuk-button");
  await look("a text that is too long");
  const receipt = await tell(page, base, { query, teller: "16-17", happening: "wants-to-meet", text }, look);
  await page.click("form[action*='/card'] button");
  await look("card");
  for (const typed of ["no receipt", `${receipt.digits.slice(0, -1)}x`]) {
    await openThread(page, base, query, typed);
    await look("a receipt that is none");
  }
  await openThread(page, base, query, receipt.digits);
  await look("an empty thread");
  await page.fill("textarea[name=text]", text);
  await page.click("form#further button.govuk-button");
  await look("a message sent");
  const report = await newest();
  await api("analyst", "/api/acts/reports.reply", { act: { report }, sealed: { 0: "⟦A fictional answer.⟧" } });
  await api("analyst", "/api/acts/reports.not-pursue", { act: { report, reason: "too-little-to-act", ground: null, told: false } });
  await openThread(page, base, query, receipt.digits);
  // This page goes on: it is never loaded to its end.
  await page.click("button[formaction*='/thread/live']", { noWaitAfter: true });
  await page.waitForSelector(".tutela-uttered--meanwhile");
  await look("a chat");
  await openThread(page, base, query, receipt.digits);
  await look("a thread with a reply, put aside");
  await page.click("button[formaction*='/thread/second-look']");
  await look("a second look");
  await page.click("button[formaction*='/thread/receipt']");
  await look("a new receipt?");
  await page.click("button[name=sure]");
  await look("a new receipt");
  await page.goto(`${base}/gone?${query}`);
  await page.fill("[name=hashes]", "not one");
  await page.click("#gone button.govuk-button");
  await look("a fingerprint that is none");
  await page.fill("[name=hashes]", Array.from({ length: 64 }, () => Math.floor(Math.random() * 16).toString(16)).join(""));
  await page.click("#gone button.govuk-button");
  await look("a fingerprint sent");
  await page.goto(`${base}/official?${query}`);
  await page.click("#official button.govuk-button");
  await look("an official's form without a word");
  await page.fill("[name=text]", text);
  await page.check("[name=duty][value=court]");
  await page.click("#official button.govuk-button");
  await look("an official's acknowledgement");
  const number = (await page.innerText("#receipt-digits")).trim();
  await openThread(page, base, query, number);
  await look("an official's thread");
  await page.goto(`${base}/opinion?${query}`);
  for (const answer of ["yes", "partly", "skipped"]) {
    await look(`opinion, ${answer}`);
    await page.click(`button[value=${answer}]`);
  }
  await look("thanks");
  await page.goto(`${base}/opinion?${query}`);
  for (let n = 0; n < 3; n++) await page.click("button[value=skipped]");
  await look("no opinion");
}

// axe finds nothing, and no text is missing. A page on which scripts do not run is shown to it once more on one on which they do.
export async function isSound(page, name, side) {
  const html = await page.content();
  assert.ok(!/⟦[a-z0-9-]+⟧/.test(html), `${name}: a text is missing`);
  const seen = side ?? page;
  if (side) {
    const copy = new URL("/copy", page.url()).href;
    await side.route(copy, (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: html }));
    await side.goto(copy);
    await side.unroute(copy);
  }
  await seen.evaluate(axeSource);
  const found = await seen.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 2).join(" | ").slice(0, 300)}`), [], name);
}

// What is cut off or hangs over the edge. Runs in the page. A box that scrolls of itself, as a wide table does, may hold more than it shows.
export function cutOff() {
  const found = [];
  const edge = innerWidth;
  const told = (element) => `<${element.tagName.toLowerCase()}${element.className && typeof element.className === "string" ? ` class="${element.className}"` : ""}> ${(element.innerText ?? "").slice(0, 60)}`;
  const root = document.scrollingElement;
  if (root.scrollWidth > edge) found.push(`the page is ${root.scrollWidth} px wide and the screen ${edge}`);
  const styled = new Map();
  const style = (element) => styled.get(element) ?? styled.set(element, getComputedStyle(element)).get(element);
  const isHiddenForEyes = (element) => { const s = style(element); return s.position === "absolute" && (s.clipPath !== "none" || s.clip !== "auto") && element.clientWidth <= 2; };
  const ancestors = (element) => { const all = []; for (let one = element.parentElement; one; one = one.parentElement) all.push(one); return all; };
  for (const element of document.body.querySelectorAll("*")) {
    if (!element.checkVisibility() || element.closest("svg, option, .govuk-skip-link, .govuk-visually-hidden")) continue;
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0 || isHiddenForEyes(element)) continue;
    const above = ancestors(element);
    if (above.some(isHiddenForEyes)) continue;
    const scrolls = above.some((one) => ["auto", "scroll"].includes(style(one).overflowX) && one !== document.body && one !== document.documentElement);
    if (!scrolls && (box.right > edge + 1 || box.left < -1)) found.push(`beyond the edge (${Math.round(box.left)} to ${Math.round(box.right)}): ${told(element)}`);
    const hides = ["hidden", "clip"].includes(style(element).overflowX) || ["BUTTON", "SUMMARY"].includes(element.tagName);
    if (hides && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 2 && style(element).display !== "inline") found.push(`cut off: ${told(element)}`);
    if (style(element).textOverflow === "ellipsis" && element.scrollWidth > element.clientWidth) found.push(`cut by an ellipsis: ${told(element)}`);
  }
  // The last bracket of each text stands where its box does.
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const at = node.data.lastIndexOf("⟧");
    const element = node.parentElement;
    if (at < 0 || !element.checkVisibility() || element.closest("option, textarea, .govuk-skip-link, .govuk-visually-hidden")) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    const bracket = range.getBoundingClientRect();
    for (const box of [element, ...ancestors(element)]) {
      if (isHiddenForEyes(box)) break;
      if (["auto", "scroll"].includes(style(box).overflowX) && box !== document.body) break;
      if (!["hidden", "clip"].includes(style(box).overflowX)) continue;
      const around = box.getBoundingClientRect();
      if (bracket.right > around.right + 1 || bracket.left < around.left - 1 || bracket.bottom > around.bottom + 2) { found.push(`the last bracket is cut: ${told(element)}`); break; }
    }
  }
  return [...new Set(found)];
}

// The chief pages of the staff, each with a role that may see it.
export async function staffPages(doors) {
  const report = (await asStaff(doors).api("analyst", "/api/lists/reports/queue?per_page=1")).rows[0].report;
  return [
    ["analyst", "/"], ["analyst", "/lists/reports/queue"], ["analyst", `/reports/${report}`], ["analyst", `/acts/reports.reply?report=${report}`],
    ["analyst", `/acts/reports.not-pursue?report=${report}`], ["analyst", "/lists/known-material/leads"], ["analyst", "/lists/reports/calls"], ["analyst", "/purpose"],
    ["investigator", "/"], ["investigator", "/lists/cases/files"], ["investigator", "/lists/cases/proceedings"], ["investigator", "/acts/cases.name-suspect"],
    ["overseer", "/overseer"], ["overseer", "/lists/journal/refusals"], ["overseer", "/lists/oversight/findings"],
    ["analyst", "/views"], ["analyst", "/habits"], ["prosecutor", "/"], ["court-officer", "/"], ["victim-support", "/"], ["statistician", "/"], ["overseer", "/"], ["administrator", "/"],
    ["administrator", "/texts"], ["administrator", "/terms"], ["administrator", "/acts/oversight.set-working-week"], ["statistician", "/demand-map"],
  ];
}

// Goes through them in one page for each role, signed in.
export async function everyStaffPage(browser, doors, lang, viewport, look) {
  const pages = [["nobody", "/sign-in"], ...(await staffPages(doors))];
  for (const role of new Set(pages.map(([role]) => role))) {
    const context = await browser.newContext({ viewport });
    const page = role === "nobody" ? await context.newPage() : await asStaff(doors).signIn(context, role);
    for (const [, path] of pages.filter(([one]) => one === role)) {
      await page.setViewportSize(viewport);
      await page.goto(`${doors.staff}${path}${path.includes("?") ? "&" : "?"}lang=${lang}`);
      await look(page, `${role} ${path.slice(0, 40)}`);
    }
    await context.close();
  }
}
