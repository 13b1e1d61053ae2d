//! `verify`: the jury's sheet of what is in the account.

use std::io::Write;

use super::place::open;
use super::{CliError, DONE, SOMETHING, Setting, Verify, answer, plans};
use crate::report;

pub(super) fn verify(verify: &Verify, setting: &Setting<'_>, out: &mut dyn Write) -> Result<u8, CliError> {
    let deployment = open(&verify.common, setting)?;
    let done = deployment.verify()?;
    if let Some(path) = &verify.html {
        std::fs::write(path, report::html(&done.sheet, &done.occasion, verify.language)).map_err(
            |error| {
                let path = path.display();
                CliError(format!("{path} cannot be written: {error}; choose another file for --html"))
            },
        )?;
    }
    if verify.common.json {
        answer::document(out, &done.sheet)?;
    } else {
        plans::show_account(deployment.account(), setting, out)?;
        answer::line(out, report::text(&done.sheet, setting.ink).trim_end())?;
    }
    Ok(if done.sheet.failed() { SOMETHING } else { DONE })
}
