//! The policy, as stories: what it lets pass and what it blocks.

use super::*;

#[test]
fn the_default_stack_has_no_finding() {
    let stack = Stack::default();
    let findings = graph(&crate::stack::graph(&stack).unwrap(), &stack);
    assert_eq!(findings.iter().map(ToString::to_string).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn an_empty_account_has_no_finding() {
    assert_eq!(inventory(&Inventory::default(), &Stack::default()), []);
}

#[test]
fn every_rule_has_an_id_of_its_own() {
    let mut ids: Vec<&str> = all().iter().map(|(id, ..)| *id).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

#[test]
fn machines_of_others_count_for_the_limits_of_the_lab() {
    let stack = Stack::default();
    let graph = crate::stack::graph(&stack).unwrap();
    let wished = Inventory::of_graph(&graph);
    let worker = wished.items().iter().find(|item| item.name.starts_with("lks-worker")).unwrap();
    let mut other = worker.clone();
    other.fields.remove("Tags");
    other.name = "somebody's".into();
    let others = |count: usize| (0..count).map(|_| other.clone()).collect::<Inventory>();
    let ids = |count| {
        beside(&graph, &others(count), &stack)
            .into_iter()
            .map(|finding| finding.id)
            .filter(|id| id.starts_with("limits.instances"))
            .count()
    };
    assert_eq!(ids(1), 0, "fifteen in all");
    assert_eq!(ids(2), 1, "sixteen in all");
    assert_eq!(ids(3), 2, "seventeen in all, ten in one region");
    assert_eq!(beside(&graph, &wished, &stack), [], "our own are not counted twice");
}
