// The figures of docs/BENCHMARKS.md: npx playwright test -c bench.config.ts
import base from "./playwright.config";

export default { ...base, testDir: "bench", timeout: 300_000, use: { ...base.use, trace: "off" as const } };
