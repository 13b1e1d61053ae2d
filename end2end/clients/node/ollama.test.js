// Every endpoint with Ollama's own JavaScript client.

import assert from "node:assert/strict";
import test from "node:test";
import { Ollama } from "ollama";

const host = process.env.LKS_WORKER_URL;
const ollama = new Ollama({ host });
const messages = [{ role: "user", content: "Yesterday I cooked fried rice." }];

async function all(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

test("a chat answers with its statistics", async () => {
  const answer = await ollama.chat({ model: "llama3", messages });
  assert.equal(answer.message.role, "assistant");
  assert.ok(answer.message.content.length > 0 && answer.done && answer.done_reason === "stop");
  assert.ok(answer.eval_count > 0 && answer.total_duration > 0 && answer.prompt_eval_count > 0);
});

test("a streamed chat says the same for the same seed", async () => {
  const request = { model: "llama3", messages, options: { seed: 11 } };
  const parts = await all(await ollama.chat({ ...request, stream: true }));
  const whole = await ollama.chat(request);
  assert.ok(parts.length > 4 && parts.at(-1).done && parts.slice(0, -1).every((part) => !part.done));
  assert.equal(parts.map((part) => part.message.content).join(""), whole.message.content);
});

test("a stream can be aborted", async () => {
  const own = new Ollama({ host });
  const stream = await own.chat({ model: "llama3", messages, stream: true });
  await assert.rejects(
    async () => {
      for await (const part of stream) if (part) own.abort();
    },
    { name: "AbortError" },
  );
});

test("limits are kept", async () => {
  const short = await ollama.chat({ model: "llama3", messages, options: { num_predict: 2 } });
  assert.deepEqual([short.done_reason, short.eval_count], ["length", 2]);
});

test("generate answers, streams and goes on", async () => {
  const request = { model: "llama3", prompt: "I like football.", options: { seed: 2 } };
  const first = await ollama.generate(request);
  const parts = await all(await ollama.generate({ ...request, stream: true }));
  assert.equal(parts.map((part) => part.response).join(""), first.response);
  const next = await ollama.generate({ model: "llama3", prompt: "It is fun.", context: first.context });
  assert.ok(next.response.length > 0);
});

test("known schemas are filled and unknown ones refused", async () => {
  const schema = (properties) => ({ type: "object", properties });
  const format = schema({ title: { type: "string" } });
  const titled = await ollama.chat({ model: "llama3", messages, format });
  assert.deepEqual(JSON.parse(titled.message.content), { title: "Yesterday I cooked fried rice." });
  const unknown = schema({ capital: { type: "string" } });
  await assert.rejects(ollama.chat({ model: "llama3", messages, format: unknown }), {
    message: /cannot fill this JSON schema/,
    status_code: 400,
  });
});

test("vectors", async () => {
  const both = await ollama.embed({ model: "nomic-embed-text", input: ["fried rice", "football"] });
  assert.deepEqual(both.embeddings.map((vector) => vector.length), [768, 768]);
  const one = await ollama.embeddings({ model: "hash-768", prompt: "fried rice" });
  assert.deepEqual(one.embedding, both.embeddings[0]);
});

test("models are listed, shown and loaded", async () => {
  const { models } = await ollama.list();
  const digest = (name) => models.find((model) => model.name === name).digest;
  assert.equal(digest("orca-mini:latest"), digest("practice-rules:latest"));
  const shown = await ollama.show({ model: "nomic-embed-text" });
  assert.deepEqual(shown.capabilities, ["embedding"]);
  await ollama.embed({ model: "hash-768", input: "x", keep_alive: "10m" });
  assert.ok((await ollama.ps()).models.some((model) => model.name === "hash-768:latest"));
  assert.ok((await ollama.version()).version.length > 0);
});

test("pulling verifies what is there and pretends nothing", async () => {
  const steps = await all(await ollama.pull({ model: "llama3", stream: true }));
  assert.equal(steps.at(-1).status, "success");
  await assert.rejects(ollama.pull({ model: "gemma3:1b" }), /cannot download|cannot be reached/);
});

test("what cannot be done is an error", async () => {
  const tool = { type: "function", function: { name: "add", description: "", parameters: { type: "object" } } };
  await assert.rejects(ollama.chat({ model: "llama3", messages, tools: [tool] }), /does not support tools/);
  await assert.rejects(ollama.chat({ model: "hash-768", messages }), /"hash-768" does not support chat/);
  await assert.rejects(ollama.embed({ model: "llama3", input: "x" }), /does not support embeddings/);
  await assert.rejects(ollama.chat({ model: "nope", messages }), { message: "model 'nope' not found", status_code: 404 });
  await assert.rejects(ollama.copy({ source: "llama3", destination: "mine" }), /cannot copy/);
  await assert.rejects(ollama.delete({ model: "llama3" }), /cannot delete/);
  await assert.rejects(ollama.create({ model: "mine", from: "llama3" }), /cannot create/);
  await assert.rejects(ollama.push({ model: "llama3" }), /cannot push/);
});
