// Who may do what: learners are led back, viewers look, admins manage users; and the log knows.
import { go, openConsole, signUpAdmin } from "../fixtures/console";
import { createAccount } from "../fixtures/account";
import { Server } from "../fixtures/server";
import { accessible, expect, fits, hydrated, learner, open, signUp, test, type Learner } from "../fixtures/test";
import type { Browser, Page } from "@playwright/test";

test.describe.configure({ timeout: 120_000 });

let server: Server;
test.beforeEach(async () => {
  server = await Server.start();
});
test.afterEach(async () => {
  await server?.stop();
});

async function signIn(page: Page, who: Learner): Promise<void> {
  await open(page, `${server.url}/signin`);
  await page.getByLabel("Email", { exact: true }).fill(who.email);
  await page.getByLabel("Password", { exact: true }).fill(who.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("textbox", { name: "Message" })).toBeVisible();
}

async function stranger(browser: Browser, who: Learner): Promise<Page> {
  const page = await (await browser.newContext({ locale: "en-US" })).newPage();
  await signUp(page, server.url, who);
  return page;
}

/** The token of whoever is signed in on a page. */
const tokenOf = (page: Page) => page.evaluate(() => JSON.parse(localStorage.getItem("lks.session") ?? "{}").id as string);

test("a visitor signs in first and comes back; a learner is led back kindly, and refused by the API", async ({ page, browser }) => {
  await signUpAdmin(page, server);
  const other = await stranger(browser, learner("Budi"));
  await expect(other.getByRole("link", { name: "Admin" })).toHaveCount(0);
  await open(other, `${server.url}/admin/runs`);
  await expect(other.getByRole("heading", { name: "This part is for admins" })).toBeVisible();
  await accessible(other, "the refusal");
  await other.getByRole("link", { name: "To the chat" }).click();
  await expect(other.getByRole("textbox", { name: "Message" })).toBeVisible();
  const { headers } = await createAccount(server.url);
  for (const path of ["me", "overview", "account", "runs", "users", "audit"]) {
    expect((await fetch(`${server.url}/admin/api/${path}`, { headers })).status, path).toBe(403);
    expect((await fetch(`${server.url}/admin/api/${path}`)).status, path).toBe(401);
  }
});

test("a viewer sees every page and can change nothing, in the page or past it", async ({ page, browser }) => {
  await signUpAdmin(page, server);
  const who = learner("Juri");
  const jury = await stranger(browser, who);
  await openConsole(page, server, "/users");
  await page.getByRole("row", { name: /Juri/ }).getByRole("checkbox", { name: "Viewer" }).check();
  await expect(page.getByText("Done: Juri.")).toBeVisible();
  await jury.getByRole("button", { name: "Sign out" }).click();
  await signIn(jury, who);
  await jury.getByRole("link", { name: "Admin" }).click();
  await hydrated(jury);
  await expect(jury.locator("#viewer-reason")).toBeVisible();
  for (const [link, button] of [
    ["Account", "Connect"],
    ["Plan", "Make plan"],
    ["Verify", "Run checks"],
    ["Drift", "Look for drift"],
  ]) {
    await go(jury, link);
    await expect(jury.getByRole("button", { name: button, exact: true })).toBeDisabled();
    await accessible(jury, `${link} as a viewer`);
  }
  for (const link of ["Runs", "Monitor", "Users", "Audit"]) await go(jury, link);
  const headers = { Authorization: `Bearer ${await tokenOf(jury)}`, "Content-Type": "application/json" };
  for (const path of ["plan", "runs", "verify", "drift", "account"]) {
    const answer = await fetch(`${server.url}/admin/api/${path}`, { method: "POST", headers, body: "{}" });
    expect(answer.status, path).toBe(403);
  }
  expect((await fetch(`${server.url}/admin/api/runs`, { headers })).status).toBe(200);
  await jury.context().close();
});

test("an admin finds an account, locks and unlocks it, resets its password; the log tells it all", async ({ page, browser }) => {
  await signUpAdmin(page, server);
  const who = learner("Siti Aminah");
  const other = await stranger(browser, who);
  await other.context().close();
  await openConsole(page, server, "/users");
  await page.getByLabel("Search by name or address").fill("Siti");
  await expect(page.getByText("Accounts: 1")).toBeVisible();
  const row = page.getByRole("row", { name: /Siti Aminah/ });
  await row.getByRole("button", { name: "Lock" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Lock" }).click();
  await expect(row.getByText("locked")).toBeVisible();
  await accessible(page, "the users");
  await row.getByRole("button", { name: "Unlock" }).click();
  await expect(row.getByText("confirmed")).toBeVisible();
  await row.getByRole("button", { name: "Reset password" }).click();
  await expect(page.getByText("read the code in the outbox below")).toBeVisible();
  await expect(page.getByRole("region", { name: "Outbox" })).toContainText(who.email);
  await go(page, "Audit");
  await expect(page.getByText(/The log is as it was written: \d+ entries/)).toBeVisible();
  await expect(page.locator(".audit-table")).toContainText("user.disable");
  await accessible(page, "the audit log");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export NDJSON" }).click();
  expect((await download).suggestedFilename()).toBe("audit.ndjson");
});

test("a class is made and deleted; the monitor shows figures, lines of the log and the models, and answers a prompt", async ({ page }) => {
  await signUpAdmin(page, server);
  await openConsole(page, server, "/users");
  await page.getByLabel("Name of the class").fill("XI TKJ 2");
  await page.getByRole("button", { name: "Make class" }).click();
  await expect(page.getByText("XI TKJ 2")).toBeVisible();
  await page.getByRole("button", { name: "Progress" }).click();
  await expect(page.getByText("Nobody of this class shares")).toBeVisible();
  await page.getByRole("button", { name: "Delete class" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete class" }).click();
  await expect(page.getByText("No classes yet.")).toBeVisible();

  await go(page, "Monitor");
  await expect(page.locator(".model-card").first()).toContainText("practice-rules");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.locator(".try-answer")).not.toHaveText("The answer appears here, word by word.", { timeout: 30_000 });
  await expect(page.locator(".chart").first()).toBeVisible();
  await accessible(page, "the monitor");
});

test("the console speaks Bahasa Indonesia and fits a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signUpAdmin(page, server);
  await openConsole(page, server);
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name: "Bahasa Indonesia" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Ringkasan" })).toBeVisible();
  for (const path of ["", "/account", "/plan", "/runs", "/verify", "/drift", "/monitor", "/users", "/audit", "/destroy"]) {
    await openConsole(page, server, path);
    await page.waitForLoadState("networkidle");
    await accessible(page, `/admin${path} on a phone`);
    await fits(page, `/admin${path}`);
  }
});
