// The whole guided run on the Sandbox: connect, plan, apply, verify, drift, destroy to nothing.
import { apply, build, connectSandbox, go, lks, makePlan, nameAskedFor, openConsole, runEnds, signUpAdmin } from "../fixtures/console";
import { Server } from "../fixtures/server";
import { accessible, expect, hydrated, test } from "../fixtures/test";

test.describe.configure({ timeout: 240_000 });

let server: Server;
test.beforeEach(async () => {
  server = await Server.start();
});
test.afterEach(async () => {
  await server?.stop();
});

/** The physical id of a resource of the simulated account, by its name. */
function idOf(name: string): string {
  const line = lks(server, "sandbox", "ls").split("\n").find((line) => line.includes(name));
  const id = line?.match(/\b(i|sg|vpc|subnet)-[0-9a-f]+/)?.[0];
  if (!id) throw new Error(`no ${name} in the simulated account`);
  return id;
}

test("an admin is led from connecting to the learners' link, and can build, check and remove the stack", async ({ page }) => {
  await signUpAdmin(page, server);
  await page.getByRole("link", { name: "Admin" }).click();
  await hydrated(page);
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await expect(page.getByText("First steps")).toBeVisible();
  await accessible(page, "the overview before anything is built");

  await connectSandbox(page, "as fast as it can");
  await accessible(page, "the account");

  await go(page, "Plan");
  await expect(page.getByRole("heading", { name: "No plan yet" })).toBeVisible();
  await accessible(page, "the plan page without a plan");
  await makePlan(page);
  await expect(page.locator(".plan-summary")).toContainText("to create");
  await expect(page.locator(".prices").first()).toContainText("$");
  await accessible(page, "a plan");

  await apply(page);
  await runEnds(page, "done");
  await expect(page.getByRole("progressbar", { name: "Steps" })).toHaveAttribute("aria-valuenow", /^\d{2,}$/);
  await accessible(page, "a run that is done");

  await page.getByRole("link", { name: "To the checks" }).click();
  await page.getByRole("button", { name: "Run checks" }).click();
  await expect(page.locator(".sheet-points")).toContainText("points", { timeout: 60_000 });
  await expect(page.locator(".check-counts")).toContainText("0 fail");
  await accessible(page, "the jury's sheet");

  await go(page, "Overview");
  await expect(page.locator(".journey-done")).not.toHaveCount(0);
  await expect(page.getByText("/signup")).toBeVisible();

  await page.getByRole("link", { name: "Remove the stack…" }).click();
  await page.getByRole("button", { name: "Show what will be lost" }).click();
  await expect(page.getByRole("heading", { name: "What will be lost" })).toBeVisible({ timeout: 60_000 });
  await accessible(page, "what will be lost");
  await page.getByRole("button", { name: "Destroy stack" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "Destroy stack" })).toBeDisabled();
  const name = await nameAskedFor(dialog);
  await dialog.getByRole("textbox").fill(`${name}x`);
  await expect(dialog.getByRole("button", { name: "Destroy stack" })).toBeDisabled();
  await accessible(page, "the question before everything is removed");
  await dialog.getByRole("textbox").fill(name);
  await dialog.getByRole("button", { name: "Destroy stack" }).click();
  await page.waitForURL(/\/admin\/runs\//);
  await runEnds(page, "done");
  await expect(page.getByText("Final sweep: nothing is left of the stack.")).toBeVisible();
  await expect(page.locator(".map-foot")).not.toContainText("stays");
  expect(lks(server, "sandbox", "ls")).not.toContain("lks-vpc");
});

test("what is chosen otherwise is checked and priced as it is typed, and planned so", async ({ page }) => {
  await signUpAdmin(page, server);
  await openConsole(page, server);
  await connectSandbox(page, "as fast as it can");
  await go(page, "Plan");
  await page.locator(".choices-title").click();
  const cost = page.locator(".choices-cost");
  await expect(cost).toContainText("$1.3");
  const volume = page.locator("#choice-workers-volume_gb");
  await volume.fill("5");
  await expect(page.locator("#choice-workers-volume_gb-wrong")).toContainText("16");
  await expect(page.getByRole("button", { name: "Make plan" })).toBeDisabled();
  await accessible(page, "a choice that is wrong");
  // No plan is made of choices that are still being looked at.
  await page.route("**/admin/api/stack/check", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await route.continue();
  });
  await volume.fill("20");
  await expect(page.getByRole("button", { name: "Make plan" })).toBeDisabled();
  await page.getByRole("button", { name: "Make plan" }).click();
  await expect(page.locator("#choice-workers-volume_gb-wrong")).toBeEmpty();
  await expect(page.getByRole("heading", { name: "The plan" })).toBeVisible({ timeout: 60_000 });
  await page.reload();
  await hydrated(page);
  await page.locator(".choices-title").click();
  await expect(volume).toHaveValue("20");
});

test("a misconfiguration is found by the checks, shown as drift, set back by a plan, and then gone", async ({ page }) => {
  await signUpAdmin(page, server);
  await openConsole(page, server);
  await build(page);
  lks(server, "sandbox", "set", idOf("lks-nat-zone-a"), "SourceDestCheck=true");

  await go(page, "Verify");
  await page.getByRole("button", { name: "Run checks" }).click();
  await expect(page.locator(".check-fail summary").first()).toBeVisible({ timeout: 60_000 });
  await expect(page.locator("details.check-fail").first()).toContainText("How to mend it");
  await accessible(page, "a sheet with a failure");

  await go(page, "Drift");
  await page.getByRole("button", { name: "Look for drift" }).click();
  await expect(page.getByText("SourceDestCheck")).toBeVisible({ timeout: 60_000 });
  await accessible(page, "drift");
  await page.getByRole("button", { name: "Revert" }).first().click();
  await expect(page.getByRole("heading", { name: "The plan" })).toBeVisible({ timeout: 60_000 });
  await expect(page.locator(".plan-summary")).toContainText("1 to change");
  await apply(page);
  await runEnds(page, "done");

  await go(page, "Drift");
  await page.getByRole("button", { name: "Look for drift" }).click();
  await expect(page.getByText("Everything is as it was built.")).toBeVisible({ timeout: 60_000 });
  await go(page, "Verify");
  await page.getByRole("button", { name: "Run checks" }).click();
  await expect(page.locator(".check-counts")).toContainText("0 fail", { timeout: 60_000 });
});

test("drift that is accepted or ignored is not drift any more, until that is taken back", async ({ page }) => {
  await signUpAdmin(page, server);
  await openConsole(page, server);
  await build(page);
  lks(server, "sandbox", "set", idOf("lks-nat-zone-a"), "SourceDestCheck=true");
  lks(server, "sandbox", "set", idOf("lks-nat-zone-b"), "SourceDestCheck=true");
  await go(page, "Drift");
  await page.getByRole("button", { name: "Look for drift" }).click();
  const fields = page.locator(".drift-list > .drifted .drift-field");
  await expect(fields).toHaveCount(2, { timeout: 60_000 });
  await fields.first().getByRole("button", { name: "Accept" }).click();
  await expect(fields).toHaveCount(1, { timeout: 60_000 });
  await fields.first().getByRole("button", { name: "Ignore" }).click();
  await expect(page.getByText("Everything is as it was built.")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("accepted")).toBeVisible();
  await expect(page.getByText("ignored")).toBeVisible();
  await page.getByRole("button", { name: "Take back" }).first().click();
  await expect(fields).toHaveCount(1, { timeout: 60_000 });
});
