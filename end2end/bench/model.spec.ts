// What the language model costs the others, and how soon it is silent: docs/BENCHMARKS.md.
import { readFileSync } from "node:fs";
import { type Account, createAccount } from "../fixtures/account";
import { Server } from "../fixtures/server";
import { test } from "../fixtures/test";
import { median, percentile, show } from "./figures";

const MODEL = "smollm2:135m";
let server: Server;
let account: Account;

test.beforeAll(async () => {
  server = await Server.start({ model: true });
  account = await createAccount(server.url);
  for (let attempt = 0; !(await chat("Hello.", 1)).ok; attempt++) {
    if (attempt > 100) throw new Error(`${MODEL} does not answer`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
});
test.afterAll(async () => {
  await server?.stop();
});

function chat(content: string, tokens: number, signal?: AbortSignal): Promise<Response> {
  const body = { model: MODEL, messages: [{ role: "user", content }], options: { num_predict: tokens, seed: 7 } };
  const headers = { ...account.headers, "Content-Type": "application/json" };
  return fetch(`${server.url}/us-east-1/chat`, { method: "POST", headers, body: JSON.stringify(body), signal });
}

/** Milliseconds of each of `count` requests, one after the other. */
async function others(count: number): Promise<number[]> {
  const times: number[] = [];
  const paths = ["/config.json", `/conversations/${account.uid}`];
  for (let run = 0; run < count; run++) {
    const begin = performance.now();
    await (await fetch(server.url + paths[run % 2], { headers: account.headers })).text();
    times.push(performance.now() - begin);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return times;
}

test("latency of other requests while the model writes", async () => {
  await others(300);
  const quiet: number[] = [];
  const writing: number[] = [];
  let tokens = 0;
  let nanoseconds = 0;
  for (let round = 0; round < 4; round++) {
    quiet.push(...(await others(500)));
    let on = true;
    const writer = (async () => {
      while (on) {
        const lines = (await (await chat("Tell me a long story about a fisherman and his family.", 300)).text()).trim().split("\n");
        const last = JSON.parse(lines[lines.length - 1]) as { eval_count?: number; eval_duration?: number };
        tokens += last.eval_count ?? 0;
        nanoseconds += last.eval_duration ?? 0;
      }
    })();
    await new Promise((resolve) => setTimeout(resolve, 500));
    writing.push(...(await others(500)));
    on = false;
    await writer;
  }
  const figures = (values: number[]) => ({ p50: median(values), p99: percentile(values, 0.99), most: Math.max(...values) });
  show("other requests, model silent (ms)", figures(quiet));
  show("other requests, model writing (ms)", figures(writing));
  show("the model meanwhile", { "tokens a second": tokens / (nanoseconds / 1e9), tokens });
});

/** Milliseconds until the engine, which does one thing after the other, has done the smallest thing. */
async function smallest(): Promise<number> {
  const begin = performance.now();
  await (await chat("Hi.", 1)).text();
  return performance.now() - begin;
}

test("stop to silence", async () => {
  const story = "Tell me a long story about a fisherman and his family.";
  const idle: number[] = [];
  const stopped: number[] = [];
  for (let run = 0; run < 40; run++) {
    await (await chat(story, 10)).text();
    idle.push(await smallest());
    const stop = new AbortController();
    const reader = (await chat(story, 2000, stop.signal)).body?.getReader();
    for (let piece = 0; piece < 10; piece++) await reader?.read();
    stop.abort();
    stopped.push(await smallest());
  }
  show("the smallest reply after a whole one (ms)", { p50: median(idle), p95: percentile(idle, 0.95), most: Math.max(...idle) });
  show("the smallest reply after a stopped one (ms)", { p50: median(stopped), p95: percentile(stopped, 0.95), most: Math.max(...stopped) });
  show("stop to silence: the difference of the medians (ms)", { difference: median(stopped) - median(idle) });
});

test("corrections judged, a message", async () => {
  const file = "../crates/tutor/tests/development/sentences.txt";
  const sentences = readFileSync(file, "utf8").split("\n").filter((line) => line && !line.startsWith("#"));
  const learners = sentences.map((line) => line.replace(/\[([^|\]]*)\|[^\]]*\]/g, "$1"));
  const times: Record<string, number[]> = { rules: [], judged: [] };
  for (const text of learners.filter((_, index) => index % 4 === 0)) {
    for (const [name, model] of [["rules", "practice-rules"], ["judged", MODEL]]) {
      const begin = performance.now();
      const answer = await fetch(`${server.url}/corrections`, {
        method: "POST",
        headers: { ...account.headers, "Content-Type": "application/json" },
        body: JSON.stringify({ text, language: "en", model }),
      });
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
      await answer.text();
      times[name].push(performance.now() - begin);
    }
  }
  for (const [name, values] of Object.entries(times)) {
    show(`corrections, ${name} (ms)`, { messages: values.length, p50: median(values), p99: percentile(values, 0.99) });
  }
});
