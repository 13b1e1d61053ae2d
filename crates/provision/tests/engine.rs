//! The engine on the simulated account, as stories.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use lks_provision::event::Ending;
use lks_provision::rehearsal::Rehearsal;
use lks_provision::sandbox::Settings;
use lks_provision::stack::{Stack, graph};

fn whole_stack(seed: u64, settings: Settings) -> Rehearsal {
    let stack = Stack::default().in_account("000000000000");
    Rehearsal::new(&stack.id, graph(&stack).unwrap(), seed, settings)
}

#[test]
fn the_whole_stack_is_built_then_nothing_is_left_to_do_then_nothing_is_left() {
    let rehearsal = whole_stack(1, Settings::default());
    let report = rehearsal.apply().unwrap().unwrap();
    assert_eq!(report.ending, Ending::Done, "{:#?}", report.left);
    println!(
        "apply {} s of {} critical, {:?} calls",
        report.seconds,
        lks_provision::apply::critical_seconds(&rehearsal.graph),
        rehearsal.sandbox.calls()
    );
    assert_eq!(rehearsal.faults_of_build(), Vec::<String>::new());

    let before = rehearsal.sandbox.calls().1;
    let again = rehearsal.apply().unwrap().unwrap();
    assert_eq!(again.ending, Ending::Done);
    assert_eq!(rehearsal.sandbox.calls().1, before, "the second apply changed something");

    let gone = rehearsal.destroy().unwrap().unwrap();
    println!("destroy {} s", gone.seconds);
    assert_eq!(gone.ending, Ending::Done, "{:#?}", gone.left);
    assert_eq!(rehearsal.leftovers(), Vec::<String>::new());
}
