// The model that makes vectors is the learner's choice, from what the region has. A server that speaks Ollama's API stands
// beside the embedded workers, with two such models: one whose vectors can be kept, and one whose vectors cannot.
import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "../fixtures/server";
import { accessible, expect, hydrated, learner, open, signUp, test } from "../fixtures/test";

const LENGTHS: Record<string, number> = { "other-embed": 768, "short-embed": 384 };
let ollama: HttpServer;
let server: Server;

test.beforeAll(async () => {
  ollama = createServer((request, response) => {
    let body = "";
    request.on("data", (piece) => (body += piece));
    request.on("end", () => {
      const answer = (value: unknown, status = 200) => {
        response.writeHead(status, { "content-type": "application/json" });
        response.end(JSON.stringify(value));
      };
      const models = Object.keys(LENGTHS).map((name, n) => ({
        name: `${name}:latest`,
        model: `${name}:latest`,
        digest: String(n).repeat(64),
        details: { family: "nomic-bert" },
      }));
      if (request.url === "/api/tags") return answer({ models });
      if (request.url === "/api/version") return answer({ version: "0.13.5" });
      const model = String(JSON.parse(body || "{}").model ?? "").replace(":latest", "");
      if (request.url !== "/api/embed" || !LENGTHS[model]) return answer({ error: `model '${model}' not found` }, 404);
      return answer({ model, embeddings: [Array(LENGTHS[model]).fill(0.25)] });
    });
  });
  await new Promise<void>((resolve) => ollama.listen(0, "127.0.0.1", resolve));
  server = await Server.start({ env: { LKS_OLLAMA_URL: `http://127.0.0.1:${(ollama.address() as AddressInfo).port}` } });
});
test.afterAll(async () => {
  await server?.stop();
  ollama?.closeAllConnections();
  ollama?.close();
});

test("a learner chooses what makes the vectors; a model whose vectors cannot be kept is told of and not taken", async ({
  page,
}) => {
  await signUp(page, server.url, learner());
  await open(page, `${server.url}/settings`);
  const embedder = page.getByRole("combobox", { name: "Embedding model" });
  await expect(embedder.locator("option")).toHaveText(["hash-768", "other-embed", "short-embed"]);
  await expect(embedder).toHaveValue("hash-768");
  await embedder.selectOption("short-embed");
  await expect(page.getByRole("alert").filter({ hasText: "short-embed makes 384 numbers" })).toBeVisible();
  await expect(embedder).toHaveValue("hash-768");
  await accessible(page, "the settings with a refused model");
  await embedder.selectOption("other-embed");
  await expect(page.getByRole("alert").filter({ hasText: "makes 384 numbers" })).toHaveCount(0);

  await page.reload();
  await hydrated(page);
  await expect(embedder).toHaveValue("other-embed");
  await open(page, `${server.url}/`);
  const stored = page.waitForRequest((request) => request.url().endsWith("/turns") && request.method() === "POST");
  await page.getByRole("textbox", { name: "Message" }).fill("Yesterday I go to the market.");
  await page.getByRole("button", { name: "Send" }).click();
  const asked = await stored;
  expect(asked.postDataJSON().embeddingModel).toBe("other-embed");
  const conversation = asked.url().replace(/\/turns$/, "");
  const headers = { authorization: (await asked.allHeaders()).authorization };
  await expect
    .poll(async () => (await (await fetch(conversation, { headers })).json()).data.embedding?.[0], { timeout: 20_000 })
    .toBe(0.25);
});
