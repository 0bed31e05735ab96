// Signing in by a real OpenID Connect provider (npm oidc-provider) on this machine, against a demo of the program named.
import { createServer } from "node:net";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import assert from "node:assert/strict";
import { axeSource, check, counted, launched } from "./shared.mjs";
import { Provider } from "oidc-provider";

const data = mkdtempSync(join(tmpdir(), "tutela-provider-"));
const free = () => new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => { const { port } = server.address(); server.close(() => resolve(port)); });
});

// Who is there, and in which groups: fictional, and changed by the tests.
const groups = { "fictional-officer": ["tutela-analysts"], "fictional-stranger": ["tutela-analysts"] };
const issuerPort = await free();
const staffPort = await free();
const issuer = `http://localhost:${issuerPort}`;
const staff = `http://localhost:${staffPort}`;
const secret = "a secret of tests, and of no node";

const provider = new Provider(issuer, {
  clients: [{ client_id: "tutela-tests", client_secret: secret, redirect_uris: [`${staff}/sign-in/provider/back`], response_types: ["code"], grant_types: ["authorization_code"] }],
  claims: { openid: ["sub"], groups: ["groups"] },
  scopes: ["openid", "groups"],
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, groups: groups[id] ?? [] }) }),
  features: { devInteractions: { enabled: true } },
  ttl: { AccessToken: 300, AuthorizationCode: 60, IdToken: 300, Interaction: 600, Session: 600, Grant: 600 },
});
const listening = provider.listen(issuerPort, "127.0.0.1");

writeFileSync(join(data, "secret"), `${secret}\n`, { mode: 0o600 });
const config = { name: "Fictional State sign-in", issuer, client_id: "tutela-tests", client_secret_file: "secret", scopes: ["groups"], groups: [{ group: "tutela-analysts", role: "analyst" }] };
writeFileSync(join(data, "provider.json"), JSON.stringify(config));
const demo = spawn(process.argv[2], ["demo", "--plain", "--json", "--port", String(staffPort), "--reports", "3", "--cases", "1", "--data", join(data, "node"), "--provider", join(data, "provider.json")], { stdio: ["ignore", "pipe", "inherit"] });
const doors = await new Promise((resolve, reject) => {
  let text = "";
  demo.stdout.on("data", (bytes) => { text += bytes; if (text.includes("\n")) resolve(JSON.parse(text)); });
  demo.on("exit", (code) => reject(new Error(`the demo ended with ${code}`)));
});

const browser = await launched();

const account = (role) => doors.accounts.find((one) => one.role === role);
async function opened() {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  return { context, page };
}

async function byPassword(page, role) {
  await page.goto(`${staff}/sign-in?lang=en`);
  await page.fill("[name=user]", account(role).user);
  await page.fill("[name=password]", account(role).password);
  await page.selectOption("[name=purpose]", { index: 2 });
  await page.click("form[action='/sign-in'] button.govuk-button:not([formaction]):not([data-passkey-go])");
  assert.ok(!page.url().includes("/sign-in"), `${role} was not let in`);
}

// The provider's own pages: who comes, and that they agree. Then back, wherever that leads.
async function atTheProvider(page, who) {
  await page.waitForURL(`${issuer}/**`);
  await page.fill("[name=login]", who);
  await page.fill("[name=password]", "any");
  await page.click("button[type=submit]");
  await agreed(page);
}
async function agreed(page) {
  const consent = page.locator("button[type=submit]");
  await page.waitForLoadState();
  if (page.url().startsWith(issuer) && (await consent.count()) > 0) await consent.click();
  await page.waitForURL((url) => url.origin === staff && !url.pathname.endsWith("/back"));
}

async function byProvider(page, who) {
  await page.goto(`${staff}/sign-in?lang=en`);
  await page.selectOption("[name=purpose]", { index: 2 });
  await page.click("button[formaction='/sign-in/provider']");
  await atTheProvider(page, who);
}

async function bind(page, who) {
  await page.goto(`${staff}/ways`);
  await page.click("form[action='/ways/provider'] button");
  await atTheProvider(page, who);
}

