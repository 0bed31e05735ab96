// Pictures for the guides, of a demo's doors: node pictures.mjs DOORS_FILE FOLDER. Everything in them is fictional.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync, inflateSync } from "node:zlib";
import { check, done } from "./steady.mjs";
import { asStaff, tell } from "./walk.mjs";

const doors = JSON.parse(readFileSync(process.argv[2], "utf8"));
const folder = process.argv[3];
const { signIn, newest } = asStaff(doors);

// Colours of a picture at most. A page has few, and the shades at the edges of letters are not missed.
const COLOURS = 256;
// Bits of a colour that are told apart before colours are counted.
const FINE = 0xf8;

const crcTable = Array.from({ length: 256 }, (_, n) => { let c = n; for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1; return c >>> 0; });
const crc = (bytes) => { let c = 0xffffffff; for (const b of bytes) c = crcTable[(c ^ b) & 255] ^ (c >>> 8); return (c ^ 0xffffffff) >>> 0; };
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const out = Buffer.alloc(8 + body.length);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), 4 + body.length);
  return out;
}

// The bytes of each pixel of a PNG as Chromium writes it: 8 bits a channel, not interlaced.
function pixels(png) {
  const [width, height, channels] = [png.readUInt32BE(16), png.readUInt32BE(20), png[25] === 6 ? 4 : 3];
  const parts = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) if (png.toString("latin1", at + 4, at + 8) === "IDAT") parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const raw = inflateSync(Buffer.concat(parts));
  const line = width * channels;
  const out = Buffer.alloc(line * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (line + 1)];
    for (let x = 0; x < line; x++) {
      const left = x >= channels ? out[y * line + x - channels] : 0;
      const up = y > 0 ? out[(y - 1) * line + x] : 0;
      const corner = y > 0 && x >= channels ? out[(y - 1) * line + x - channels] : 0;
      const guess = left + up - corner;
      const [a, b, c] = [left, up, corner].map((one) => Math.abs(guess - one));
      const paeth = a <= b && a <= c ? left : b <= c ? up : corner;
      out[y * line + x] = raw[y * (line + 1) + 1 + x] + [0, left, up, (left + up) >> 1, paeth][filter];
    }
  }
  return { width, height, channels, out };
}

// The same picture with a palette: a third of the bytes.
function small(png) {
  const { width, height, channels, out } = pixels(png);
  const count = new Map();
  const key = (at) => ((out[at] & FINE) << 16) | ((out[at + 1] & FINE) << 8) | (out[at + 2] & FINE);
  const exact = new Map();
  for (let at = 0; at < out.length; at += channels) {
    const one = key(at);
    count.set(one, (count.get(one) ?? 0) + 1);
    const true_ = (out[at] << 16) | (out[at + 1] << 8) | out[at + 2];
    const shades = exact.get(one) ?? exact.set(one, new Map()).get(one);
    shades.set(true_, (shades.get(true_) ?? 0) + 1);
  }
  const chosen = [...count].sort((a, b) => b[1] - a[1]).slice(0, COLOURS).map(([one]) => one);
  // Each colour is shown as its commonest shade.
  const palette = chosen.map((one) => [...exact.get(one)].sort((a, b) => b[1] - a[1])[0][0]);
  const parts = (one) => [one >> 16, (one >> 8) & 255, one & 255];
  const nearest = (one) => {
    const [r, g, b] = parts(one);
    let best = [Infinity, 0];
    palette.forEach((colour, n) => { const [x, y, z] = parts(colour); const far = (r - x) ** 2 + (g - y) ** 2 + (b - z) ** 2; if (far < best[0]) best = [far, n]; });
    return best[1];
  };
  const place = new Map([...count.keys()].map((one) => [one, chosen.includes(one) ? chosen.indexOf(one) : nearest(one)]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = place.get(key((y * width + x) * channels));
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([png.subarray(0, 8), chunk("IHDR", head), chunk("PLTE", Buffer.from(palette.flatMap(parts))), chunk("IDAT", deflateSync(rows, { level: 9, memLevel: 9 })), chunk("IEND", Buffer.alloc(0))]);
}

async function taken(page, name, most) {
  // No cursor and no ring of a focus that nobody set.
  await page.evaluate(() => document.activeElement?.blur());
  const { width } = page.viewportSize();
  // As high as the page, so that the way out stands at the foot of the picture as it does at that of a screen.
  const high = await page.evaluate(() => document.body.scrollHeight);
  await page.setViewportSize({ width, height: Math.min(high, most) });
  const png = small(await page.screenshot({ animations: "disabled" }));
  writeFileSync(join(folder, `${name}.png`), png);
  console.log(`     ${name}.png: ${png.readUInt32BE(16)} by ${png.readUInt32BE(20)}, ${png.length} bytes`);
}

const DOOR = { viewport: { width: 420, height: 740 }, colorScheme: "light" };
await check("the public door", 90_000, async (browser) => {
  const context = await browser.newContext(DOOR);
  const page = await context.newPage();
  await page.goto(`${doors.public}/?lang=ar`);
  await taken(page, "door-ar", 1000);
  const wanted = { first: "door-first", "what, under-10": "door-what", "tell, under-10 threatens-to-share": "door-tell", "receipt, under-10": "door-receipt" };
  await tell(page, doors.public, { query: "lang=en", teller: "under-10", happening: "threatens-to-share", text: "A fictional report for a picture." }, async (name) => { if (wanted[name]) await taken(page, wanted[name], 1000); });
  await context.close();
});

// Wide tables, and pictures of 1,000 pixels all the same.
const STAFF = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1000 / 1280, colorScheme: "light" };
async function staff(role, shots) {
  await check(`the staff door, ${role}`, 90_000, async (browser) => {
    const context = await browser.newContext(STAFF);
    const page = await signIn(context, role);
    for (const [name, path, most] of shots) {
      if (path.startsWith(".")) await page.click(path);
      else await page.goto(`${doors.staff}${path}${path.includes("?") ? "&" : "?"}lang=en`);
      await taken(page, name, most);
    }
    await context.close();
  });
}
const report = await newest();
await staff("analyst", [["start", "/", 800], ["queue", ".tutela-nav a[href*='/lists/reports/queue']", 1200], ["report", `/reports/${report}`, 1300]]);
await staff("administrator", [["texts", "/texts", 1000], ["ways", "/lists/calling/ways", 1000]]);
await done();
