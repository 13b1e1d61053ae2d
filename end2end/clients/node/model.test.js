// A language model in the worker, with Ollama's own JavaScript client: LKS_WORKER_MODEL names it.

import assert from "node:assert/strict";
import test from "node:test";
import { Ollama } from "ollama";

const model = process.env.LKS_WORKER_MODEL;
const skip = model ? false : "LKS_WORKER_MODEL names no model";
const ollama = new Ollama({ host: process.env.LKS_WORKER_URL });
const messages = [{ role: "user", content: "I like mangoes. And you?" }];
const options = { num_predict: 24, seed: 3 };

test("it streams, counts and says the same for the same seed", { skip }, async () => {
  const parts = [];
  for await (const part of await ollama.chat({ model, messages, options, stream: true })) parts.push(part);
  const last = parts.at(-1);
  assert.ok(parts.length > 4 && last.done && ["stop", "length"].includes(last.done_reason));
  assert.ok(last.eval_count > 3 && last.eval_count <= 24 && last.prompt_eval_count > 5);
  assert.ok(last.eval_duration > 0 && last.prompt_eval_duration > 0 && last.load_duration > 0);
  const whole = await ollama.chat({ model, messages, options });
  assert.equal(parts.map((part) => part.message.content).join(""), whole.message.content);
});

test("an aborted reply makes room at once", { skip }, async () => {
  const own = new Ollama({ host: process.env.LKS_WORKER_URL });
  const long = { model, stream: true, messages: [{ role: "user", content: "Tell me a very long story." }], options: { num_predict: 2000 } };
  const stream = await own.chat(long);
  await assert.rejects(
    async () => {
      for await (const part of stream) if (part) own.abort();
    },
    { name: "AbortError" },
  );
  const begun = Date.now();
  await ollama.chat({ model, messages, options: { num_predict: 1 } });
  assert.ok(Date.now() - begun < 10000);
});

test("a schema of any kind is kept to", { skip }, async () => {
  const format = {
    type: "object",
    properties: { fruit: { enum: ["mango", "durian"] }, price: { type: "integer" } },
    required: ["fruit", "price"],
  };
  const answer = await ollama.chat({ model, messages, format, options: { temperature: 0, num_predict: 60 } });
  const value = JSON.parse(answer.message.content);
  assert.ok(["mango", "durian"].includes(value.fruit) && Number.isInteger(value.price));
});

test("show and ps tell what it is and when it goes", { skip }, async () => {
  const shown = await ollama.show({ model });
  assert.equal(shown.details.format, "gguf");
  assert.ok(shown.template.includes("<|im_start|>"));
  await ollama.chat({ model, messages, options: { num_predict: 1 }, keep_alive: "10m" });
  const there = (await ollama.ps()).models.find((one) => one.name === model);
  const minutes = (new Date(there.expires_at) - Date.now()) / 60000;
  assert.ok(there.size > 90e6 && minutes > 8 && minutes < 11, `${there.size} ${minutes}`);
  await ollama.generate({ model, prompt: "", keep_alive: 0 });
  for (let tries = 0; tries < 100; tries++) {
    if (!(await ollama.ps()).models.some((one) => one.name === model)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail("it is still in memory");
});
