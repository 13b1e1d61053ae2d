// With Sofya's language model in the process: its notes come after the rules' own.
import { createAccount } from "../fixtures/account";
import { Server } from "../fixtures/server";
import { expect, learner, signUp, test } from "../fixtures/test";

const MODEL = "smollm2:135m";
// The rules find the past tense; that nobody goes "for visit" is for the judge to say.
const sentence = "Yesterday I go to my village for visit my grandmother.";
let server: Server;

test.beforeAll(async () => {
  server = await Server.start({ model: true });
});
test.afterAll(async () => {
  await server?.stop();
});

async function corrected(model: string): Promise<string> {
  const account = await createAccount(server.url);
  const answer = await fetch(`${server.url}/corrections`, {
    method: "POST",
    headers: { ...account.headers, "Content-Type": "application/json" },
    body: JSON.stringify({ text: sentence, language: "en", model }),
  });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { corrected: string }).corrected;
}

test("the rules' notes stand under a message at once, the judge's take their place when the reply is written", async ({ page }) => {
  test.setTimeout(180_000);
  await expect.poll(() => corrected(MODEL).catch(() => ""), { timeout: 60_000 }).toContain("to visit");
  expect(await corrected("practice-rules")).not.toContain("to visit");

  await signUp(page, server.url, learner());
  await page.getByRole("textbox", { name: "Message" }).fill(sentence);
  await page.getByRole("button", { name: "Send" }).click();
  const notes = page.getByRole("log", { name: "Conversation" });
  await expect(notes).toContainText(/Corrections\s*1.*becomes\s*went/);
  await expect(notes).toContainText(/Corrections\s*2.*becomes\s*to/, { timeout: 120_000 });
  await page.reload();
  await expect(notes).toContainText(/Corrections\s*2.*becomes\s*to/);
});
