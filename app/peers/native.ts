// A client of Tutela's own API whose types openapi-typescript makes from the node's own description: what it asks and reads is compiled
// against them, and then done. A line of JSON for each step. All that it says is made up.
// Usage: node native.js URL NAME.SECRET
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

declare const process: { argv: string[]; stdout: { write(text: string): void } };
const [url, key] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl: url ?? "", headers: { Authorization: `Bearer ${key}` } });
const tell = (step: string, what: Record<string, unknown>): void =>
  process.stdout.write(JSON.stringify({ step, ...what }) + "\n");

const hand = (own: string, text: string, duty?: components["schemas"]["DutyLine"]) =>
  client.POST("/v1/reports", {
    params: { header: { "Idempotency-Key": own } },
    body: duty ? { text, duty } : { text },
  });

for (const [step, text] of [["one", "Fictional: the first."], ["again", "Fictional: the first."], ["other", "Fictional: another."]] as const) {
  const { data, error, response } = await hand("generated-1", text);
  const problem: components["schemas"]["ProblemDetails"] | undefined = error;
  tell(step, { code: response.status, report: data?.report ?? null, status: data?.status ?? null, problem: problem?.title ?? null });
}
const official = await hand("generated-2", "Fictional: an official tells.", {
  kind: "law", words: "Fictional act, section 1", agency: "Fictional agency", child_knows: "no",
});
tell("official", { code: official.response.status, status: official.data?.status ?? null });

const own = { params: { path: { id: "generated-1" } } };
const standing = await client.GET("/v1/reports/{id}", own);
tell("status", { code: standing.response.status, report: standing.data?.report ?? null, status: standing.data?.status ?? null });
const none = await client.GET("/v1/reports/{id}", { params: { path: { id: "never used" } } });
tell("unknown", { code: none.response.status, problem: none.error?.title ?? null });

const lines = [1, 2, 3].map((n) => JSON.stringify({ id: `generated-line-${n}`, text: `Fictional: line ${n}.` }));
const batch = await client.POST("/v1/reports/batch", {
  body: lines.join("\n"),
  bodySerializer: (text) => text,
  headers: { "Content-Type": "application/x-ndjson" },
  parseAs: "text",
});
tell("batch", { code: batch.response.status, lines: String(batch.data ?? "").trim().split("\n").length });