await check("who is bound to nobody is told so", async () => {
  const { context, page } = await opened();
  await byProvider(page, "fictional-stranger");
  const text = await page.innerText("main");
  assert.ok(text.includes("No account here is bound"), text);
  assert.equal((await context.cookies()).filter((one) => one.name === "tutela").length, 0);
  await context.close();
});

await check("an officer binds their account, signs in by the provider, and proves it once more", async () => {
  const { context, page } = await opened();
  await byPassword(page, "analyst");
  await bind(page, "fictional-officer");
  assert.equal(new URL(page.url()).pathname, "/ways");
  assert.ok((await page.innerText("main")).includes("bound to who you are there"), await page.innerText("main"));
  await context.close();

  const again = await opened();
  await byProvider(again.page, "fictional-officer");
  assert.equal(new URL(again.page.url()).pathname, "/", await again.page.innerText("main"));
  assert.ok((await again.page.innerText("header")).includes(account("analyst").user));
  await again.page.goto(`${staff}/sign-in/again?next=/ways&lang=en`);
  await again.page.evaluate(axeSource);
  const found = await again.page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(found.violations.map((one) => one.id), []);
  // The provider knows this browser by now; for a fresh proof it asks all the same.
  await again.page.click("button[formaction='/sign-in/provider/again']");
  await atTheProvider(again.page, "fictional-officer");
  assert.equal(new URL(again.page.url()).pathname, "/ways", await again.page.innerText("main"));
  await again.context.close();
});

await check("an account is not bound to somebody without the role's group", async () => {
  const { context, page } = await opened();
  await byPassword(page, "investigator");
  await bind(page, "fictional-stranger");
  assert.ok((await page.innerText("main")).includes("no group there"), await page.innerText("main"));
  await context.close();
});

await check("who left the group is refused with the reason, whatever the journal says", async () => {
  groups["fictional-officer"] = ["other-people"];
  const { context, page } = await opened();
  await byProvider(page, "fictional-officer");
  assert.ok((await page.innerText("main")).includes("no group there"), await page.innerText("main"));
  assert.equal((await context.cookies()).filter((one) => one.name === "tutela").length, 0);
  await context.close();
});

await check("a visit that did not begin in this browser lets nobody in", async () => {
  const { context, page } = await opened();
  const answer = await page.goto(`${staff}/sign-in/provider/done?code=made-up&state=made-up`);
  assert.equal(answer.status(), 422);
  assert.ok((await page.innerText("main")).includes("does not fit"), await page.innerText("main"));
  assert.deepEqual((await context.cookies()).filter((one) => one.name === "tutela"), []);
  await context.close();
});

await check("the page that leads on is sound, in both languages", async () => {
  for (const language of ["en", "ar"]) {
    const { context, page } = await opened();
    // It leads on by itself: here it is held where it is.
    await page.route(`${staff}/sign-in/provider/done*`, (route) => route.abort());
    await page.route(`${staff}/sign-in/provider/back*`, async (route) => {
      const answer = await route.fetch();
      const { refresh, ...headers } = answer.headers();
      assert.ok(refresh.startsWith("0; url=/sign-in/provider/done?"), refresh);
      await route.fulfill({ response: answer, headers });
    });
    await page.goto(`${staff}/sign-in/provider/back?code=x&state=y&lang=${language}`);
    assert.ok(!(await page.content()).includes("⟦"));
    await page.evaluate(axeSource);
    const found = await page.evaluate(() => globalThis.axe.run());
    assert.deepEqual(found.violations.map((one) => one.id), []);
    await context.close();
  }
});

await browser.close();
listening.close();
listening.closeAllConnections();
demo.removeAllListeners("exit");
const ended = new Promise((resolve) => demo.on("exit", resolve));
demo.kill("SIGTERM");
await ended;
rmSync(data, { recursive: true, force: true });
console.log(`${counted.passed} passed, ${counted.failed} failed`);
process.exit(counted.failed === 0 ? 0 : 1);
