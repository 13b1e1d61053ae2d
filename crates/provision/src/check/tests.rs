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
