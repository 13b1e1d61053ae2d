// Runs that do not go straight: paused, cancelled, a lost network, a server that dies, two admins.
import { apply, connectSandbox, go, lks, makePlan, openConsole, runEnds, signUpAdmin } from "../fixtures/console";
import { Server } from "../fixtures/server";
import { accessible, expect, hydrated, learner, signUp, test } from "../fixtures/test";
import type { Page } from "@playwright/test";

test.describe.configure({ timeout: 240_000 });

let server: Server;
test.beforeEach(async () => {
  server = await Server.start();
});
test.afterEach(async () => {
  await server?.stop();
});

async function begin(page: Page, speed: string): Promise<void> {
  await signUpAdmin(page, server);
  await openConsole(page, server);
  await connectSandbox(page, speed);
  await makePlan(page);
  await apply(page);
}

const done = async (page: Page) => Number(await page.getByRole("progressbar", { name: "Steps" }).getAttribute("aria-valuenow"));

async function underWay(page: Page): Promise<void> {
  await expect.poll(() => done(page), { timeout: 60_000 }).toBeGreaterThan(5);
}

test("a run is paused, stands still, and goes on", async ({ page }) => {
  await begin(page, "10 times as fast");
  await underWay(page);
  await page.getByRole("button", { name: "Pause" }).click();
  await runEnds(page, "paused", 120_000);
  await accessible(page, "a paused run");
  await page.getByRole("button", { name: "Resume" }).click();
  await runEnds(page, "running", 30_000);
  await accessible(page, "a run under way");
  await connectSandbox(page, "as fast as it can");
  await go(page, "Runs");
  await page.getByRole("link", { name: "Build or change" }).click();
  await runEnds(page, "done");
});

