// Start, memory, time to the first token.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Account, createAccount } from "../fixtures/account";
import { Server } from "../fixtures/server";
import { test } from "../fixtures/test";
import { median, percentile, show } from "./figures";

const binary = join(process.env.CARGO_TARGET_DIR ?? join(process.env.HOME ?? "", ".cache/lks-llm/target"), "release/lks");

async function timeToFirstAnswer(dataDir: string, port: number): Promise<number> {
  const begin = performance.now();
  const child = spawn(binary, ["serve"], {
    cwd: dataDir,
    env: { ...process.env, LKS_ADDR: `127.0.0.1:${port}`, LKS_DATA_DIR: dataDir, LKS_OLLAMA_URL: "off", LKS_MODEL: "off" },
    stdio: "ignore",
  });
  try {
    for (;;) {
      const answered = await fetch(`http://127.0.0.1:${port}/config.json`).then((r) => r.ok, () => false);
      if (answered) return performance.now() - begin;
      if (performance.now() - begin > 30_000) throw new Error("no answer in 30 s");
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  } finally {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
  }
}

test("start to first answer", async () => {
  const fresh: number[] = [];
  const known: number[] = [];
  for (let run = 0; run < 9; run++) {
    const dataDir = mkdtempSync(join(tmpdir(), "lks-bench-"));
    fresh.push(await timeToFirstAnswer(dataDir, 39_000 + run));
    known.push(await timeToFirstAnswer(dataDir, 39_000 + run));
    rmSync(dataDir, { recursive: true });
  }
  show("start to first answer, fresh data directory (ms)", { median: median(fresh), max: Math.max(...fresh) });
  show("start to first answer, existing data directory (ms)", { median: median(known), max: Math.max(...known) });
});

function residentMegabytes(pid: number): number {
  const line = readFileSync(`/proc/${pid}/status`, "utf8").match(/VmRSS:\s+(\d+) kB/);
  return Number(line?.[1]) / 1024;
}

function turn(account: Account, base: string, conversation = randomUUID()): Promise<Response> {
  const body = { id: randomUUID(), content: "I like to play football with my friends.", region: "us-east-1", model: "practice-rules", language: "en" };
  return fetch(`${base}/conversations/${account.uid}/${conversation}/turns`, {
    method: "POST",
    headers: { ...account.headers, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

test("memory idle and with 100 streams", async () => {
  const server = await Server.start({ env: { LKS_TOKENS_PER_SECOND: "2" } });
  try {
    const pid = server.pid;
    const account = await createAccount(server.url);
    await (await fetch(`${server.url}/corrections`, {
      method: "POST",
      headers: { ...account.headers, "Content-Type": "application/json" },
      body: JSON.stringify({ text: "She go to scool yesterday.", language: "en" }),
    })).text();
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const idle = residentMegabytes(pid);
    const accounts = [account];
    while (accounts.length < 50) accounts.push(await createAccount(server.url));
    const streams = await Promise.all(accounts.flatMap((a) => [turn(a, server.url), turn(a, server.url)]));
    const refused = streams.filter((stream) => !stream.ok).length;
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const busy = residentMegabytes(pid);
    await Promise.all(streams.map((stream) => stream.body?.cancel()));
    show("resident memory (MiB)", { "idle, checker loaded": idle, "with 100 streams": busy, "streams refused": refused });
  } finally {
    await server.stop();
  }
});

async function firstPiece(answer: Response, wanted: (text: string) => boolean): Promise<void> {
  const reader = answer.body?.getReader();
  let text = "";
  while (reader) {
    const { value, done } = await reader.read();
    if (done) break;
    text += Buffer.from(value).toString();
    if (wanted(text)) break;
  }
  await reader?.cancel();
}

test("time to the first token, beside a direct call to the worker", async () => {
  const server = await Server.start();
  const worker = spawn(binary, ["worker", "--addr", "127.0.0.1:39500"], { stdio: "ignore" });
  try {
    const account = await createAccount(server.url);
    const chat = { model: "practice-rules", messages: [{ role: "user", content: "I like to play football with my friends." }] };
    const ask = (url: string, headers: Record<string, string>) =>
      fetch(url, { method: "POST", headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(chat) });
    for (let attempt = 0; attempt < 50; attempt++) {
      if (await fetch("http://127.0.0.1:39500/api/version").then((r) => r.ok, () => false)) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const times: Record<string, number[]> = { worker: [], region: [], turn: [] };
    for (let run = 0; run < 220; run++) {
      let begin = performance.now();
      await firstPiece(await ask("http://127.0.0.1:39500/api/chat", {}), (text) => text.includes('"content":"'));
      if (run >= 20) times.worker.push(performance.now() - begin);
      begin = performance.now();
      await firstPiece(await ask(`${server.url}/us-east-1/chat`, account.headers), (text) => text.includes('"content":"'));
      if (run >= 20) times.region.push(performance.now() - begin);
      begin = performance.now();
      const conversation = randomUUID();
      const answer = await turn(account, server.url, conversation);
      await firstPiece(answer, (text) => text.includes("event: delta") || text.includes("event:delta"));
      if (run >= 20) times.turn.push(performance.now() - begin);
      await fetch(`${server.url}/conversations/${account.uid}`, { method: "DELETE", headers: account.headers });
    }
    for (const [what, values] of Object.entries(times)) {
      show(`first token, ${what} (ms)`, { p50: median(values), p95: percentile(values, 0.95) });
    }
    show("first token, added over the direct call (ms, p50)", {
      region: median(times.region) - median(times.worker),
      turn: median(times.turn) - median(times.worker),
    });
  } finally {
    worker.kill("SIGTERM");
    await server.stop();
  }
});
