use super::*;
use crate::inventory::Inventory;
use crate::stack::{Stack, graph};

fn wished() -> Inventory {
    Inventory::of_graph(&graph(&Stack::default()).unwrap())
}

#[test]
fn the_stack_lets_pass_exactly_what_the_table_declares() {
    let found: Vec<String> = compare(&Network::of(&wished())).iter().map(ToString::to_string).collect();
    assert_eq!(found, [""; 0]);
}
