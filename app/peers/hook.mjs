// Verifies signed webhooks with the standard's own library (npm standardwebhooks): a line of JSON for each that came.
// Usage: node hook.mjs whsec_... [PORT]
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

const verifier = new Webhook(process.argv[2]);
const tell = (what) => process.stdout.write(JSON.stringify(what) + "\n");

const server = createServer((request, answer) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    try {
      tell({ number: request.headers["webhook-id"], body: verifier.verify(Buffer.concat(parts).toString("utf8"), request.headers) });
      answer.writeHead(204).end();
    } catch (error) {
      tell({ wrong: String(error) });
      answer.writeHead(401).end();
    }
  });
});
server.listen(Number(process.argv[3] ?? 0), "127.0.0.1", () => tell({ port: server.address().port }));
process.stdin.on("end", () => process.exit(0)).resume();
