// What the first visit transfers, as the browser's own network log counts it.
import { Server } from "../fixtures/server";
import { hydrated, test } from "../fixtures/test";
import { show } from "./figures";

test("transfer of the first visit", async ({ page }) => {
  const server = await Server.start();
  try {
    const session = await page.context().newCDPSession(page);
    await session.send("Network.enable");
    const names = new Map<string, string>();
    const sizes = new Map<string, number>();
    session.on("Network.responseReceived", (event) => names.set(event.requestId, new URL(event.response.url).pathname));
    session.on("Network.loadingFinished", (event) => sizes.set(event.requestId, event.encodedDataLength));
    await page.goto(`${server.url}/signup`);
    await hydrated(page);
    await page.waitForLoadState("networkidle");
    const files = [...sizes].map(([id, size]) => [names.get(id) ?? id, size] as const);
    const total = files.reduce((sum, [, size]) => sum + size, 0);
    show("transfer of the first visit (kB)", { total: total / 1000, requests: files.length });
    for (const [name, size] of files) show(`  ${name} (kB)`, { transferred: size / 1000 });
  } finally {
    await server.stop();
  }
});
