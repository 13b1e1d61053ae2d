// A learner at `lks serve --backend`: she signs up at the stack's Cognito, her conversations are kept by the packed
// Lambda on PostgreSQL, and the regions are reached through API Gateway. All of it is emulated but the parts of ours.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Server } from "../fixtures/server";
import { becomeLearner, chatInBothRegions, config, scored, settingsStay, stack } from "../fixtures/stack";
import { expect, hydrated, learner, open, test } from "../fixtures/test";
import type { Locator, Page } from "@playwright/test";

let server: Server;

test.beforeAll(async () => {
  const file = join(process.env.TMPDIR ?? "/tmp", `lks-backend-${process.pid}.json`);
  writeFileSync(file, JSON.stringify(config));
  const keys = `${stack.cognito}${stack.userPoolId}/.well-known/jwks.json`;
  server = await Server.start({ env: { LKS_BACKEND: file, LKS_BACKEND_KEYS_URL: keys } });
});
test.afterAll(async () => {
  await server?.stop();
});

function conversation(page: Page): Locator {
  return page.getByRole("log", { name: "Conversation" });
}

test("a learner signs up, is confirmed by an admin, chats in both regions and finds it all again", async ({ page }) => {
  await becomeLearner(page, server.url, learner());
  await chatInBothRegions(page);
  await scored(page);
  await page.reload();
  await hydrated(page);
  await expect(conversation(page)).toContainText("Yesterday I go to the market of us-west-2.");
  const history = page.getByRole("navigation", { name: "History" });
  await expect(history.getByRole("link", { name: /Yesterday I go/ })).toBeVisible();
  await settingsStay(page, server.url);
  await history.getByRole("button", { name: /^Delete.*Yesterday/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(history.getByRole("link", { name: /Yesterday/ })).toHaveCount(0);
});

test("every endpoint of the check page answers", async ({ page }) => {
  await becomeLearner(page, server.url, learner("Siti"));
  await open(page, `${server.url}/check`);
  await expect(page.getByRole("button", { name: "Run again" })).toBeEnabled({ timeout: 30_000 });
  await expect(page.getByText("Failed", { exact: true })).toHaveCount(0);
});
