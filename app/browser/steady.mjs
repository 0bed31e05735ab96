// A Chromium in a process of its own, so that one which no longer answers can be ended; and checks that survive its end.
// Chromium itself may crash or fall silent on a small machine; that says nothing about our pages. More than three times are no accident.
import { chromium } from "playwright-core";

const launch = () => chromium.launchServer({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell",
  args: ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--disable-gpu"],
});
let server = await launch();
let browser = await chromium.connect(server.wsEndpoint());
let faults = 0;
export const counted = { passed: 0, failed: 0 };

class Silent extends Error {}

async function inTime(test, patience) {
  let alarm;
  const late = new Promise((_, reject) => { alarm = setTimeout(() => reject(new Silent(`nothing within ${patience / 1000} s`)), patience); });
  try { await Promise.race([test(browser), late]); } finally { clearTimeout(alarm); }
}

// A test is given the browser. `patience` is what it may take, in milliseconds.
export async function check(name, patience, test) {
  try {
    const began = Date.now();
    await inTime(test, patience);
    counted.passed += 1;
    console.log(`ok   ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  } catch (error) {
    if ((error instanceof Silent || !browser.isConnected()) && faults < 3) {
      faults += 1;
      console.log(`     Chromium itself ${error instanceof Silent ? "fell silent" : "ended"} (${faults}); it is started again for: ${name}`);
      await server.kill();
      server = await launch();
      browser = await chromium.connect(server.wsEndpoint());
      return check(name, patience, test);
    }
    counted.failed += 1;
    console.log(`FAIL ${name}\n     ${String(error.stack ?? error).split("\n").slice(0, 60).join("\n     ")}`);
  }
}

export async function done() {
  await server.kill();
  console.log(`${counted.passed} passed, ${counted.failed} failed`);
  process.exit(counted.failed === 0 ? 0 : 1);
}
