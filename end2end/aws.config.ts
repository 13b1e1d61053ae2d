// The console before an emulated AWS account; crates/provision-aws/tests/emulator/run starts that.
import base from "./playwright.config";

export default { ...base, testDir: "aws" };
