//! From the observed world and the wanted graph to the steps between them. Pure: no clock, no calls.
//! What `Display` prints is what a person approves.

mod build;
mod difference;
mod document;
mod matching;
mod remove;
mod rule;
mod step;
mod text;

use std::collections::BTreeMap;

pub use build::plan;
pub use difference::{FieldChange, HIDDEN, UNKNOWN, changes, differences};
pub(crate) use matching::find_by_key;
pub use matching::{Match, Ownership};
pub use remove::plan_removal;
pub(crate) use remove::{refers, removal_edges, removal_order};
use serde::Serialize;
use serde_json::{Value, json};
pub use step::{Action, Step};
pub use text::PlanText;

use crate::cloud::{Address, Observed};
use crate::journal::Ledger;
use crate::resource::{Graph, ResourceKey, canonical, digest};

/// Everything that was seen in an account.
#[derive(Debug, Clone, Default)]
pub struct Observation {
    /// By where it is.
    pub resources: BTreeMap<Address, Observed>,
}

impl Observation {
    /// Of these.
    pub fn new(resources: impl IntoIterator<Item = Observed>) -> Self {
        Self { resources: resources.into_iter().map(|seen| (seen.address.clone(), seen)).collect() }
    }

    /// The live resource at this address.
    pub fn live(&self, address: &Address) -> Option<&Observed> {
        self.resources.get(address).filter(|seen| seen.is_live())
    }

    /// All live resources.
    pub fn all_live(&self) -> impl Iterator<Item = &Observed> {
        self.resources.values().filter(|seen| seen.is_live())
    }
}

/// What a plan is made from.
#[derive(Clone, Copy)]
pub struct Basis<'a> {
    /// The value of the `Stack` tag.
    pub stack: &'a str,
    /// What shall be.
    pub graph: &'a Graph,
    /// What is.
    pub observed: &'a Observation,
    /// What the journal knows.
    pub ledger: &'a Ledger,
}

/// The steps from what is to what shall be.
#[derive(Debug, Clone, Serialize)]
pub struct Plan {
    /// SHA-256 of all that it was made from and of itself: two plans with the same digest are the same.
    pub digest: String,
    /// What is to be done, in an order in which it can be done.
    pub steps: Vec<Step>,
    /// How many resources are as they shall be.
    pub unchanged: usize,
    /// Which physical resource is which, of those that stay.
    #[serde(skip)]
    pub matched: BTreeMap<ResourceKey, Address>,
}

impl Plan {
    fn new(
        basis: Basis<'_>,
        steps: Vec<Step>,
        matched: BTreeMap<ResourceKey, Address>,
        unchanged: usize,
    ) -> Self {
        let digest = fingerprint(basis, &steps, &matched);
        Self { digest, steps, unchanged, matched }
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The steps that cannot be done, and say why.
    pub fn blocked(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| step.action == Action::Blocked)
    }
}

/// Of the graph, the steps, and every resource that is ours or touched. Others' resources, and what AWS
/// makes by itself (logs, interfaces, backups), may change without making the plan stale.
fn fingerprint(basis: Basis<'_>, steps: &[Step], matched: &BTreeMap<ResourceKey, Address>) -> String {
    let by_product = |address: &Address| {
        basis.observed.live(address).is_some_and(|seen| seen.maker == crate::cloud::Maker::Cloud)
    };
    let steps: Vec<&Step> = steps
        .iter()
        .filter(|step| step.key.is_some() || !step.address.as_ref().is_some_and(by_product))
        .collect();
    let touched = steps.iter().filter_map(|step| step.address.as_ref());
    let seen: BTreeMap<String, Value> = matched
        .values()
        .chain(touched)
        .filter_map(|address| basis.observed.live(address))
        .map(|seen| (seen.address.to_string(), Value::Object(seen.properties.clone())))
        .collect();
    let all = json!({
        "stack": basis.stack, "graph": basis.graph.digest(), "steps": steps, "world": seen,
    });
    digest(canonical(&all))
}
