//! Whatever the sheet and the policy say has its form in the catalogue of Bahasa Indonesia, so that no page of the
//! console is half in English. What is said of misconfigurations is looked at where they are.

use std::collections::BTreeSet;

use lks_bahasa::unsaid;

use super::{Live, Sheet, sheet, standing};
use crate::check;
use crate::inventory::Inventory;
use crate::stack::{Part, Stack, graph};

/// What is left in English, each sentence once, with where it was said.
pub(super) fn in_english(told: impl IntoIterator<Item = (String, String)>) -> Vec<String> {
    let mut left: Vec<String> = told
        .into_iter()
        .flat_map(|(place, text)| {
            unsaid(&text).into_iter().map(move |sentence| format!("{place}: {sentence}"))
        })
        .collect();
    left.sort_unstable();
    left.dedup();
    left
}

fn of_sheet(sheet: Sheet) -> Vec<(String, String)> {
    sheet.checks.into_iter().map(|check| (check.id.into_owned(), check.evidence)).collect()
}

#[test]
fn the_evidence_of_a_sound_stack_is_said_in_bahasa_indonesia() {
    let stack = Stack::default();
    for world in [standing::world(), Inventory::of_graph(&graph(&stack).unwrap())] {
        assert_eq!(in_english(of_sheet(sheet(&world, &stack, &Live::silent()))), [""; 0]);
    }
}

#[test]
fn every_requirement_and_its_remedy_are_said_in_bahasa_indonesia() {
    let sheet = sheet(&Inventory::default(), &Stack::default(), &Live::silent());
    assert!(sheet.checks.len() > 150, "{}", sheet.checks.len());
    let told = sheet.checks.iter().flat_map(|check| [&*check.requirement, &*check.remedy]);
    let (told, translated) =
        (told.collect::<BTreeSet<_>>(), lks_bahasa::requirements().collect::<BTreeSet<_>>());
    assert_eq!(told.difference(&translated).collect::<Vec<_>>(), [&""; 0], "not translated");
    assert_eq!(translated.difference(&told).collect::<Vec<_>>(), [&""; 0], "translated, but said by nobody");
}

#[test]
fn every_rule_of_the_policy_is_said_in_bahasa_indonesia() {
    let rules = check::all().into_iter().map(|(id, _, requirement)| (id.to_owned(), requirement.to_owned()));
    assert_eq!(in_english(rules), [""; 0]);
}

#[test]
fn what_is_not_there_is_said_in_bahasa_indonesia() {
    let empty = Inventory::default();
    assert_eq!(in_english(of_sheet(sheet(&empty, &Stack::default(), &Live::silent()))), [""; 0]);
    for part in Part::ALL {
        let stack = Stack { without: vec![part], ..Stack::default() };
        assert_eq!(
            in_english(of_sheet(sheet(&standing::world(), &stack, &Live::silent()))),
            [""; 0],
            "{part}"
        );
    }
}

/// Each kind of resource gone from the account: what a requirement says when what it looks at is missing.
#[test]
fn what_is_half_there_is_said_in_bahasa_indonesia() {
    let (stack, sound) = (Stack::default(), standing::world());
    let mut kinds: Vec<_> = sound.items().iter().map(|item| item.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    assert!(kinds.len() > 30, "{}", kinds.len());
    let told = kinds.into_iter().flat_map(|gone| {
        let world: Inventory = sound.items().iter().filter(|item| item.kind != gone).cloned().collect();
        of_sheet(sheet(&world, &stack, &Live::silent()))
    });
    assert_eq!(in_english(told), [""; 0]);
}
