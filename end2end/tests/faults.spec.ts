// Bad input and a broken world, against the real binary over HTTP: each a clear error, nothing lost.
import { spawn, type ChildProcess } from "node:child_process";
import { createPrivateKey, randomUUID, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createServer, type Server as HttpServer } from "node:http";
import { type Account, claims, createAccount } from "../fixtures/account";
import { Server } from "../fixtures/server";
import { expect, test } from "../fixtures/test";

interface Answer {
  status: number;
  headers: Headers;
  body: { status?: string; message?: string; data?: unknown; error?: string };
}

async function call(account: Account, base: string, method: string, path: string, body?: string): Promise<Answer> {
  const headers = { ...account.headers, "Content-Type": "application/json" };
  const response = await fetch(`${base}${path}`, { method, headers, body });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: JSON.parse(text) as Answer["body"] };
}

/** A refusal says what is wrong in a sentence, and nothing of the inside. */
function refused(answer: Answer, status: number, sentence: RegExp): void {
  expect(answer.status, JSON.stringify(answer.body)).toBe(status);
  expect(answer.body.status).toBe("error");
  expect(answer.body.message).toMatch(sentence);
  expect(JSON.stringify(answer.body)).not.toMatch(/sqlite|postgres|SELECT|INSERT|panicked|\.rs:|os error/i);
}

const conversation = (id: string, content: string) =>
  JSON.stringify({ id, title: "Pasar", conversation: [{ role: "user", content }] });

async function stored(account: Account, base: string): Promise<number> {
  const answer = await call(account, base, "GET", `/conversations/${account.uid}`);
  expect(answer.status).toBe(200);
  return (answer.body.data as unknown[]).length;
}

test.describe("on a healthy server", () => {
  let server: Server;
  let account: Account;
  const post = (path: string, body: string) => call(account, server.url, "POST", path, body);
  test.beforeAll(async () => {
    server = await Server.start();
    account = await createAccount(server.url);
    const kept = await post(`/conversations/${account.uid}`, conversation(randomUUID(), "I go to the market."));
    expect(kept.status).toBe(200);
  });
  test.afterEach(async () => expect(await stored(account, server.url)).toBe(1));
  test.afterAll(async () => server?.stop());

  test("broken JSON, wrong types and missing fields are named", async () => {
    const path = `/conversations/${account.uid}`;
    refused(await post(path, "{"), 400, /JSON/i);
    refused(await post(path, "[]"), 400, /\w/);
    refused(await post(path, JSON.stringify({ id: 7, title: "t", conversation: [] })), 400, /id/);
    refused(await post(path, JSON.stringify({ id: randomUUID(), title: "t", conversation: "x" })), 400, /conversation/);
    refused(await post(path, JSON.stringify({ id: randomUUID(), conversation: [] })), 400, /title/);
    refused(await post(path, JSON.stringify({ id: "no-uuid", title: "t", conversation: [] })), 400, /id/);
    const short = { id: randomUUID(), title: "t", conversation: [], embedding: [1, 2, 3] };
    refused(await post(path, JSON.stringify(short)), 400, /768/);
    refused(await post("/corrections", JSON.stringify({ text: 5 })), 400, /text/);
    refused(await post("/corrections", JSON.stringify({ text: "x", language: "fr" })), 400, /language/);
  });

  test("a body over 1 MiB is refused with the limit", async () => {
    refused(await post(`/conversations/${account.uid}`, conversation(randomUUID(), "x".repeat(1024 * 1024))), 413, /1 MiB/);
  });

  test("unknown regions, paths, methods, models and conversations are told apart", async () => {
    refused(await call(account, server.url, "GET", "/eu-west-1/tags"), 404, /region|path/i);
    refused(await call(account, server.url, "GET", "/us-west-1/tags"), 404, /region|path/i);
    refused(await call(account, server.url, "PATCH", `/conversations/${account.uid}`), 405, /method/i);
    refused(await call(account, server.url, "GET", `/conversations/${account.uid}/${randomUUID()}`), 404, /^Conversation not found$/);
    const model = await post("/us-east-1/chat", JSON.stringify({ model: "nothing", messages: [] }));
    expect(model.status).toBe(404);
    expect(model.body.error).toMatch(/nothing/);
  });

  test("another's path, no token, a forged and an expired token are refused", async () => {
    const path = `/conversations/${account.uid}`;
    refused(await call(account, server.url, "GET", `/conversations/${randomUUID()}`), 403, /user of the token/);
    const as = (token?: string) =>
      call({ ...account, headers: token ? { Authorization: `Bearer ${token}` } : {} }, server.url, "GET", path);
    refused(await as(), 401, /token/i);
    refused(await as("nonsense"), 401, /token/i);
    refused(await as(account.token.slice(0, -6) + "AAAAAA"), 401, /token/i);
    const key = createPrivateKey(readFileSync(join(server.dataDir, "identity/signing-key.pem")));
    const made = (change: object) => {
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
      const header = account.token.split(".")[0];
      const signed = `${header}.${part({ ...claims(account.token), ...change })}`;
      return `${signed}.${sign("RSA-SHA256", Buffer.from(signed), key).toString("base64url")}`;
    };
    expect((await as(made({}))).status, "the key is the server's own").toBe(200);
    const past = Math.floor(Date.now() / 1000) - 3600;
    refused(await as(made({ iat: past - 3600, exp: past })), 401, /expired/i);
    refused(await as(made({ token_use: "access" })), 401, /token/i);
    refused(await as(made({ aud: "another" })), 401, /token/i);
    refused(await as(made({ iss: "https://elsewhere.example" })), 401, /token/i);
  });

  test("a database that another process holds is an answer in time, and everything goes on after it", async () => {
    const file = join(server.dataDir, "lks.sqlite3");
    const hold = "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute('BEGIN EXCLUSIVE'); print('held', flush=True); sys.stdin.read()";
    const holder: ChildProcess = spawn("python3", ["-c", hold, file], { stdio: ["pipe", "pipe", "inherit"] });
    try {
      await new Promise((resolve) => holder.stdout?.once("data", resolve));
      const begun = Date.now();
      const answer = await post(`/conversations/${account.uid}`, conversation(randomUUID(), "lost?"));
      refused(answer, 503, /again/i);
      expect(answer.headers.get("retry-after")).not.toBeNull();
      expect(Date.now() - begun).toBeLessThan(30_000);
    } finally {
      holder.stdin?.end();
      await new Promise((resolve) => holder.once("exit", resolve));
    }
    const id = randomUUID();
    expect((await post(`/conversations/${account.uid}`, conversation(id, "again"))).status).toBe(200);
    expect((await call(account, server.url, "DELETE", `/conversations/${account.uid}/${id}`)).status).toBe(200);
  });
});

