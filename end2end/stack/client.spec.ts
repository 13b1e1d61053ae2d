// The static client as Amplify hosts it, before the emulated stack and nothing of `lks serve`: the browser itself asks
// Cognito, API Gateway with the packed Lambda, and the regions. All of it is emulated but the parts of ours.
import { Hosting } from "../fixtures/hosting";
import { becomeLearner, chatInBothRegions, config, scored, settingsStay, stack } from "../fixtures/stack";
import { accessible, expect, hydrated, learner, test } from "../fixtures/test";

let hosting: Hosting;
test.beforeAll(async () => {
  hosting = await Hosting.start(() => config, Number(new URL(stack.origin).port));
});
test.afterAll(async () => {
  await hosting?.stop();
});

test("a learner of the static client signs up, chats in both regions, is corrected and finds it all again", async ({ page }) => {
  const origins = new Set<string>();
  page.on("request", (request) => origins.add(new URL(request.url()).origin));
  await becomeLearner(page, hosting.url, learner());
  await chatInBothRegions(page);
  const conversation = page.getByRole("log", { name: "Conversation" });
  await accessible(page, "a conversation of the static client");
  await scored(page);
  await page.reload();
  await hydrated(page);
  await expect(conversation).toContainText("Yesterday I go to the market of us-west-2.");
  const history = page.getByRole("navigation", { name: "History" });
  await settingsStay(page, hosting.url);
  await history.getByRole("button", { name: /^Delete.*Yesterday/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(history.getByRole("link", { name: /Yesterday/ })).toHaveCount(0);
  expect([...origins].sort()).toEqual([new URL(stack.api).origin, hosting.url].sort());
});

test("a page of another origin is let in nowhere", async ({ page }) => {
  const answer = await page.request.fetch(`${stack.api}/corrections`, { method: "OPTIONS", headers: { Origin: "http://localhost:1" } });
  expect(answer.headers()["access-control-allow-origin"]).toBe(stack.origin);
});
