// The static client, as Amplify hosts it, on another origin than its API: everything goes over the contract alone
// (the direct transport). Here the API is `lks serve`; end2end/stack/client.spec.ts does the same with the emulated stack.
import { Hosting } from "../fixtures/hosting";
import { Server } from "../fixtures/server";
import { accessible, expect, hydrated, learner, open, signUp, test } from "../fixtures/test";
import type { Locator, Page } from "@playwright/test";

let server: Server;
let hosting: Hosting;

test.beforeAll(async () => {
  // Slow enough that a reply can be stopped while it is being written.
  server = await Server.start({ env: { LKS_TOKENS_PER_SECOND: "8" } });
  hosting = await Hosting.start(async () => {
    const config = await (await fetch(`${server.url}/config.json`)).json();
    // As a stack's config.json is: without a word about the transport.
    const { transport, ...contract } = config;
    expect(transport).toBe("service");
    return { ...contract, mode: "aws" };
  });
});
test.afterAll(async () => {
  await hosting?.stop();
  await server?.stop();
});

function conversation(page: Page): Locator {
  return page.getByRole("log", { name: "Conversation" });
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Message" }).fill(text);
  await page.getByRole("button", { name: "Send" }).click();
  await expect(conversation(page)).toContainText(text);
}

async function replied(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: "Stop" })).toBeHidden({ timeout: 30_000 });
  await expect(page.getByRole("button", { name: "Send" })).toBeVisible();
}

test("a learner signs up, chats in both regions, is corrected, and finds it all again", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await signUp(page, hosting.url, learner());
  await expect(page).toHaveTitle(/Sofya/);
  await accessible(page, "the empty chat");
  for (const region of ["us-east-1", "us-west-2"]) {
    await page.getByRole("combobox", { name: "Region" }).selectOption(region);
    await expect(page.getByRole("combobox", { name: "Model" })).toHaveValue("practice-rules");
    await say(page, `Yesterday I go to the market of ${region}.`);
    await replied(page);
    await expect(conversation(page)).toContainText("went");
    expect(asked).toContain(`POST /${region}/chat`);
  }
  await expect.poll(() => asked.filter((line) => line.endsWith("/embed")).length).toBeGreaterThan(0);

  await page.reload();
  await hydrated(page);
  await expect(conversation(page)).toContainText("Yesterday I go to the market of us-east-1.");
  await expect(conversation(page)).toContainText("went");
  const history = page.getByRole("navigation", { name: "History" });
  await expect(history.getByRole("link", { name: /Yesterday I go/ })).toBeVisible();

  // Nothing that only `lks serve` has was asked for.
  const beyond = asked.filter((line) => /\/(summaries|regions|turns)\b/.test(line));
  expect(beyond).toEqual([]);
});

test("every address shows its page, wherever one begins", async ({ page }) => {
  for (const [path, button] of [
    ["/signin", "Sign in"],
    ["/signup", "Create account"],
    ["/forgot", /code/i],
  ] as const) {
    await open(page, hosting.url + path);
    await expect(page.getByRole("button", { name: button })).toBeVisible();
  }
  await open(page, `${hosting.url}/no/such/page`);
  await expect(page.getByRole("link").first()).toBeVisible();
});

test("a reply is stopped, and what arrived stays", async ({ page }) => {
  await signUp(page, hosting.url, learner("Dewi"));
  await say(page, "Tell me a long story about a cat.");
  await page.getByRole("button", { name: "Stop" }).click();
  await replied(page);
  await page.reload();
  await hydrated(page);
  await expect(conversation(page)).toContainText("Tell me a long story about a cat.");
});

test("signing out and in again brings everything back, and deleting deletes", async ({ page }) => {
  const who = learner("Rizky");
  await signUp(page, hosting.url, who);
  await say(page, "I am learning to repair computers at school.");
  await replied(page);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("Email", { exact: true }).fill(who.email);
  await page.getByLabel("Password", { exact: true }).fill(who.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  const history = page.getByRole("navigation", { name: "History" });
  await history.getByRole("link", { name: /repair computers/ }).click();
  await expect(conversation(page)).toContainText("I am learning to repair computers at school.");
  await history.getByRole("button", { name: /^Delete.*repair/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(history.getByRole("link", { name: /repair/ })).toHaveCount(0);
});

test("the check page finds every endpoint answering", async ({ page }) => {
  await signUp(page, hosting.url, learner("Agus"));
  await open(page, `${hosting.url}/check`);
  await expect(page.getByRole("button", { name: "Run again" })).toBeEnabled({ timeout: 30_000 });
  await expect(page.getByText("Failed", { exact: true })).toHaveCount(0);
});

test("files come with their types and WebAssembly may be compiled while it arrives", async ({ request }) => {
  const wasm = await request.get(`${hosting.url}/pkg/lks.wasm`);
  expect(wasm.headers()["content-type"]).toBe("application/wasm");
  expect((await request.get(`${hosting.url}/pkg/nothing.js`)).status()).toBe(404);
  const config = await (await request.get(`${hosting.url}/config.json`)).json();
  expect(config.mode).toBe("aws");
});
