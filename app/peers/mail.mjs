// A real SMTP server for the tests (npm smtp-server): it says what it was given, a line of JSON a letter, and does as it is told
// on its standard input: accept | refuse CODE | slow MILLISECONDS | hang-up | down | up.
import { createInterface } from "node:readline";
import { SMTPServer } from "smtp-server";

let mode = { does: "accept" };
let server;
let port = 0;
const tell = (what) => process.stdout.write(JSON.stringify(what) + "\n");

function refusal(code) {
  const error = new Error("told to refuse");
  error.responseCode = code;
  return error;
}

function onData(stream, session, done) {
  const parts = [];
  stream.on("data", (part) => parts.push(part));
  stream.on("end", () => {
    // Told before it is answered: a letter whose answer never comes was taken all the same.
    tell({ letter: Buffer.concat(parts).toString("utf8"), to: session.envelope.rcptTo[0].address });
    if (mode.does === "slow") setTimeout(() => done(null, "queued as 1A2B"), mode.milliseconds);
    else if (mode.does === "hang-up") for (const one of server.connections) one._socket.destroy();
    else done(null, "queued as 1A2B");
  });
}

function onRcptTo(address, session, done) {
  done(mode.does === "refuse" ? refusal(mode.code) : null);
}

function up() {
  server = new SMTPServer({ disabledCommands: ["AUTH"], hideSTARTTLS: true, disableReverseLookup: true, onData, onRcptTo });
  server.on("error", () => {});
  server.listen(port, "127.0.0.1", () => {
    port = server.server.address().port;
    tell({ port });
  });
}

function down() {
  for (const one of server.connections) one._socket.destroy();
  server.close(() => tell({ down: true }));
}

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const [does, number] = line.split(" ");
    if (does === "down") return down();
    if (does === "up") return up();
    mode = { does, code: Number(number), milliseconds: Number(number) };
    tell({ mode: does });
  })
  .on("close", () => process.exit(0));
up();
