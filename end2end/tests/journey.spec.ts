// The whole journey of a learner in both regions, once on SQLite and once on PostgreSQL.
import { createDatabase, type Database } from "../fixtures/postgres";
import { Server } from "../fixtures/server";
import { accessible, expect, hydrated, learner, open, signUp, test } from "../fixtures/test";
import type { Locator, Page } from "@playwright/test";

const regions = [
  { id: "us-east-1", name: "N. Virginia" },
  { id: "us-west-2", name: "Oregon" },
];

function conversation(page: Page): Locator {
  return page.getByRole("log", { name: "Conversation" });
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Message" }).fill(text);
  await page.getByRole("button", { name: "Send" }).click();
  await expect(conversation(page)).toContainText(text);
}

/** Waits until the reply has ended: the button is "Send" again. */
async function replied(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: "Stop" })).toBeHidden({ timeout: 30_000 });
  await expect(page.getByRole("button", { name: "Send" })).toBeVisible();
}

for (const store of ["SQLite", "PostgreSQL"] as const) {
  test.describe(`on ${store}`, () => {
    let server: Server;
    let database: Database | undefined;

    test.beforeAll(async () => {
      if (store === "PostgreSQL") database = createDatabase();
      server = await Server.start({ databaseUrl: database?.url });
    });
    test.afterAll(async () => {
      await server?.stop();
      database?.drop();
    });

    test("a learner signs up, chats in both regions, is corrected, and finds it all again", async ({ page }) => {
      const who = learner();
      await signUp(page, server.url, who);
      await accessible(page, "the empty chat");
      for (const region of regions) {
        await page.getByRole("combobox", { name: "Region" }).selectOption(region.id);
        await expect(page.getByRole("combobox", { name: "Model" })).toHaveValue("practice-rules");
        await say(page, `Yesterday I go to the market near ${region.name}.`);
        await replied(page);
        await expect(conversation(page)).toContainText("went");
      }
      await accessible(page, "a conversation");
      const text = await conversation(page).innerText();
      await page.reload();
      await hydrated(page);
      await expect(conversation(page)).toContainText("Yesterday I go to the market near Oregon.");
      await expect(conversation(page)).toContainText("went");
      expect(text).toContain("Yesterday I go to the market near N. Virginia.");

      const history = page.getByRole("navigation", { name: "History" });
      await expect(history.getByRole("link", { name: /Yesterday I go/ })).toBeVisible();
    });

    test("what one learner says is not there for another", async ({ page, browser }) => {
      await signUp(page, server.url, learner("Siti Aminah"));
      await say(page, "My secret pet is called Kucing Garong.");
      await replied(page);
      const address = page.url();
      const other = await browser.newContext();
      const stranger = await other.newPage();
      await signUp(stranger, server.url, learner("Agus"));
      await open(stranger, address);
      await expect(stranger.getByText("Kucing Garong")).toHaveCount(0);
      await expect(stranger.getByRole("navigation", { name: "History" }).getByRole("link", { name: /secret pet/ })).toHaveCount(0);
      await other.close();
    });

    test("a conversation is deleted after a question, and stays deleted", async ({ page }) => {
      await signUp(page, server.url, learner("Dewi"));
      await say(page, "I like to cook rendang on Sundays.");
      await replied(page);
      const history = page.getByRole("navigation", { name: "History" });
      await expect(history.getByRole("link", { name: /rendang/ })).toBeVisible();
      await history.getByRole("button", { name: /^Delete.*rendang/ }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
      await expect(history.getByRole("link", { name: /rendang/ })).toHaveCount(0);
      await page.reload();
      await hydrated(page);
      await expect(history.getByRole("link", { name: /rendang/ })).toHaveCount(0);
    });

    test("signing out and in again brings everything back", async ({ page }) => {
      const who = learner("Rizky");
      await signUp(page, server.url, who);
      await say(page, "I am learning to repair computers at school.");
      await replied(page);
      await page.getByRole("button", { name: "Sign out" }).click();
      await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
      await page.getByLabel("Email", { exact: true }).fill(who.email);
      await page.getByLabel("Password", { exact: true }).fill("Wrong-2026!");
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByRole("alert")).toContainText("Email or password is not right");
      await page.getByLabel("Password", { exact: true }).fill(who.password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("navigation", { name: "History" }).getByRole("link", { name: /repair computers/ }).click();
      await expect(conversation(page)).toContainText("I am learning to repair computers at school.");
    });
  });
}
