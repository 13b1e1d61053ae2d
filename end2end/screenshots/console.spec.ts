// Pictures of the console, desktop and phone, light and dark, written to docs/images.
import { apply, connectSandbox, go, lks, makePlan, openConsole, runEnds, signUpAdmin } from "../fixtures/console";
import { Server } from "../fixtures/server";
import { expect, test } from "../fixtures/test";

const sizes = {
  desktop: { viewport: { width: 1280, height: 860 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} as const;

/** Where the pictures go; those of the documentation are in docs/images. */
const folder = process.env.LKS_PICTURES ?? "../docs/images";

test.describe.configure({ timeout: 600_000 });

for (const [size, device] of Object.entries(sizes)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`console, ${size}, ${colorScheme}`, async ({ browser }) => {
      const server = await Server.start();
      const context = await browser.newContext({ ...device, colorScheme, locale: "en-US" });
      const page = await context.newPage();
      const picture = async (name: string, fullPage = false) => {
        await expect(page.locator(".skeleton")).toHaveCount(0);
        const path = `${folder}/console-${name}-${size}-${colorScheme}.png`;
        await page.screenshot({ path, fullPage, animations: "disabled" });
      };
      await signUpAdmin(page, server);
      await openConsole(page, server);
      await expect(page.getByText("First steps")).toBeVisible();
      await picture("overview");
      await connectSandbox(page, "60 times as fast");
      await picture("account");
      await makePlan(page);
      await picture("plan");
      await page.locator(".map").scrollIntoViewIfNeeded();
      await picture("plan-map");
      await apply(page);
      await expect.poll(async () => Number(await page.getByRole("progressbar", { name: "Steps" }).getAttribute("aria-valuenow")), { timeout: 60_000 }).toBeGreaterThan(60);
      await picture("run");
      await page.locator(".timeline-frame").scrollIntoViewIfNeeded();
      await picture("run-timeline");
      await connectSandbox(page, "as fast as it can");
      await go(page, "Runs");
      await page.getByRole("link", { name: "Build or change" }).click();
      await runEnds(page, "done");
      await go(page, "Runs");
      await picture("runs");
      await go(page, "Verify");
      await page.getByRole("button", { name: "Run checks" }).click();
      await expect(page.locator(".sheet-points")).toBeVisible({ timeout: 60_000 });
      await picture("verify");
      const id = lks(server, "sandbox", "ls").split("\n").find((line) => line.includes("lks-nat-zone-a"))?.match(/\bi-[0-9a-f]+/)?.[0] ?? "";
      lks(server, "sandbox", "set", id, "SourceDestCheck=true");
      await go(page, "Drift");
      await page.getByRole("button", { name: "Look for drift" }).click();
      await expect(page.getByText("SourceDestCheck")).toBeVisible({ timeout: 60_000 });
      await picture("drift");
      await openConsole(page, server, "/destroy");
      await page.getByRole("button", { name: "Show what will be lost" }).click();
      await expect(page.getByRole("heading", { name: "What will be lost" })).toBeVisible({ timeout: 60_000 });
      await picture("destroy");
      for (const name of ["Monitor", "Users", "Audit", "Overview"]) {
        await go(page, name);
        await picture(name === "Overview" ? "overview-standing" : name.toLowerCase());
      }
      await context.close();
      await server.stop();
    });
  }
}
