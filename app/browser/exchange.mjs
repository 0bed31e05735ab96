// Exchange with other hotlines: a hotline is proposed by one and approved by another, an address waits for it, is kept here and let go. Run
// after tests.mjs, against the same demo, which speaks with no hotline.
import { readFileSync } from "node:fs";
import assert from "node:assert/strict";
import { axeSource, check, counted, launched } from "./shared.mjs";

const doors = JSON.parse(readFileSync(process.argv[2], "utf8"));
const browser = await launched();

const account = (role) => doors.accounts.find((one) => one.role === role);
const held = (role) => doors.tokens.find((one) => one.name === account(role).user).token;
const api = async (role, path, method = "GET", body = undefined, type = "application/json") => {
  const headers = { authorization: `Bearer ${held(role)}`, "content-type": type };
  const answer = await fetch(`${doors.staff}${path}`, { method, headers, body });
  const told = await answer.json();
  assert.ok(answer.ok, `${path}: ${answer.status} ${JSON.stringify(told)}`);
  return told;
};

async function signedIn(role, language, width) {
  const context = await browser.newContext({ viewport: { width, height: 740 } });
  const { user, password } = account(role);
  const page = await context.newPage();
  await page.goto(`${doors.staff}/sign-in?lang=${language}`);
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
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= width, `the page is ${wide} px wide`);
  await page.evaluate(axeSource);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 2).join(" | ").slice(0, 300)}`), []);
}

await check("a hotline is proposed by one and approved by another", async () => {
  const units = await api("administrator", "/api/lists/access/units?per_page=100");
  const unit = units.rows.find((row) => row.kind === "hotline") ?? units.rows[0];
  const proposer = await signedIn("administrator", "en", 1000);
  await proposer.goto(`${doors.staff}/exchange`);
  await sound(proposer, 1000);
  await proposer.click("a[href^='/acts/exchange.propose-peer']");
  const fields = { name: "Fictional hotline", endpoint: "http://127.0.0.1:9/api", countries: "FR LU", unit: unit.unit };
  for (const [name, value] of Object.entries(fields)) {
    await proposer.fill(`[name='${name}']`, value);
  }
  for (const slot of [0, 1]) await proposer.fill(`[name='sealed-${slot}']`, "fictional");
  const send = () => proposer.click("main form button:not([name])");
  await send();
  assert.match(await proposer.textContent("main"), /another machine/, "this machine is nowhere else");
  await proposer.fill("[name=endpoint]", "https://hotline.example/api");
  for (const slot of [0, 1]) await proposer.fill(`[name='sealed-${slot}']`, "fictional");
  await send();
  await proposer.goto(`${doors.staff}/exchange`);
  assert.equal(await proposer.locator("a[href^='/acts/exchange.approve-peer']").count(), 0, "nobody approves their own");
  const other = await signedIn("overseer", "en", 1000);
  await other.goto(`${doors.staff}/exchange`);
  await other.click("a[href^='/acts/exchange.approve-peer']");
  await other.click("main form button:not([name])");
  await other.goto(`${doors.staff}/exchange`);
  assert.match(await other.textContent("main"), /https:\/\/hotline\.example\/api/);
  assert.ok(!(await other.content()).includes("fictional\""), "no credentials are shown");
  const peers = await api("overseer", "/api/lists/exchange/peers");
  assert.deepEqual(peers.rows.map((row) => [row.countries, row.peer_state]), [["FR LU", "open"]]);
});

let address;
await check("an address that two people graded waits for the hotline of its State", async () => {
  for (const role of ["analyst", "investigator"]) {
    const took = await api(role, "/api/takedown/addresses?source=police", "POST", "https://host.example/exchanged", "text/plain");
    address = took.first;
    await api(role, "/api/acts/takedown.grade-address", "POST", JSON.stringify({ act: { address, country: "NL", label: "baseline" } }));
  }
  const waiting = await api("analyst", `/api/exchange/addresses/${address}`);
  assert.equal(waiting.exchange_state, "waiting");
  assert.ok(!JSON.stringify(waiting).includes("host.example"), "the address itself is not told");
});

for (const [language, width] of [["en", 320], ["ar", 320], ["ar", 1000]]) {
  await check(`its page and lists are sound in ${language}, ${width} px`, async () => {
    const page = await signedIn("analyst", language, width);
    const rtl = await page.evaluate(() => document.documentElement.dir);
    assert.equal(rtl, language === "ar" ? "rtl" : "ltr");
    for (const path of ["/exchange", `/exchange/addresses/${address}`]) {
      await page.goto(`${doors.staff}${path}`);
      await sound(page, width);
    }
    await page.goto(`${doors.staff}/exchange/addresses/${address}`);
    await page.click("a[href^='/acts/exchange.hold-back']");
    await sound(page, width);
    const before = (await api("analyst", `/api/exchange/addresses/${address}`)).held_back;
    await page.check(`[name=back][value=${before === "yes" ? "no" : "yes"}]`);
    await page.click("main form button:not([name])");
    const after = (await api("analyst", `/api/exchange/addresses/${address}`)).held_back;
    assert.notEqual(before, after, "it is kept here, or let go again");
  });
}

await browser.close();
console.log(`${counted.passed} passed, ${counted.failed} failed`);
process.exit(counted.failed === 0 ? 0 : 1);
