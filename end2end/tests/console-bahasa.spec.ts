// The console in Bahasa Indonesia: what the engine says in English is said in it too.
import { build, go, lks, openConsole, signUpAdmin } from "../fixtures/console";
import { Server } from "../fixtures/server";
import { accessible, expect, open as openPage, test } from "../fixtures/test";

let server: Server;
test.beforeEach(async () => {
  server = await Server.start();
});
test.afterEach(async () => {
  await server?.stop();
});

test("evidence, findings, reasons and figures are in the language of the page", async ({ browser, page }) => {
  test.setTimeout(180_000);
  await signUpAdmin(page, server);
  await openConsole(page, server);
  await build(page);
  const nat = lks(server, "sandbox", "ls").split("\n").find((line) => line.includes("lks-nat-zone-a"))?.match(/\bi-[0-9a-f]+/)?.[0] ?? "";
  lks(server, "sandbox", "set", nat, "SourceDestCheck=true");
  await go(page, "Verify");
  await page.getByRole("button", { name: "Run checks" }).click();
  await expect(page.locator(".check-fail summary").first()).toBeVisible({ timeout: 60_000 });
  await go(page, "Plan");
  await page.getByRole("button", { name: "Make plan" }).click();
  await expect(page.locator(".plan-summary")).toContainText("1 to change", { timeout: 60_000 });

  const context = await browser.newContext({ locale: "id-ID", storageState: await page.context().storageState() });
  const ibu = await context.newPage();
  const open = (path: string) => openPage(ibu, `${server.url}/admin${path}`);

  await open("/verify");
  const failed = ibu.locator("details.check-fail").first();
  await expect(failed).toContainText("lks-nat-zone-a: SourceDestCheck bernilai true, seharusnya false");
  await accessible(ibu, "a sheet with a failure, in Bahasa Indonesia");
  await open("/plan");
  await expect(ibu.locator(".plan-summary")).toContainText("1 diubah");
  await expect(ibu.locator(".step-table")).toContainText("SourceDestCheck berbeda");
  await expect(ibu.locator(".prices").first()).toContainText(/\$\d+,\d\d/);
  await accessible(ibu, "a plan, in Bahasa Indonesia");
  await open("/runs");
  await ibu.locator("main a[href^='/admin/runs/']").first().click();
  await expect(ibu.locator(".log-lines")).toContainText("pembuatan dijawab");
  await expect(ibu.locator(".log-lines")).not.toContainText("create answered");
  await accessible(ibu, "a run, in Bahasa Indonesia");
  await context.close();
});
