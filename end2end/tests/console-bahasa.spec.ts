// The console in Bahasa Indonesia: what the engine says in English is said in it too.
import { readFileSync } from "node:fs";
import { build, go, lks, openConsole, signUpAdmin } from "../fixtures/console";
import { Server } from "../fixtures/server";
import { accessible, expect, fits, open as openPage, test } from "../fixtures/test";

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

  // What has figures and long names in it fits a phone too, in the dark.
  await ibu.setViewportSize({ width: 390, height: 844 });
  await ibu.emulateMedia({ colorScheme: "dark" });
  const run = new URL(ibu.url()).pathname.replace("/admin", "");
  for (const [path, thing, text] of [
    [run, ".timeline tbody tr", "selesai"],
    ["/plan", ".step-table tbody tr", "SourceDestCheck berbeda"],
    ["/verify", "details.check-fail", "seharusnya false"],
  ]) {
    await open(path);
    const first = ibu.locator(thing).first();
    await expect(first).toContainText(text);
    const { right } = await first.evaluate((row) => ({ right: Math.max(...[...row.children].map((part) => part.getBoundingClientRect().right)) }));
    expect(right, `${path}: all of a row is on the screen`).toBeLessThanOrEqual(390);
    await fits(ibu, path);
    await accessible(ibu, `${path} on a phone`);
  }

  // The sheet that a jury prints is in the language of the page too.
  await open("/verify");
  const download = ibu.waitForEvent("download");
  await ibu.getByRole("button", { name: "Ekspor HTML" }).click();
  const sheet = readFileSync(await (await download).path(), "utf8");
  expect(sheet).toContain('lang="id"');
  expect(sheet).toContain("Cara memperbaiki: Setel SourceDestCheck ke false");
  await context.close();
});
