// Originals that go to a lawful unit: recipients, a handover by two people, the package, the chain. Run after tests.mjs.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import assert from "node:assert/strict";
import { atTheDesk } from "./officers.mjs";
import { check, counted, launched } from "./shared.mjs";

const doors = JSON.parse(readFileSync(process.argv[2], "utf8"));
const browser = await launched();
const { api, signedIn, sound } = atTheDesk(doors, browser);

// A public key of age that nobody here can open.
const KEY = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
const fingerprint = createHash("sha256").update(KEY).digest("hex").slice(0, 16);
const until = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
const send = (page) => page.click("main form button.govuk-button");
const chosen = (page, name, code) => page.locator(`input[name=${name}][value='${code}']`).count()
  .then((boxes) => boxes ? page.check(`input[name=${name}][value='${code}']`) : page.selectOption(`select[name=${name}]`, code));

// A fictional report by machine: its document is an original that every unit may know of.
async function reported() {
  const { url, user, password } = doors.cybertipline;
  const headers = { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` };
  const document = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><report><incidentSummary><incidentType>Online Enticement of Children for Sexual Acts</incidentType>"
    + "<platform>Fictional platform</platform><incidentDateTime>2026-01-05T10:00:00Z</incidentDateTime></incidentSummary>"
    + "<reporter><reportingPerson><email>trust@platform.example</email></reportingPerson></reporter></report>";
  const opened = await fetch(`${url}/submit`, { method: "POST", headers: { ...headers, "content-type": "text/xml" }, body: document });
  const number = (await opened.text()).match(/<reportId>(\d+)/)[1];
  const ended = await fetch(`${url}/finish`, { method: "POST", headers: { ...headers, "content-type": "application/x-www-form-urlencoded" }, body: `id=${number}` });
  assert.ok((await ended.text()).includes("<responseCode>0<"));
  for (let n = 0; n < 100; n++) {
    const row = (await api("investigator", "/api/lists/evidence/originals?per_page=500")).rows.find((one) => !used.has(one.record));
    if (row) { used.add(row.record); return row.record; }
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.fail("no original that two units know of");
}
const used = new Set();

await check("a recipient is named by two people, and the page does not tell what is to be compared", async () => {
  const { context, page } = await signedIn("administrator");
  await page.goto(`${doors.staff}/evidence?lang=en`);
  await sound(page, "where evidence begins");
  await page.click("main a[href*='/acts/evidence.propose-recipient']");
  await sound(page, "the form of a recipient");
  await page.fill("[name=recipient_name]", "Police of a fictional State");
  await page.fill("[name=public_key]", "age1nonsense");
  await page.fill("[name=until]", until);
  await send(page);
  assert.ok((await page.innerText("main")).includes("age recipient"), "what is no key is told at its field");
  await page.fill("[name=public_key]", KEY);
  await send(page);
  assert.ok(page.url().includes("/evidence/recipients/"), page.url());
  assert.ok(!(await page.content()).includes(fingerprint), "it is compared, not copied");
  await sound(page, "a recipient that waits");
  const address = page.url();
  await context.close();

  const second = await signedIn("overseer");
  await second.page.goto(address);
  await second.page.click("main a[href*='/acts/evidence.approve-recipient']");
  await second.page.fill("[name=fingerprint]", fingerprint);
  await sound(second.page, "the form that approves");
  await send(second.page);
  assert.ok((await second.page.innerText("main")).includes(fingerprint), await second.page.innerText("main"));
  await sound(second.page, "a recipient in force");
  await second.context.close();
});

let handover;
await check("an original goes from one person to another to its package", async () => {
  const record = await reported();
  const recipients = (await api("analyst", "/api/lists/evidence/recipients?recipient_state=in-force&per_page=500")).rows;
  const recipient = recipients.find((one) => one.public_key === KEY).recipient;
  const { context, page } = await signedIn("analyst");
  await page.goto(`${doors.staff}/evidence/records/${record}?lang=en`);
  await sound(page, "originals of a record");
  await page.click("main a[href*='/acts/evidence.propose-handover']");
  await page.fill("[name=recipient]", recipient);
  await chosen(page, "basis", "court-order");
  await page.fill("[name=until]", until);
  await page.fill("[name=sealed-0]", "Order 12 of a fictional court");
  await sound(page, "the form that proposes");
  await send(page);
  assert.ok(page.url().includes("/evidence/handovers/"), page.url() + await page.innerText("main"));
  assert.ok((await page.innerText("main")).includes("Order 12 of a fictional court"));
  await sound(page, "a handover that waits");
  handover = page.url().match(/handovers\/([0-9a-f]{32})/)[1];

  const there = await signedIn("investigator");
  await there.page.goto(`${doors.staff}/evidence/handovers/${handover}?lang=en`);
  await there.page.click("main a[href*='/acts/evidence.approve-handover']");
  await sound(there.page, "the form that approves");
  await send(there.page);
  await there.context.close();

  for (let n = 0; n < 100 && !(await page.locator("form[action$='/package']").count()); n++) {
    await new Promise((done) => setTimeout(done, 100));
    await page.goto(`${doors.staff}/evidence/handovers/${handover}?lang=en`);
  }
  await sound(page, "a handover that is packed");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("form[action$='/package'] button")]);
  const bytes = readFileSync(await download.path());
  assert.ok(bytes.subarray(0, 21).toString() === "age-encryption.org/v1", "what leaves is encrypted");
  await page.reload();
  assert.ok((await page.innerText("main")).includes("Fetched, no receipt yet"));
  const chain = await api("analyst", `/api/evidence/handovers/${handover}/custody`);
  assert.equal(chain.format, "tutela-custody/1");
  await context.close();
});

await check("evidence is sound in Arabic at 320 px", async () => {
  const { context, page } = await signedIn("analyst", { viewport: { width: 320, height: 640 } });
  for (const path of ["/evidence", "/lists/evidence/handovers", "/lists/evidence/recipients", "/lists/evidence/hands", "/lists/evidence/originals", `/evidence/handovers/${handover}`]) {
    await page.goto(`${doors.staff}${path}?lang=ar`);
    await sound(page, path);
  }
  await page.click("main a[href*='/acts/evidence.tell-hand']");
  await sound(page, "the form of a hand");
  await context.close();
});

await browser.close();
console.log(`${counted.passed} passed, ${counted.failed} failed`);
process.exit(counted.failed ? 1 : 0);
