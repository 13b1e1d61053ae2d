// The pictures of the README and docs: npx playwright test -c screenshots.config.ts
import base from "./playwright.config";

export default { ...base, testDir: "screenshots", use: { ...base.use, trace: "off" as const } };
