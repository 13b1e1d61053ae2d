// What an admin does in a real account, in the browser against an emulated one: pasted keys, a plan that leaves out
// what the emulator lacks, a run, drift by AWS's own interface, the sheet, CloudWatch, and everything removed again.
import { execFileSync } from "node:child_process";
import type { Page } from "@playwright/test";
import { apply, go, makePlan, nameAskedFor, openConsole, runEnds, signUpAdmin } from "../fixtures/console";
import { Server } from "../fixtures/server";
import { accessible, expect, fits, hydrated, test } from "../fixtures/test";

test.describe.configure({ timeout: 300_000 });

const endpoint = process.env.AWS_ENDPOINT_URL ?? "";
const python = process.env.LKS_EMULATOR_PYTHON ?? "python3";
/** What the emulator lacks. */
const lacking = ["amplify", "ssm", "backup"];

const block = (key: string) => `[default]\naws_access_key_id=${key}\naws_secret_access_key=hush/secret=\naws_session_token=hush-token==\n`;

let server: Server;
test.beforeEach(async () => {
  // The server's environment names no account: it has what is pasted, and nothing else.
  const own = Object.keys(process.env).filter((name) => name.startsWith("AWS_") && name !== "AWS_EC2_METADATA_DISABLED");
  server = await Server.start({ env: Object.fromEntries(own.map((name) => [name, ""])) });
});
test.afterEach(async () => {
  await server?.stop();
});

const DESKTOP = { width: 1280, height: 720 };
const PHONE = { width: 390, height: 844 };

/**
 * Looks at the page on a phone in the dark too: it fits, and everything can be read. Where LKS_PICTURES names a folder,
 * pictures of both are left there for whoever wants to look.
 */
async function look(page: Page, name: string): Promise<void> {
  await expect(page.locator(".skeleton")).toHaveCount(0);
  await pictured(page, `${name}-desktop-light`);
  await page.setViewportSize(PHONE);
  await page.emulateMedia({ colorScheme: "dark" });
  await fits(page, name);
  await accessible(page, `${name}, on a phone in the dark`);
  await pictured(page, `${name}-phone-dark`);
  await page.setViewportSize(DESKTOP);
  await page.emulateMedia({ colorScheme: "light" });
}

async function pictured(page: Page, name: string): Promise<void> {
  const folder = process.env.LKS_PICTURES;
  if (folder) await page.screenshot({ path: `${folder}/aws-${name}.png`, fullPage: true, animations: "disabled" });
}

async function paste(page: Page, key: string): Promise<void> {
  await go(page, "Account");
  await page.getByRole("radio", { name: /AWS-compatible service/ }).check();
  await page.getByLabel("Address of the service").fill(endpoint);
  await page.getByLabel("Paste the lab's block here").fill(block(key));
  await page.getByRole("button", { name: "Connect", exact: true }).click();
}

/** What somebody does to the account past the console, by AWS's own library. */
function byHand(statement: string): void {
  const client = `import boto3\nclient = lambda service, region="us-east-1": boto3.client(service, endpoint_url="${endpoint}", region_name=region)\n`;
  execFileSync(python, ["-c", client + statement], { encoding: "utf8" });
}

