//! The longest way through a plan: the steps that a run cannot be shorter than.

use std::collections::{BTreeMap, BTreeSet};

use lks_provision::deployment::Proposal;
use lks_provision::resource::{Graph, ResourceKey};

use super::steps::key;

/// Keys of the steps on the longest way. A removal goes the same way backwards.
pub fn keys(plan: &Proposal, graph: &Graph) -> BTreeSet<String> {
    let takes: BTreeMap<String, u64> =
        plan.steps.iter().map(|priced| (key(&priced.step), u64::from(priced.step.seconds))).collect();
    let mut ways: BTreeMap<&ResourceKey, (u64, Option<&ResourceKey>)> = BTreeMap::new();
    for resource in graph.order() {
        let own = takes.get(&resource.to_string()).copied().unwrap_or(0);
        let before = graph.needs(resource).filter_map(|need| Some((ways.get(need)?.0, need))).max();
        let (length, need) = before.map_or((0, None), |(length, need)| (length, Some(need)));
        ways.insert(resource, (length + own, need));
    }
    let last = ways.iter().max_by_key(|(_, (length, _))| *length).map(|(resource, _)| *resource);
    std::iter::successors(last, |resource| ways.get(resource).and_then(|(_, need)| *need))
        .map(ToString::to_string)
        .filter(|key| takes.contains_key(key))
        .collect()
}
