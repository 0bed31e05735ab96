// Signing in with a passkey: a virtual authenticator of Chromium keeps it. Run after tests.mjs, against the same demo.
import { readFileSync } from "node:fs";
import assert from "node:assert/strict";
import { axeSource, check, counted, launched } from "./shared.mjs";

const doors = JSON.parse(readFileSync(process.argv[2], "utf8"));
// A passkey belongs to a name: this machine's, not its number.
const staff = doors.staff.replace("127.0.0.1", "localhost");
const browser = await launched();

const account = (role) => doors.accounts.find((one) => one.role === role);
const held = (role) => doors.tokens.find((one) => one.name === account(role).user);
async function api(role, path, body) {
  const answer = await fetch(`${doors.staff}${path}`, {
    method: body ? "POST" : "GET",
    headers: { authorization: `Bearer ${held(role).token}`, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  return JSON.parse(text);
}

// A page with a device that keeps passkeys and has checked who holds it.
async function withDevice(context) {
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const session = await context.newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  return { page, session, authenticatorId };
}

async function byPassword(page, role) {
  await page.goto(`${staff}/sign-in?lang=en`);
  await page.fill("[name=user]", account(role).user);
  await page.fill("[name=password]", account(role).password);
  await page.selectOption("[name=purpose]", { index: 2 });
  await page.click("form[action='/sign-in'] button.govuk-button:not([data-passkey-go])");
  assert.ok(!page.url().includes("/sign-in"), `${role} was not let in`);
}

async function byPasskey(page) {
  await page.goto(`${staff}/sign-in?lang=en`);
  await page.selectOption("[name=purpose]", { index: 2 });
  await Promise.all([page.waitForNavigation(), page.click("[data-passkey-go]")]);
}

async function sound(page, language) {
  const body = await page.content();
  assert.ok(!body.includes("⟦"), `a text is missing: ${body.match(/⟦[^⟧]*⟧/g)?.slice(0, 5)}`);
  await page.evaluate(axeSource);
  const found = await page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 2).join(" | ").slice(0, 300)}`), []);
  assert.equal(await page.getAttribute("html", "lang"), language);
}

await check("a passkey is added, signs in without a name, proves it once more, is named and removed", async () => {
  const context = await browser.newContext();
  const { page, session, authenticatorId } = await withDevice(context);
  await byPassword(page, "analyst");
  await page.goto(`${staff}/ways`);
  await page.fill("[name=label]", "a fictional key");
  await Promise.all([page.waitForNavigation(), page.click("[data-passkey-go]")]);
  assert.ok((await page.innerText("main")).includes("a fictional key"), await page.innerText("main"));
  const { credentials } = await session.send("WebAuthn.getCredentials", { authenticatorId });
  assert.equal(credentials.length, 1);
  assert.equal(credentials[0].rpId, "localhost");

  await context.clearCookies();
  await byPasskey(page);
  assert.equal(new URL(page.url()).pathname, "/", "the passkey did not sign in");
  assert.ok((await page.innerText("header")).includes(account("analyst").user));

  await page.goto(`${staff}/sign-in/again?next=/ways`);
  await Promise.all([page.waitForNavigation(), page.click("[data-passkey-go]")]);
  assert.equal(new URL(page.url()).pathname, "/ways", "the passkey did not prove it once more");

  // A device that did not check who holds it: the browser gives nothing, and says so on the page.
  await session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
  await page.goto(`${staff}/sign-in/again?next=/ways`);
  await page.click("[data-passkey-go]");
  await page.waitForSelector("[data-passkey-failed]:not([hidden])");
  await session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: true });

  await page.goto(`${staff}/ways`);
  await page.selectOption("[name=number]", { index: 1 });
  await page.fill("[name=new_label]", "another name");
  await Promise.all([page.waitForNavigation(), page.click("form[action='/ways/change'] button:not([name=remove])")]);
  assert.ok((await page.innerText("main")).includes("another name"));
  await page.selectOption("[name=number]", { index: 1 });
  await Promise.all([page.waitForNavigation(), page.click("button[name=remove]")]);
  assert.equal(await page.locator("[name=number]").count(), 0, "it was not removed");

  await context.clearCookies();
  await byPasskey(page);
  assert.equal(new URL(page.url()).pathname, "/sign-in", "a removed passkey signs in");
  assert.equal(await page.locator(".govuk-error-summary").count(), 1);
  await context.close();
});

await check("an account begins with a passkey alone, and it is never removed as the last way", async () => {
  const number = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  for (const role of ["administrator", "overseer"]) {
    // The proof gives a new token, and the one before opens nothing any more.
    held(role).token = (await api(role, "/api/sign-in/again", { password: account(role).password })).token;
  }
  const { rows } = await api("overseer", "/api/lists/access/units?per_page=1");
  await api("administrator", "/api/acts/access.propose-account", { act: { account: number, staff_role: "analyst", unit: rows[0].unit } });
  const { proposal } = await api("overseer", `/api/accounts/${number}`);
  await api("overseer", "/api/acts/access.approve-account", { act: { account: number, proposal } });
  const { link } = await api("overseer", `/api/accounts/${number}`);
  const { code } = await api("administrator", `/api/accounts/${number}`);
  const context = await browser.newContext();
  const { page } = await withDevice(context);
  await page.goto(`${staff}${link}?lang=en`);
  await sound(page, "en");
  await page.fill("[name=link_code]", code);
  await page.fill("[name=user]", "keyed");
  await Promise.all([page.waitForNavigation(), page.click("[data-passkey-go]")]);
  assert.ok((await page.innerText("main")).includes("keyed"), await page.innerText("main"));
  await byPasskey(page);
  assert.equal(new URL(page.url()).pathname, "/");
  await page.goto(`${staff}/ways`);
  await page.selectOption("[name=number]", { index: 1 });
  await Promise.all([page.waitForNavigation(), page.click("button[name=remove]")]);
  assert.equal(await page.locator(".govuk-error-summary").count(), 1, "the last way was removed");
  for (const [language, path] of [["ar", "/ways"], ["en", "/ways"], ["ar", "/password"], ["en", "/sign-in/again"], ["ar", "/second-factor"]]) {
    await page.goto(`${staff}${path}?lang=${language}`);
    await sound(page, language);
  }
  await context.close();
});

await check("without scripts everything else works, and no button is shown that does nothing", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${staff}/sign-in?lang=en`);
  assert.equal(await page.locator("[data-passkey-go]").isVisible(), false);
  await byPassword(page, "analyst");
  await page.goto(`${staff}/ways`);
  assert.equal(await page.locator("[data-passkey-go]").isVisible(), false);
  await page.goto(`${staff}/password`);
  await page.fill("[name=password]", "short");
  await page.click("form[action='/password'] button");
  assert.equal(await page.locator(".govuk-error-summary").count(), 1);
  await context.close();
});

await browser.close();
console.log(`${counted.passed} passed, ${counted.failed} failed`);
process.exit(counted.failed === 0 ? 0 : 1);
