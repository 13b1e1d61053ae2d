//! `verify`: the jury's sheet of what is in the account.

use std::io::{IsTerminal, Write};
use std::path::Path;

use super::place::Place;
use super::{CliError, DONE, SOMETHING, Verify, answer};
use crate::cloud::Cloud;
use crate::inventory::Inventory;
use crate::report::{self, Occasion};
use crate::verify::{self, Sheet};

pub(super) fn verify(verify: &Verify, data_dir: &Path, out: &mut dyn Write) -> Result<u8, CliError> {
    let place = Place::open(&verify.common, data_dir)?;
    let look = place.look()?;
    let world = Inventory::of_observed(look.observed.all_live());
    let live = place.block(verify::ask(&place.sandbox, &world, &place.stack))?;
    let sheet = verify::sheet(&world, &place.stack, &live);
    if let Some(path) = &verify.html {
        write_page(&place, &sheet, path)?;
    }
    if verify.common.json {
        answer::document(out, &sheet)?;
    } else {
        show(&sheet, out)?;
    }
    Ok(if sheet.failed() { SOMETHING } else { DONE })
}

fn show(sheet: &Sheet, out: &mut dyn Write) -> Result<(), CliError> {
    answer::line(out, "Simulated account: nothing here is real.\n")?;
    let coloured = std::io::stdout().is_terminal();
    answer::line(out, report::text(sheet, coloured).trim_end())
}

fn write_page(place: &Place, sheet: &Sheet, path: &Path) -> Result<(), CliError> {
    let account = place.block(place.sandbox.account())?.map_err(CliError::of)?;
    let occasion = Occasion {
        stack: place.stack.name.clone(),
        account: account.id,
        simulated: account.simulated,
        at: place.sandbox.clock().now(),
    };
    std::fs::write(path, report::html(sheet, &occasion)).map_err(|error| {
        CliError(format!("{} cannot be written: {error}; choose another file for --html", path.display()))
    })
}