test("a full disk is said, what was stored stays, and the server goes on reading", async () => {
  const server = await Server.start({ diskMegabytes: 4 });
  try {
    const account = await createAccount(server.url);
    let kept = 0;
    let full: Answer | undefined;
    for (let turn = 0; turn < 40 && !full; turn++) {
      const body = conversation(randomUUID(), "x".repeat(200_000));
      const answer = await call(account, server.url, "POST", `/conversations/${account.uid}`, body);
      if (answer.status === 200) kept += 1;
      else full = answer;
    }
    expect(full, "the disk fills").toBeDefined();
    if (full) refused(full, 503, /disk|space|storage|full/i);
    expect(kept).toBeGreaterThan(0);
    expect(await stored(account, server.url)).toBe(kept);
  } finally {
    await server.stop();
  }
});

test.describe("with workers that fail", () => {
  let broken: HttpServer;
  let port = 0;
  test.beforeAll(async () => {
    broken = createServer((request) => request.socket.destroy());
    await new Promise<void>((resolve) => broken.listen(0, "127.0.0.1", resolve));
    const address = broken.address();
    port = typeof address === "object" && address ? address.port : 0;
  });
  test.afterAll(() => void broken?.close());

  const chat = JSON.stringify({ model: "practice-rules", messages: [{ role: "user", content: "Hello!" }], stream: false });
  const place = (backup: boolean, url: string) =>
    `[[worker]]\nregion = "us-east-1"\nkind = "chat"\nbackup = ${backup}\nurl = "${url}"\n`;

  test("a dead worker's work goes to its backup", async () => {
    const server = await Server.start({ settings: place(false, "http://127.0.0.1:9") });
    try {
      const account = await createAccount(server.url);
      const answer = await call(account, server.url, "POST", "/us-east-1/chat", chat);
      expect(answer.status).toBe(200);
    } finally {
      await server.stop();
    }
  });

  test("when one is dead and the other breaks off the region says so and the other one answers", async () => {
    const settings = place(false, "http://127.0.0.1:9") + place(true, `http://127.0.0.1:${port}`);
    const server = await Server.start({ settings });
    try {
      const account = await createAccount(server.url);
      const answer = await call(account, server.url, "POST", "/us-east-1/chat", chat);
      expect([502, 503, 504]).toContain(answer.status);
      expect(answer.body.message).toMatch(/worker|us-east-1|again/i);
      expect((await call(account, server.url, "POST", "/us-west-2/chat", chat)).status).toBe(200);
    } finally {
      await server.stop();
    }
  });
});
