// What tests of the desk share: the API as a role of the demo, a report of a test, somebody signed in, and what must hold of each page.
import assert from "node:assert/strict";
import { axeSource } from "./shared.mjs";

export function atTheDesk(doors, browser) {
  const account = (role) => doors.accounts.find((one) => one.role === role);
  const token = (role) => doors.tokens.find((one) => one.name === account(role).user).token;
  async function api(role, path, body, wanted = 200) {
    const answer = await fetch(`${doors.staff}${path}`, {
      method: body ? "POST" : "GET",
      headers: { authorization: `Bearer ${token(role)}`, "content-type": "application/json" },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    assert.equal(answer.status, wanted, text);
    return JSON.parse(text);
  }

  // A report of a test at the public door; its number, as the queue has it then.
  async function reported(words, danger = "safe") {
    const sent = await fetch(`${doors.public}/api/reports`, {
      method: "POST", headers: { "content-type": "application/json" },
      body: JSON.stringify({ text: words, by: "professional", danger, age: "16-17" }),
    });
    assert.equal(sent.status, 200, await sent.text());
    return (await api("analyst", "/api/lists/reports/queue?sort=-filed_at&per_page=1")).rows[0].report;
  }

  const cookies = new Map();
  async function signedIn(role, options = {}) {
    const context = await browser.newContext({ viewport: { width: 1100, height: 900 }, ...options, storageState: cookies.get(role) });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    if (!cookies.has(role)) {
      await page.goto(`${doors.staff}/sign-in?lang=en`);
      await page.fill("[name=user]", account(role).user);
      await page.fill("[name=password]", account(role).password);
      await page.selectOption("[name=purpose]", { index: 2 });
      await page.click("form[action='/sign-in'] button.govuk-button:not([data-passkey-go])");
      assert.ok(!page.url().includes("/sign-in"), `${role} was not let in`);
      cookies.set(role, await context.storageState());
    }
    return { context, page };
  }

  async function sound(page, name) {
    const body = await page.content();
    assert.ok(!body.includes("⟦"), `${name}: a text is missing: ${body.match(/⟦[^⟧]*⟧/g)?.slice(0, 5)}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${name} is ${wide} px too wide`);
    await page.evaluate(axeSource);
    const found = await page.evaluate(() => globalThis.axe.run());
    assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 2).join(" | ").slice(0, 300)}`), [], name);
  }
  return { account, api, reported, signedIn, sound };
}
