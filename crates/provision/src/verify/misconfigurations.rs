//! Over a hundred ways to get it wrong, one small change each of the stack that stands in the
//! simulated account: each is caught under the id it should be, and gone again when it is undone.

mod seeds;

use serde_json::{Value, json};

use super::{Live, Status, sheet, standing};
use crate::check;
use crate::inventory::{Inventory, Item};
use crate::resource::{Kind, Properties};
use crate::stack::{Stack, Zone};
use Zone::B;

/// What is done to the world.
enum Change {
    /// A property gets this value; `null` takes it away.
    Set(Pick, &'static str, Value),
    /// A tag gets this value; `null` takes it away.
    Tag(Pick, &'static str, Value),
    /// The service's word for the state.
    State(Pick, &'static str),
    /// A resource is gone.
    Gone(Pick),
    /// There is another one: a copy with these properties changed.
    Copy(Pick, &'static str, Value),
    /// There are this many more like it.
    Crowd(Pick, usize),
    /// There is another one in the other region.
    Abroad(Pick),
    /// There is a rule more: group, way, and the rule.
    Rule(Pick, Kind, Value),
}

/// Finds one resource.
enum Pick {
    Named(Kind, Zone, &'static str),
    /// By a property's value, where the kind carries no tags.
    Having(Kind, Zone, &'static str, Value),
    /// By its parent's name and a property's value.
    Under(Kind, &'static str, (Kind, Zone, &'static str), &'static str, Value),
}

use Change::{Abroad, Copy, Crowd, Gone, Rule, Set, State, Tag};
use Pick::{Having, Named, Under};
use seeds::seeds;

impl Pick {
    fn index(&self, world: &Inventory) -> usize {
        let found = world.items().iter().position(|item| self.fits(world, item));
        found.unwrap_or_else(|| panic!("nothing to change: {}", self.told()))
    }

    fn fits(&self, world: &Inventory, item: &Item) -> bool {
        match self {
            Named(kind, zone, name) => {
                item.kind == *kind && item.region == zone.region() && item.name == *name
            }
            Having(kind, zone, path, value) => {
                item.kind == *kind && item.region == zone.region() && item.at(path) == value
            }
            Under(kind, link, (of, zone, name), path, value) => {
                let parent = world.named_in(*of, name, zone.region()).unwrap();
                item.kind == *kind
                    && item.text(link).is_some_and(|id| parent.is(id))
                    && item.at(path) == value
            }
        }
    }

    fn told(&self) -> String {
        match self {
            Named(kind, _, name) => format!("{kind} {name}"),
            Having(kind, _, path, value) => format!("{kind} with {path} = {value}"),
            Under(kind, _, (_, _, name), path, value) => format!("{kind} of {name} with {path} = {value}"),
        }
    }
}

fn put(fields: &mut Properties, path: &str, value: Value) {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    if rest.is_empty() && value.is_null() {
        fields.shift_remove(first);
        return;
    }
    let mut target = fields.entry(first).or_insert(Value::Null);
    for step in rest.split('.').filter(|step| !step.is_empty()) {
        target = match step.parse::<usize>() {
            Ok(index) if target.is_array() => &mut target[index],
            _ => &mut target[step],
        };
    }
    *target = value;
}

impl Change {
    fn apply(&self, world: &mut Inventory) {
        match self {
            Set(pick, path, value) => {
                let index = pick.index(world);
                put(&mut world.items_mut()[index].fields, path, value.clone());
            }
            Tag(pick, key, value) => {
                let index = pick.index(world);
                tag(&mut world.items_mut()[index], key, value);
            }
            State(pick, state) => {
                let index = pick.index(world);
                world.items_mut()[index].state = (*state).to_owned();
            }
            Gone(pick) => {
                let index = pick.index(world);
                world.items_mut().remove(index);
            }
            Copy(pick, id, changes) => {
                let mut copy = world.items()[pick.index(world)].clone();
                copy.id = (*id).to_owned();
                copy.name = (*id).to_owned();
                copy.attributes.clear();
                changes
                    .as_object()
                    .unwrap()
                    .iter()
                    .for_each(|(path, value)| put(&mut copy.fields, path, value.clone()));
                tag(&mut copy, "Name", &json!(id));
                world.items_mut().push(copy);
            }
            Crowd(pick, count) => {
                let one = world.items()[pick.index(world)].clone();
                world.items_mut().extend(
                    (0..*count).map(|number| Item { id: format!("{}-{number}", one.id), ..one.clone() }),
                );
            }
            Abroad(pick) => {
                let one = world.items()[pick.index(world)].clone();
                world.items_mut().push(Item { id: "abroad".into(), region: B.region(), ..one });
            }
            Rule(pick, kind, rule) => {
                let group = world.items()[pick.index(world)].clone();
                let mut fields = rule.as_object().unwrap().clone();
                fields.insert("GroupId".into(), group.id.into());
                fields.insert("Description".into(), "by hand".into());
                let id = "sgr-by-hand".to_owned();
                let (name, state, region) = (id.clone(), String::new(), group.region);
                world.items_mut().push(Item {
                    id,
                    kind: *kind,
                    name,
                    region,
                    state,
                    by_cloud: false,
                    fields,
                    attributes: Properties::new(),
                });
            }
        }
    }
}

fn tag(item: &mut Item, key: &str, value: &Value) {
    if let Some(tags) = item.fields.get_mut("Tags").and_then(Value::as_array_mut) {
        tags.retain(|pair| pair["Key"] != key);
        if !value.is_null() {
            tags.push(json!({ "Key": key, "Value": value }));
        }
        if key == "Name" && value.is_string() {
            item.name = value.as_str().unwrap().to_owned();
        }
    }
}

/// Everything that check and verify find wrong: under which id, and in which words.
fn caught(world: &Inventory, stack: &Stack) -> Vec<(String, String)> {
    let findings = check::inventory(world, stack).into_iter();
    let findings = findings.map(|finding| (finding.id.into_owned(), finding.message));
    let failed =
        sheet(world, stack, &Live::silent()).checks.into_iter().filter(|check| check.status == Status::Fail);
    findings.chain(failed.map(|check| (check.id.into_owned(), check.evidence))).collect()
}

fn ids(caught: &[(String, String)]) -> Vec<&str> {
    let mut ids: Vec<&str> = caught.iter().map(|(id, _)| id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

#[test]
fn every_misconfiguration_is_caught_under_its_id_said_in_both_languages_and_gone_when_undone() {
    let stack = Stack::default();
    let sound = standing::world();
    assert_eq!(caught(&sound, &stack), [], "the sound world has findings");
    let (mut missed, mut told, mut in_english) = (Vec::new(), Vec::new(), Vec::new());
    for (expected, change) in seeds() {
        let mut world = sound.clone();
        change.apply(&mut world);
        let caught = caught(&world, &stack);
        let ids = ids(&caught);
        told.push(format!("{expected}: {}", ids.join(" ")));
        if !ids.contains(&expected) {
            missed.push(format!("{expected}: caught {ids:?}"));
        }
        in_english.extend(super::bahasa::in_english(caught));
    }
    assert_eq!(missed, [""; 0]);
    in_english.sort_unstable();
    in_english.dedup();
    assert_eq!(in_english, [""; 0], "crates/bahasa has no form for this");
    // What else finds it is written down, so that nothing comes to be caught by accident.
    insta::assert_snapshot!("caught", told.join("\n"));
    assert_eq!(caught(&sound, &stack), [], "what was undone is still found");
}

#[test]
fn there_are_at_least_60_misconfigurations() {
    assert!(seeds().len() >= 60, "{}", seeds().len());
}
