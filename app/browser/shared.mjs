// What every browser test starts with: Chromium, a count of what held, the accessibility checker.
import { chromium } from "playwright-core";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

export const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const launched = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell",
  args: ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--disable-gpu"],
});

export const counted = { passed: 0, failed: 0 };

export async function check(name, test) {
  try {
    await test();
    counted.passed += 1;
    console.log(`ok   ${name}`);
  } catch (error) {
    counted.failed += 1;
    console.log(`FAIL ${name}\n     ${String(error.stack ?? error).split("\n").slice(0, 12).join("\n     ")}`);
  }
}
