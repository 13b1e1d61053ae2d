//! Counts instances of both regions before each one that is started: a lab account with too many is
//! closed and everything in it deleted (AWS.md).

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use lks_domain::region::Region;

use super::call::About;
use super::{Run, StepError};
use crate::cloud::Address;
use crate::resource::Kind;

/// Instances a region at most.
const A_REGION: usize = 9;
/// Instances in all at most.
const IN_ALL: usize = 15;

/// What this run has started or is about to.
#[derive(Default)]
pub(super) struct Guard(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    made: BTreeSet<Address>,
    reserved: Vec<Region>,
}

impl Run<'_> {
    /// Reserves a place for one more instance, or refuses. One whose creation is not answered yet may be
    /// counted twice, so a refusal waits for those.
    pub(super) async fn reserve_instance(&self, about: &About) -> Result<(), StepError> {
        loop {
            let refusal = match self.try_to_reserve(about).await? {
                None => return Ok(()),
                Some(refusal) => refusal,
            };
            let unanswered = !self.guard.0.lock().unwrap_or_else(PoisonError::into_inner).reserved.is_empty();
            if !unanswered {
                return Err(StepError::Refused(refusal));
            }
            self.sleep(Duration::from_secs(1)).await?;
        }
    }

    /// Takes a place; else why not.
    async fn try_to_reserve(&self, about: &About) -> Result<Option<String>, StepError> {
        let mut running: BTreeSet<Address> = BTreeSet::new();
        for region in Region::ALL {
            let there = About { region, ..about.clone() };
            let seen = self.list(&there, Kind::Instance).await?;
            running.extend(seen.into_iter().filter(|seen| seen.is_live()).map(|seen| seen.address));
        }
        let mut inner = self.guard.0.lock().unwrap_or_else(PoisonError::into_inner);
        running.extend(inner.made.iter().cloned());
        let count = |region| {
            running.iter().filter(|address| address.region == region).count()
                + inner.reserved.iter().filter(|reserved| **reserved == region).count()
        };
        let (here, all) = (count(about.region), Region::ALL.into_iter().map(count).sum::<usize>());
        if here >= A_REGION || all >= IN_ALL {
            return Ok(Some(format!(
                "{here} instances run in {} and {all} in both regions; one more could close the account \
                 (at most {A_REGION} a region, {IN_ALL} in all). Stop some that are not needed, then apply again",
                about.region
            )));
        }
        inner.reserved.push(about.region);
        Ok(None)
    }

    /// The reserved place is taken, or not needed.
    pub(super) fn release_instance(&self, region: Region, made: Option<&Address>) {
        let mut inner = self.guard.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = inner.reserved.iter().position(|reserved| *reserved == region) {
            inner.reserved.swap_remove(index);
        }
        inner.made.extend(made.cloned());
    }

    /// An instance is gone.
    pub(super) fn instance_is_gone(&self, address: &Address) {
        self.guard.0.lock().unwrap_or_else(PoisonError::into_inner).made.remove(address);
    }
}
