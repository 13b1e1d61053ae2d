// A browser before `lks serve --backend` and an emulated stack; end2end/stack/run starts that.
import base from "./playwright.config";

export default { ...base, testDir: "stack" };
