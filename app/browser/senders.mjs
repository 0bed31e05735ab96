// The sender's page at the machine door: by a key alone, without scripts. Run after tests.mjs, against the same demo.
import { readFileSync } from "node:fs";
import assert from "node:assert/strict";
import { axeSource, check, counted, launched } from "./shared.mjs";

const doors = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { url, user, password, sandbox } = doors.cybertipline;
const door = url.replace(/\/ispws$/, "");
const browser = await launched();
const basic = (name, secret) => `Basic ${Buffer.from(`${name}:${secret}`).toString("base64")}`;

async function opened(key, width) {
  const context = await browser.newContext({ viewport: { width: width ?? 1000, height: 740 }, httpCredentials: { username: key.user, password: key.password }, javaScriptEnabled: true });
  return { context, page: await context.newPage() };
}

// What every page must be: no text is missing, it fits, axe finds nothing.
async function sound(page, width) {
  const body = await page.content();
  assert.ok(!body.includes("⟦"), `a text is missing: ${body.match(/⟦[^⟧]*⟧/g)?.slice(0, 5)}`);
  assert.ok(!/<script(?![^>]*src="\/assets\/)/.test(body), "an inline script");
  if (width) {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `${page.url()} is ${wide} px wide`);
  }
  await page.evaluate(axeSource);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 2).join(" | ").slice(0, 300)}`), []);
}

await check("nobody reads without a key, and no other site sends what a browser knows the key of", async () => {
  assert.equal((await fetch(`${door}/sender`)).status, 401);
  assert.equal((await fetch(`${door}/sender`, { headers: { authorization: basic(user, "wrong") } })).status, 401);
  const elsewhere = await fetch(`${door}/sender/webhook/test`, { method: "POST", headers: { authorization: basic(user, password), origin: "https://elsewhere.example" } });
  assert.equal(elsewhere.status, 403);
});

// A report that stands on the page.
const sent = await fetch(`${door}/v1/reports`, { method: "POST", headers: { authorization: basic(user, password), "content-type": "application/json", "idempotency-key": `browser-${Date.now()}` }, body: JSON.stringify({ text: `A fictional report of a platform, ${Date.now()}.` }) });
assert.equal(sent.status, 201);
const { report } = await sent.json();

for (const [language, width] of [["en", 320], ["ar", 320], ["en", 1000]]) {
  await check(`each page of a sender is sound, in ${language}, ${width} px`, async () => {
    const { context, page } = await opened({ user, password }, width);
    for (const path of ["", "/reports", "/reports?stage=received", "/reports?stage=became-case", "/webhook", "/key"]) {
      const answer = await page.goto(`${door}/sender${path}${path.includes("?") ? "&" : "?"}lang=${language}`);
      assert.equal(answer.status(), 200, path);
      assert.equal(await page.getAttribute("html", "lang"), language);
      await sound(page, width);
    }
    await page.goto(`${door}/sender/reports?lang=${language}`);
    assert.ok((await page.content()).includes(report), "the report that was just sent comes first");
    await context.close();
  });
}

await check("a webhook is laid down, a wrong one is told at its field, a trial goes out, it is ended", async () => {
  const { context, page } = await opened({ user, password });
  await page.goto(`${door}/sender/webhook?lang=en`);
  await page.fill("[name=address]", "ftp://platform.example/in");
  await page.click("form[action^='/sender/webhook?'] button");
  assert.ok((await page.innerText("main")).includes("is no address that a webhook may have"));
  assert.equal(await page.inputValue("[name=address]"), "ftp://platform.example/in", "nothing typed is lost");
  await sound(page);
  // By keyboard alone.
  await page.fill("[name=address]", "http://127.0.0.1:9/in");
  await page.press("[name=address]", "Enter");
  assert.match(await page.innerText("main"), /whsec_[A-Za-z0-9+/=]{44}/, "the secret is shown once");
  await sound(page);
  await page.goto(`${door}/sender/webhook?lang=en`);
  assert.ok(!(await page.content()).includes("whsec_M") && !/whsec_[A-Za-z0-9+/=]{44}/.test(await page.content()));
  await page.click("form[action^='/sender/webhook/test'] button");
  assert.ok(page.url().includes("done=tested"), page.url());
  for (let times = 0; times < 100 && !(await page.innerText("main")).includes("Not delivered"); times += 1) await page.goto(`${door}/sender/webhook?state=dead&lang=en`);
  assert.ok((await page.innerText("main")).includes("Not delivered"));
  await sound(page);
  await page.click("form[action^='/sender/webhook/end'] button");
  assert.ok(page.url().includes("done=ended"), page.url());
  await context.close();
});

await check("a sender opens its next key by itself, and the old one opens no second", async () => {
  const { context, page } = await opened(sandbox);
  const name = `fictional-next-${Date.now()}`;
  const change = async (typed) => {
    await page.goto(`${door}/sender/key?lang=en`);
    await page.fill("[name=name]", typed);
    await page.click("main form button");
  };
  await change("No Name");
  assert.ok((await page.innerText("main")).includes("is no name of a key"));
  await sound(page);
  await change(name);
  const [, secret] = (await page.innerText("main")).match(new RegExp(`${name}:(\\S+)`));
  await sound(page);
  assert.equal((await fetch(`${door}/sender`, { headers: { authorization: basic(name, secret) } })).status, 200);
  await change(`${name}-b`);
  assert.ok((await page.innerText("main")).includes("has a successor already"));
  await context.close();
});

await check("the file of reports has a line each", async () => {
  const file = await (await fetch(`${door}/sender/reports.csv`, { headers: { authorization: basic(user, password) } })).text();
  const lines = file.trim().split("\r\n");
  assert.equal(lines[0], "report,number,status,received_at,changed_at,needed,sequence");
  assert.ok(lines.some((line) => line.startsWith(`${report},,received,`)), file.slice(0, 300));
});

await browser.close();
console.log(`${counted.passed} passed, ${counted.failed} failed`);
process.exit(counted.failed ? 1 : 0);
