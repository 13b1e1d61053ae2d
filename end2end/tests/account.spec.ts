// What a learner does with an account beside chatting: a forgotten password, from the page to its end.
import { createAccount } from "../fixtures/account";
import { Server } from "../fixtures/server";
import { accessible, expect, learner, open, signUp, test } from "../fixtures/test";

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(async () => {
  await server?.stop();
});

interface Mail {
  recipient: string;
  purpose: string;
  code: string;
}

test("a forgotten password is replaced with the code that an admin reads in the outbox", async ({ page }) => {
  const admin = await createAccount(server.url);
  const who = learner();
  await signUp(page, server.url, who);
  await page.getByRole("textbox", { name: "Message" }).fill("I keep a diary about my internship.");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("button", { name: "Send" })).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();

  await page.getByRole("link", { name: /forgot/i }).click();
  await page.getByLabel("Email", { exact: true }).fill(who.email);
  await accessible(page, "asking for a code");
  await page.getByRole("button", { name: "Send code" }).click();
  await expect(page.getByRole("status").filter({ hasText: /code/i })).toBeVisible();
  await accessible(page, "choosing a new password");

  const outbox = await fetch(`${server.url}/admin/outbox`, { headers: admin.headers });
  const mails = ((await outbox.json()) as { data: Mail[] }).data;
  const mail = mails.find((m) => m.recipient === who.email && m.purpose === "reset-password");
  expect(mail?.code).toMatch(/^\d{6}$/);

  const wrong = mail?.code === "000000" ? "000001" : "000000";
  await page.getByLabel("Code", { exact: true }).fill(wrong);
  await page.getByLabel("New password", { exact: true }).fill("Baru-2026-belajar");
  await page.getByRole("button", { name: "Set new password" }).click();
  await expect(page.getByRole("alert")).toContainText(/code/i);

  await page.getByLabel("Code", { exact: true }).fill(mail?.code ?? "");
  await page.getByRole("button", { name: "Set new password" }).click();
  await expect(page.getByRole("textbox", { name: "Message" })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "History" }).getByRole("link", { name: /diary/ })).toBeVisible();

  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("Email", { exact: true }).fill(who.email);
  await page.getByLabel("Password", { exact: true }).fill(who.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toContainText("Email or password is not right");
});

test("an address that nobody has gets the same answer as one that somebody has", async ({ page }) => {
  await open(page, `${server.url}/forgot`);
  await page.getByLabel("Email", { exact: true }).fill("nobody@sekolah.example");
  await page.getByRole("button", { name: "Send code" }).click();
  await expect(page.getByRole("status").filter({ hasText: /code/i })).toBeVisible();
});
