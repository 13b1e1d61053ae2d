// The console while the Sandbox builds the whole stack: what it costs to load, how long an event takes
// to the screen, and whether the map keeps up with the screen.
import type { Page } from "@playwright/test";
import { apply, connectSandbox, makePlan, openConsole, runEnds, signUpAdmin } from "../fixtures/console";
import { Server } from "../fixtures/server";
import { expect, hydrated, test } from "../fixtures/test";
import { median, percentile, show } from "./figures";

test.describe.configure({ timeout: 300_000 });

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(async () => {
  await server?.stop();
});

interface Watch {
  /** Milliseconds from the arrival of a piece of the event stream to the frame that shows it. */
  shown: number[];
  /** Milliseconds between frames. */
  frames: number[];
}

/** Notes when pieces of the event stream arrive, when the page has drawn what they said, and every frame. */
function watch(): void {
  const seen: Watch = { shown: [], frames: [] };
  (window as unknown as { seen: Watch }).seen = seen;
  const read = ReadableStreamDefaultReader.prototype.read;
  ReadableStreamDefaultReader.prototype.read = async function (this: ReadableStreamDefaultReader) {
    const piece = await read.call(this);
    const text = piece.value instanceof Uint8Array ? new TextDecoder().decode(piece.value) : "";
    if (text.includes('"step_')) {
      const arrived = performance.now();
      // The frame after the next one has what the page made of it.
      requestAnimationFrame(() => requestAnimationFrame(() => seen.shown.push(performance.now() - arrived)));
    }
    return piece;
  } as typeof read;
  let last = 0;
  const frame = (now: number) => {
    if (last > 0) seen.frames.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

const watched = (page: Page) => page.evaluate(() => (window as unknown as { seen: Watch }).seen);

test("the console's first load", async ({ browser }) => {
  const times: number[] = [];
  let bytes = 0;
  const account = await browser.newContext();
  await signUpAdmin(await account.newPage(), server);
  const state = await account.storageState();
  for (let visit = 0; visit < 5; visit++) {
    const context = await browser.newContext({ storageState: state });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    let received = 0;
    session.on("Network.loadingFinished", (event) => (received += event.encodedDataLength));
    const begun = Date.now();
    await page.goto(`${server.url}/admin`);
    await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
    times.push(Date.now() - begun);
    bytes = received;
    await context.close();
  }
  show("the console's first load", { kB: bytes / 1000, "ms until the overview stands, median of 5": median(times) });
});

test("a run on the map: events to the screen, frames a second", async ({ page }) => {
  await page.addInitScript(watch);
  await signUpAdmin(page, server);
  await openConsole(page, server);
  await connectSandbox(page, "60 times as fast");
  await makePlan(page);
  await apply(page);
  await hydrated(page);
  await page.evaluate(() => (window as unknown as { seen: Watch }).seen.frames.splice(0));
  await page.waitForTimeout(20_000);
  const { shown, frames } = await watched(page);
  show("a run on the map", {
    resources: await page.locator(".node").count(),
    events: shown.length,
    "event to screen, ms, p50": percentile(shown, 0.5),
    "event to screen, ms, p95": percentile(shown, 0.95),
    "frames a second": 1000 / (frames.reduce((sum, ms) => sum + ms, 0) / frames.length),
    "frame, ms, p95": percentile(frames, 0.95),
  });
  await connectSandbox(page, "as fast as it can");
  await page.goto(`${server.url}/admin/runs`);
  await page.getByRole("link", { name: "Build or change" }).click();
  await runEnds(page, "done");
});
