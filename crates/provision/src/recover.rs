//! Makes a new journal from what is in the account, when the old one is lost: by tags, by names, by
//! what names their parents.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::apply::{RunError, Site, observe};
use crate::cloud::{Address, Observed};
use crate::journal::{Entry, Ledger};
use crate::plan::{Basis, Match, Observation, Ownership};
use crate::resource::ResourceKey;

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Recovered {
    /// Resources that are this stack's and in the specification.
    pub found: Vec<ResourceKey>,
    /// Resources that are this stack's but not in the specification; `apply` removes them.
    pub superfluous: Vec<Address>,
    /// Resources of the specification that are not there; `apply` makes them.
    pub absent: Vec<ResourceKey>,
}

/// Looks twice, so far apart that no read can have been behind, and writes down what is ours.
///
/// # Errors
/// The account cannot be read or the journal cannot be written.
pub async fn recover(site: Site<'_>) -> Result<Recovered, RunError> {
    let first = observe(site).await?;
    site.cloud.clock().sleep(site.cloud.read_lag()).await;
    let observed = newest(first, observe(site).await?);
    let ledger = Ledger::default();
    let basis = Basis { stack: site.stack, graph: site.graph, observed: &observed, ledger: &ledger };
    let mut matched: BTreeMap<ResourceKey, Address> = BTreeMap::new();
    let mut recovered = Recovered::default();
    for key in site.graph.order() {
        let Some(resource) = site.graph.get(key) else { continue };
        match basis.find(resource, &matched) {
            Match::Known(seen) | Match::Found(seen) => {
                matched.insert(key.clone(), seen.address.clone());
                let (key, address) = (key.clone(), seen.address.clone());
                site.journal.append(Entry::Adopted { key, address })?;
            }
            Match::Taken(_) | Match::Absent => recovered.absent.push(key.clone()),
        }
    }
    recovered.superfluous = superfluous(basis, &matched);
    recovered.found = matched.into_keys().collect();
    Ok(recovered)
}

/// The later look; the earlier one adds what the later did not see.
fn newest(first: Observation, mut second: Observation) -> Observation {
    for (address, seen) in first.resources {
        second.resources.entry(address).or_insert(seen);
    }
    second
}

fn superfluous(basis: Basis<'_>, matched: &BTreeMap<ResourceKey, Address>) -> Vec<Address> {
    let ours = |seen: &&Observed| basis.ownership(seen) == Ownership::Ours;
    let unmatched = |seen: &&Observed| !matched.values().any(|address| *address == seen.address);
    basis.observed.all_live().filter(ours).filter(unmatched).map(|seen| seen.address.clone()).collect()
}

impl std::fmt::Display for Recovered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{} resources found again, {} not there.", self.found.len(), self.absent.len())?;
        for address in &self.superfluous {
            writeln!(f, "? {address} is this stack's but not in the specification")?;
        }
        Ok(())
    }
}
