// Pictures of the pages, desktop and phone, light and dark, written to docs/images.
import { Server } from "../fixtures/server";
import { expect, learner, signUp, test } from "../fixtures/test";
import type { Page } from "@playwright/test";

const sizes = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} as const;
const messages = [
  "Hi Sofya! Yesterday I go to the market with my mother.",
  "We buyed many fruits and she cook rendang for the family.",
  "I am student of network engineering and I very like computers.",
];

async function converse(page: Page): Promise<void> {
  for (const message of messages) {
    await page.getByRole("textbox", { name: "Message" }).fill(message);
    await page.getByRole("button", { name: "Send" }).click();
    await expect(page.getByRole("button", { name: "Stop" })).toBeHidden({ timeout: 30_000 });
    await expect(page.getByRole("button", { name: "Send" })).toBeVisible();
  }
  // Marks and notes may come after the reply.
  await expect(page.getByText("Reading your message…")).toHaveCount(0, { timeout: 30_000 });
}

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(async () => {
  await server?.stop();
});

for (const [size, device] of Object.entries(sizes)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`${size}, ${colorScheme}`, async ({ browser }) => {
      const context = await browser.newContext({ ...device, colorScheme, locale: "en-US" });
      const page = await context.newPage();
      const picture = (name: string) => page.screenshot({ path: `../docs/images/${name}-${size}-${colorScheme}.png` });
      await page.goto(`${server.url}/signup`);
      await picture("signup");
      await signUp(page, server.url, learner());
      await picture("start");
      await converse(page);
      await picture("chat");
      await page.getByRole("button", { name: "Your progress" }).click();
      await expect(page.getByRole("complementary", { name: "Your progress" })).toBeVisible();
      await picture("progress");
      await page.goto(`${server.url}/check`);
      await page.waitForLoadState("networkidle");
      await picture("check");
      await page.goto(`${server.url}/settings`);
      await page.waitForLoadState("networkidle");
      await picture("settings");
      await context.close();
    });
  }
}
