//! For tests: the stack of the specification as it stands in the simulated account after an apply,
//! so that what verify reads is what a cloud shows.

use std::sync::OnceLock;

use crate::inventory::Inventory;
use crate::plan::Observation;
use crate::rehearsal::Rehearsal;
use crate::sandbox::Settings;
use crate::stack::{Stack, graph};

/// The account's world once the default stack stands; built once for all tests.
pub fn world() -> Inventory {
    static DEFAULT: OnceLock<Observation> = OnceLock::new();
    Inventory::of_observed(DEFAULT.get_or_init(build).all_live())
}

fn build() -> Observation {
    let stack = Stack::default();
    let rehearsal = Rehearsal::new(&stack.id, graph(&stack).unwrap(), 7, Settings::default());
    let report = rehearsal.apply().unwrap().unwrap();
    assert_eq!(report.ending, crate::event::Ending::Done);
    rehearsal.world()
}
