use super::*;
use crate::stack::graph;

fn wished(stack: &Stack) -> Inventory {
    Inventory::of_graph(&graph(stack).unwrap())
}

#[test]
fn the_stack_as_it_shall_be_passes_everything_that_needs_no_living_thing() {
    let stack = Stack::default();
    let sheet = sheet(&wished(&stack), &stack, &Live::silent());
    let not_passed: Vec<String> = sheet
        .checks
        .iter()
        .filter(|check| check.status != Status::Pass)
        .map(|check| format!("{} {}", check.id, check.evidence))
        .collect();
    insta::assert_snapshot!(not_passed.join("\n"), @r"
    nat.live not asked
    storage.live not asked
    workers.live not asked
    api.live-guard not asked
    api.live-cors not asked
    client.live not asked
    ");
}

#[test]
fn there_are_at_least_96_requirements_each_with_an_id_of_its_own() {
    let mut ids: Vec<&str> = all().iter().map(|(id, ..)| *id).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
    assert!(count >= 96, "{count}");
}

#[test]
fn an_empty_account_passes_nothing() {
    let sheet = sheet(&Inventory::default(), &Stack::default(), &Live::silent());
    let passed: Vec<&str> =
        sheet.checks.iter().filter(|check| check.status == Status::Pass).map(|check| check.id).collect();
    assert_eq!(passed, [""; 0]);
    assert!(sheet.failed());
    assert_eq!(sheet.points.got, 0);
    assert_eq!(sheet.points.of as usize, sheet.checks.len());
}

#[test]
fn what_was_left_out_is_unknown_and_gets_no_point() {
    for part in Part::ALL {
        let stack = Stack { without: vec![part], ..Stack::default() };
        let sheet = sheet(&wished(&stack), &stack, &Live::silent());
        let left_out: Vec<&CheckResult> =
            sheet.checks.iter().filter(|check| check.evidence.contains("without")).collect();
        assert!(!left_out.is_empty(), "{part}");
        assert!(left_out.iter().all(|check| check.status == Status::Unknown), "{part}");
        let failed: Vec<String> = sheet
            .checks
            .iter()
            .filter(|check| check.status == Status::Fail)
            .map(|check| format!("{} {}", check.id, check.evidence))
            .collect();
        assert_eq!(failed, [""; 0], "{part}");
    }
}

#[test]
fn the_stack_that_stands_in_the_simulated_account_passes_too() {
    let stack = Stack::default();
    let world = standing::world();
    let sheet = sheet(&world, &stack, &Live::silent());
    let failed: Vec<String> = sheet
        .checks
        .iter()
        .filter(|check| check.status == Status::Fail)
        .map(|check| format!("{} {}", check.id, check.evidence))
        .collect();
    insta::assert_snapshot!(failed.join("\n"), @"");
    let findings: Vec<String> =
        crate::check::inventory(&world, &stack).iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(findings.join("\n"), @"");
}
