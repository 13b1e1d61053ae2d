// What may happen to a reply on its way: stop, reload, a lost network, a crashed server.
import { Server } from "../fixtures/server";
import { expect, hydrated, learner, signUp, test } from "../fixtures/test";
import type { Page } from "@playwright/test";

let server: Server;

test.beforeAll(async () => {
  // Slow enough that a test can act while a reply is being written.
  server = await Server.start({ env: { LKS_TOKENS_PER_SECOND: "4" } });
});
test.afterAll(async () => {
  await server?.stop();
});

const question = "Tell me about the food that people eat in the morning, please.";
const stop = (page: Page) => page.getByRole("button", { name: "Stop" });
const log = (page: Page) => page.getByRole("log", { name: "Conversation" });
const reply = (page: Page) => page.getByRole("article", { name: "Sofya" }).last();

async function ask(page: Page): Promise<void> {
  await page.getByRole("textbox", { name: "Message" }).fill(question);
  await page.getByRole("button", { name: "Send" }).click();
  await expect(stop(page)).toBeVisible();
  await expect(reply(page)).toContainText(/\w+ \w+/);
}

test("stop ends a reply at once and keeps what had arrived", async ({ page }) => {
  await signUp(page, server.url, learner());
  await ask(page);
  await stop(page).click();
  await expect(page.getByRole("button", { name: "Send" })).toBeVisible({ timeout: 2_000 });
  const kept = await reply(page).innerText();
  await page.reload();
  await hydrated(page);
  await expect(log(page)).toContainText(question);
  expect((await reply(page).innerText()).slice(0, 8)).toBe(kept.slice(0, 8));
});

test("a page that is reloaded in the middle of a reply sees it to its end", async ({ page }) => {
  await signUp(page, server.url, learner());
  await ask(page);
  await page.reload();
  await hydrated(page);
  await expect(log(page)).toContainText(question);
  await expect(stop(page)).toBeVisible();
  await expect(stop(page)).toBeHidden({ timeout: 40_000 });
  await expect(reply(page)).toContainText(/[.?!]/);
});

test("a second tab sees the same reply as the first", async ({ page, context }) => {
  await signUp(page, server.url, learner());
  await ask(page);
  const second = await context.newPage();
  await second.goto(page.url());
  await hydrated(second);
  await expect(stop(second)).toBeVisible();
  await expect(stop(page)).toBeHidden({ timeout: 40_000 });
  await expect(stop(second)).toBeHidden({ timeout: 10_000 });
  expect(await reply(second).innerText()).toBe(await reply(page).innerText());
});

test("a network that is lost for a while loses nothing of a reply", async ({ page, context }) => {
  await signUp(page, server.url, learner());
  await ask(page);
  await context.setOffline(true);
  await expect(page.getByText(/offline|reconnect/i).first()).toBeVisible();
  await context.setOffline(false);
  await expect(stop(page)).toBeHidden({ timeout: 40_000 });
  const seen = await reply(page).innerText();
  await page.reload();
  await hydrated(page);
  await expect(reply(page)).toContainText(seen.split("\n")[0]);
});

test("a server that is killed in the middle of a reply comes back with the question and says what happened", async ({ page }) => {
  await signUp(page, server.url, learner());
  await ask(page);
  await server.kill("SIGKILL");
  await server.launch();
  await page.reload();
  await hydrated(page);
  await expect(log(page)).toContainText(question);
  await expect(log(page)).toContainText(/server was restarted while this reply/i);
  await expect(page.getByRole("button", { name: "Send" })).toBeVisible();
});