test("a cancelled run keeps what is built, and a new plan goes on from there", async ({ page }) => {
  await begin(page, "10 times as fast");
  await underWay(page);
  await page.getByRole("button", { name: "Cancel run" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  await accessible(page, "the question before cancelling");
  await dialog.getByRole("button", { name: "Cancel run" }).click();
  await runEnds(page, "cancelled");
  await connectSandbox(page, "as fast as it can");
  await makePlan(page);
  await expect(page.locator(".plan-summary")).toContainText(/[1-9]\d* unchanged/);
  await apply(page);
  await runEnds(page, "done");
});

test("the server dies in the middle of a run; the run is resumed and nothing is built twice", async ({ page }) => {
  await begin(page, "10 times as fast");
  await underWay(page);
  await server.kill("SIGKILL");
  await expect(page.getByText("Connection lost. Trying again…")).toBeVisible({ timeout: 45_000 });
  await server.launch();
  await runEnds(page, "interrupted", 60_000);
  await accessible(page, "an interrupted run");
  await connectSandbox(page, "as fast as it can");
  await go(page, "Runs");
  await page.getByRole("link", { name: "Build or change" }).first().click();
  const interrupted = page.url();
  await page.getByRole("button", { name: "Resume" }).click();
  await page.waitForURL((url) => url.pathname.includes("/admin/runs/") && url.href !== interrupted);
  await runEnds(page, "done");
  // Nothing twice, nothing missing: a new plan finds nothing to do.
  await makePlan(page);
  await expect(page.getByText(/Nothing to do: \d+ resources/)).toBeVisible();
});

test("a lost network loses nothing of a run", async ({ page, context }) => {
  await begin(page, "10 times as fast");
  await underWay(page);
  await context.setOffline(true);
  // The run goes on meanwhile, as the simulated account tells past the page.
  const resources = () => lks(server, "sandbox", "ls").split("\n").length;
  const first = resources();
  await expect.poll(resources, { timeout: 60_000 }).toBeGreaterThan(first + 5);
  const before = await done(page);
  await context.setOffline(false);
  await expect.poll(() => done(page), { timeout: 60_000 }).toBeGreaterThan(before);
  // Every step that is done in the head is done in the timeline too.
  await expect
    .poll(async () => Math.abs((await page.locator(".timeline tr.look-done").count()) - (await done(page))), { timeout: 20_000 })
    .toBeLessThanOrEqual(2);
});

test("a run is followed by two admins at once, and found again after the page was closed", async ({ page, browser }) => {
  await begin(page, "10 times as fast");
  await underWay(page);
  const address = page.url();
  const context = await browser.newContext({ locale: "en-US" });
  const second = await context.newPage();
  const colleague = learner("Pak Budi");
  await signUp(second, server.url, colleague);
  // Made an admin by the first one, then signed in anew so that the token knows it.
  const other = await page.context().newPage();
  await openConsole(other, server, "/users");
  const row = other.getByRole("row", { name: /Pak Budi/ });
  await row.getByRole("checkbox", { name: "Admin" }).check();
  await expect(other.getByText("Done: Pak Budi.")).toBeVisible();
  await other.close();
  await second.getByRole("button", { name: "Sign out" }).click();
  await second.goto(address);
  await second.waitForURL(/\/signin/);
  await hydrated(second);
  await second.getByLabel("Email", { exact: true }).fill(colleague.email);
  await second.getByLabel("Password", { exact: true }).fill(colleague.password);
  await second.getByRole("button", { name: "Sign in" }).click();
  await second.waitForURL(address);
  await expect.poll(async () => Math.abs((await done(second)) - (await done(page))), { timeout: 20_000 }).toBeLessThanOrEqual(3);
  // One pauses, both see it.
  await second.getByRole("button", { name: "Pause" }).click();
  await runEnds(second, "paused", 120_000);
  await runEnds(page, "paused", 120_000);
  await page.close();
  const again = await context.newPage();
  await again.goto(address);
  await runEnds(again, "paused", 120_000);
  expect(await again.locator(".timeline tr.look-done").count()).toBeGreaterThan(5);
  await context.close();
});

test("credentials that end are warned of, hold the run before they end, and new ones let it go on", async ({ page }) => {
  test.setTimeout(420_000);
  await signUpAdmin(page, server);
  await openConsole(page, server);
  await connectSandbox(page, "as in reality");
  const connect = async (lifetime: string) => {
    await page.getByLabel("Credentials (to practise that they end)").selectOption({ label: lifetime });
    await page.getByRole("button", { name: "Connect", exact: true }).click();
  };
  await connect("end after 5 simulated minutes");
  const warning = page.getByText("The credentials end soon.");
  await expect(warning).toBeVisible();
  await accessible(page, "credentials that end soon");
  await expect(page.getByLabel("Speed of the simulated clock").locator("option:checked")).toHaveText("as in reality");
  await makePlan(page);
  await apply(page);
  await connectSandbox(page, "60 times as fast");
  await go(page, "Runs");
  await page.getByRole("link", { name: "Build or change" }).click();
  await runEnds(page, "waiting for credentials", 120_000);
  await expect(page.locator(".run-next").getByText("the credentials end in a moment")).toBeVisible();
  await accessible(page, "a run that waits for credentials");
  const before = await done(page);

  await page.getByRole("link", { name: "Connect again" }).click();
  await expect(page.getByText("A run waits for new credentials.")).toBeVisible();
  await connect("does not end");
  await expect(warning).toBeHidden();
  await connectSandbox(page, "as fast as it can");
  await go(page, "Runs");
  await page.getByRole("link", { name: "Build or change" }).click();
  await runEnds(page, "done");
  // No call was refused for want of credentials, and nothing is lost: a new plan finds nothing to do.
  await expect(page.locator(".timeline tr.look-failed")).toHaveCount(0);
  expect(await done(page)).toBeGreaterThan(before);
  await makePlan(page);
  await expect(page.getByText(/Nothing to do: \d+ resources/)).toBeVisible();
});