test("an account is connected by pasted keys, and a stack is built, watched, checked and removed in it", async ({ page }) => {
  await signUpAdmin(page, server);
  await openConsole(page, server);

  await go(page, "Account");
  await page.getByRole("radio", { name: /Access keys/ }).check();
  await page.getByLabel("Paste the lab's block here").fill("aws_access_key_id=ASIAEMULATED");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "aws_secret_access_key" })).toBeVisible();
  await page.getByLabel("Paste the lab's block here").fill(block("ASIAEMULATED"));
  await page.getByLabel(/Time left in the lab/).fill("soon");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "for example 3:59" })).toBeVisible();
  await accessible(page, "keys that cannot be used");
  await look(page, "account-wrong");

  await paste(page, "ASIAEMULATED");
  await expect(page.getByRole("heading", { name: "Connected: AWS-compatible service" })).toBeVisible({ timeout: 60_000 });
  await expect(page.locator("dl.facts")).toContainText("123456789012");
  await expect(page.locator("dl.facts")).toContainText("the credentials do not say");
  await expect(page.getByLabel("Paste the lab's block here")).toHaveValue("");
  expect(await page.content()).not.toContain("hush");
  await page.getByText("What may be done").click();
  await accessible(page, "a connected account");
  await look(page, "account");

  await go(page, "Plan");
  await page.locator(".choices-title").click();
  for (const part of lacking) await page.getByRole("group", { name: "Leave out" }).getByLabel(new RegExp(`^${part}\\b`)).check();
  await makePlan(page);
  await expect(page.locator(".plan-summary")).toContainText("to create");
  await look(page, "plan");
  await apply(page);
  await runEnds(page, "done");
  await look(page, "run");
  await makePlan(page);
  await expect(page.getByText(/^Nothing to do/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Approve and apply" })).toBeDisabled();
  await look(page, "plan-empty");

  await go(page, "Verify");
  await page.getByRole("button", { name: "Run checks" }).click();
  await expect(page.locator(".sheet-points")).toContainText("points", { timeout: 60_000 });
  await accessible(page, "the sheet of an account");
  await look(page, "verify");

  byHand('client("logs", "us-west-2").put_retention_policy(logGroupName="lks-logs-workers", retentionInDays=3)');
  await go(page, "Drift");
  await page.getByRole("button", { name: "Look for drift" }).click();
  await expect(page.getByText("RetentionInDays")).toBeVisible({ timeout: 60_000 });
  await look(page, "drift");
  await page.getByRole("button", { name: "Revert" }).first().click();
  await expect(page.locator(".plan-summary")).toContainText("1 to change", { timeout: 60_000 });
  await apply(page);
  await runEnds(page, "done");

  byHand('client("cloudwatch").set_alarm_state(AlarmName="lks-alarm-api-5xx", StateValue="ALARM", StateReason="more than five a minute")');
  await go(page, "Monitor");
  await page.getByLabel("From", { exact: true }).selectOption("aws");
  await expect(page.getByText("lks-alarm-api-5xx")).toBeVisible({ timeout: 60_000 });
  await accessible(page, "CloudWatch's figures");
  await look(page, "monitor");

  await go(page, "Overview");
  await hydrated(page);
  await look(page, "overview");
  await page.getByRole("link", { name: "Remove the stack…" }).click();
  await page.getByRole("button", { name: "Show what will be lost" }).click();
  await expect(page.getByRole("heading", { name: "What will be lost" })).toBeVisible({ timeout: 60_000 });
  await look(page, "destroy");
  await page.getByRole("button", { name: "Destroy stack" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill(await nameAskedFor(dialog));
  await dialog.getByRole("button", { name: "Destroy stack" }).click();
  await page.waitForURL(/\/admin\/runs\//);
  await runEnds(page, "done");
  await expect(page.getByText("Final sweep: nothing is left of the stack.")).toBeVisible();
  await look(page, "destroyed");
});

test("the time that a lab's clock shows is counted down and warned of", async ({ page }) => {
  await signUpAdmin(page, server);
  await openConsole(page, server);
  await go(page, "Account");
  const body = { kind: "endpoint", url: endpoint, access_key_id: "ASIAEMULATED", secret_access_key: "hush/secret=", session_token: "hush==", minutes_left: 20 };
  await page.route("**/admin/api/account", async (route) => {
    // The lab's own keys would go to AWS; the emulator stands in for it under the same form.
    if (route.request().method() !== "POST") return route.fallback();
    const sent = route.request().postDataJSON();
    expect(sent).toEqual({ kind: "keys", access_key_id: "ASIAEMULATED", secret_access_key: "hush/secret=", session_token: "hush-token==", minutes_left: 20 });
    return route.fallback({ postData: JSON.stringify(body) });
  });
  await page.getByRole("radio", { name: /Access keys/ }).check();
  await page.getByLabel("Paste the lab's block here").fill(block("ASIAEMULATED"));
  await page.getByLabel(/Time left in the lab/).fill("0:20");
  await accessible(page, "the form for keys");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(page.locator("dl.facts")).toContainText(/in (19|20) min/, { timeout: 60_000 });
  await expect(page.getByText("The credentials end soon.")).toBeVisible();
  await expect(page.getByLabel(/Time left in the lab/)).toHaveValue("");
  await look(page, "account-ending");
});
