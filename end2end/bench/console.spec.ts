// The console while the Sandbox builds the whole stack: what it costs to load, how long an event takes
// to the screen, and whether the map keeps up with the screen.
import type { CDPSession, Page } from "@playwright/test";
import { apply, connectSandbox, makePlan, openConsole, runEnds, signUpAdmin } from "../fixtures/console";
import { Server } from "../fixtures/server";
import { expect, test } from "../fixtures/test";
import { median, percentile, show } from "./figures";

test.describe.configure({ timeout: 300_000 });

interface Watch {
  /** Of each event: milliseconds from its arrival in the page to the frame that shows it. */
  shown: number[];
  /** Milliseconds between frames. */
  frames: number[];
}

/** Notes when events of a run arrive, when the page has drawn what they said, and every frame. */
function watch(): void {
  const seen: Watch = { shown: [], frames: [] };
  (window as unknown as { seen: Watch }).seen = seen;
  const read = ReadableStreamDefaultReader.prototype.read;
  ReadableStreamDefaultReader.prototype.read = async function (this: ReadableStreamDefaultReader) {
    const piece = await read.call(this);
    const text = piece.value instanceof Uint8Array ? new TextDecoder().decode(piece.value) : "";
    const events = text.split("event: step_").length - 1;
    if (events > 0) {
      const arrived = performance.now();
      // The frame after the next one has what the page made of it.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          const took = performance.now() - arrived;
          for (let event = 0; event < events; event++) seen.shown.push(took);
        }),
      );
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

const forgetFrames = (page: Page) => page.evaluate(() => void (window as unknown as { seen: Watch }).seen.frames.splice(0));

const perSecond = (frames: number[]) => 1000 / (frames.reduce((sum, ms) => sum + ms, 0) / frames.length);

/** Seconds that the page's own thread has worked so far: in all, with styles and layout, in the program. */
async function worked(session: CDPSession): Promise<Record<string, number>> {
  const { metrics } = await session.send("Performance.getMetrics");
  const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return { task: of("TaskDuration"), style: of("RecalcStyleDuration"), layout: of("LayoutDuration"), script: of("ScriptDuration"), at: of("Timestamp") };
}

test("the console's first load", async ({ browser }) => {
  const server = await Server.start();
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
  await server.stop();
});

for (const speed of ["60 times as fast", "as fast as it can"]) {
  test(`a run on the map, ${speed}: events to the screen, frames a second`, async ({ page }) => {
    const server = await Server.start();
    await page.addInitScript(watch);
    await signUpAdmin(page, server);
    await openConsole(page, server);
    await connectSandbox(page, speed);
    await makePlan(page);
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable");
    await apply(page);
    await expect(page.locator(".node").first()).toBeVisible();
    await forgetFrames(page);
    const before = await worked(session);
    await runEnds(page, "done", 240_000);
    const after = await worked(session);
    const { shown, frames } = await watched(page);
    const share = (name: string) => (100 * (after[name] - before[name])) / (after.at - before.at);
    await forgetFrames(page);
    await page.waitForFunction(() => (window as unknown as { seen: Watch }).seen.frames.length >= 120);
    const still = (await watched(page)).frames;
    show(`a run on the map, ${speed}`, {
      "resources": await page.locator(".node").count(),
      "seconds": after.at - before.at,
      "events": shown.length,
      "event to screen, ms, p50": percentile(shown, 0.5),
      "event to screen, ms, p95": percentile(shown, 0.95),
      "frames a second": perSecond(frames),
      "frame, ms, p95": percentile(frames, 0.95),
      "frames a second of the same page at rest": perSecond(still),
      "page's thread at work, %": share("task"),
      "of it styles, %": share("style"),
      "layout, %": share("layout"),
      "program, %": share("script"),
    });
    await server.stop();
  });
}

interface Followed {
  events: number;
  reconnects: number;
  /** Numbers that did not come, or came again. */
  lost: number;
  doubled: number;
}

/** Follows a run to its end as a page does, but breaks off after at most `longest` events, again and again. */
async function follow(url: string, authorization: string, longest: number): Promise<Followed> {
  const found: Followed = { events: 0, reconnects: 0, lost: 0, doubled: 0 };
  for (let last = 0, over = false; !over; found.reconnects++) {
    const leaving = new AbortController();
    const answer = await fetch(url, { headers: { authorization, "last-event-id": String(last) }, signal: leaving.signal });
    const most = 1 + Math.floor(Math.random() * longest);
    let [text, came] = ["", 0];
    over = true;
    for await (const piece of answer.body!.pipeThrough(new TextDecoderStream())) {
      text += piece;
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      for (const seq of blocks.map((block) => Number(/^id: (\d+)$/m.exec(block)?.[1])).filter(Boolean)) {
        if (seq <= last) found.doubled++;
        else found.lost += seq - last - 1;
        last = Math.max(last, seq);
        found.events++;
        came++;
      }
      if (came >= most) {
        over = false;
        break;
      }
    }
    leaving.abort();
  }
  return found;
}

test("100,000 events over reconnects", async ({ page }) => {
  const server = await Server.start();
  await signUpAdmin(page, server);
  await openConsole(page, server);
  await connectSandbox(page, "60 times as fast");
  await makePlan(page);
  const asked = page.waitForRequest((request) => request.url().endsWith("/events") || request.url().includes("/events?"));
  await apply(page);
  const request = await asked;
  const url = request.url().split("?")[0];
  const authorization = (await request.allHeaders()).authorization;
  // Some while it goes on, and then again from its files, until there were enough.
  const begun = Date.now();
  const found = await Promise.all(Array.from({ length: 20 }, () => follow(url, authorization, 60)));
  const live = found.reduce((sum, one) => sum + one.events, 0);
  await runEnds(page, "done", 240_000);
  const sum = (of: keyof Followed) => found.reduce((all, one) => all + one[of], 0);
  while (sum("events") < 100_000) found.push(await follow(url, authorization, 400));
  show("100,000 events over reconnects", {
    "events": sum("events"),
    "of them while the run went on": live,
    "reconnects": sum("reconnects"),
    "lost": sum("lost"),
    "doubled": sum("doubled"),
    "seconds": (Date.now() - begun) / 1000,
  });
  expect([sum("lost"), sum("doubled")]).toEqual([0, 0]);
  await server.stop();
});
