//! Looking at the account: all of it, or for one resource that may or may not have been made.

use std::collections::BTreeSet;
use std::time::Duration;

use futures::StreamExt;
use lks_domain::region::Region;
use serde_json::Value;

use super::call::About;
use super::{CallVerb, Gate, Run, RunError, StepError};
use crate::cloud::{Cloud, CloudError, ErrorClass, Observed};
use crate::journal::{Entry, Outcome};
use crate::plan::{Observation, find_by_key};
use crate::resource::{Graph, Kind, Reference, Resource, Token, schema};

/// Lists every kind in both regions.
pub(super) async fn observe(cloud: &dyn Cloud, graph: &Graph) -> Result<Observation, RunError> {
    let wanted: BTreeSet<Kind> = graph.resources().map(|resource| resource.key.kind).collect();
    let gate = Gate::default();
    let places = Region::ALL.into_iter().flat_map(|region| Kind::ALL.iter().map(move |kind| (region, *kind)));
    let mut lists: futures::stream::FuturesUnordered<_> =
        places.map(async |(region, kind)| (kind, list_patiently(cloud, &gate, region, kind).await)).collect();
    let mut all = Vec::new();
    while let Some((kind, list)) = lists.next().await {
        match list {
            // What we may not even look at, we cannot have made; unless it is to be made.
            Err(error) if error.class == ErrorClass::AccessDenied && !wanted.contains(&kind) => {
                tracing::warn!(%kind, code = %error.code, "not looked at: the account may not");
            }
            Err(error) if error.class == ErrorClass::AccessDenied => {
                return Err(RunError::Denied { kind, error });
            }
            list => all.extend(list?),
        }
    }
    Ok(Observation::new(all))
}

async fn list_patiently(
    cloud: &dyn Cloud,
    gate: &Gate,
    region: Region,
    kind: Kind,
) -> Result<Vec<Observed>, CloudError> {
    let mut tries = 0;
    loop {
        gate.pass(cloud.clock(), region, kind, CallVerb::Read, 0).await;
        match cloud.list(region, kind).await {
            // A service that this cloud does not have holds nothing of ours.
            Err(error) if error.class == ErrorClass::Unsupported => return Ok(Vec::new()),
            Err(error)
                if (error.class.passes() || error.class == ErrorClass::UnknownOutcome) && tries < 12 =>
            {
                tries += 1;
                cloud.clock().sleep(Duration::from_secs(1 << tries.min(4))).await;
            }
            other => return other,
        }
    }
}

impl Run<'_> {
    /// What a reference gives now.
    pub(super) fn answer(&self, reference: &Reference) -> Option<Value> {
        let live = self.live();
        let seen = live.get(reference.key()?)?;
        match reference {
            Reference::Id(_) => Some(seen.address.id.clone().into()),
            Reference::Attribute(_, name) => seen.attributes.get(name).cloned(),
            Reference::Secret(_) | Reference::Generate(_) => None,
        }
    }

    /// One look for a resource that we may have made; it becomes ours if it is there.
    async fn look(&self, about: &About, resource: &Resource) -> Result<Option<Observed>, StepError> {
        let seen = self.list(about, resource.key.kind).await?;
        let others = |seen: &&Observed| {
            let key = self.site.journal.ask(|ledger| ledger.key_of(&seen.address).cloned());
            key.is_none_or(|key| key == resource.key)
        };
        let answer = |reference: &Reference| self.answer(reference);
        let found = find_by_key(seen.iter().filter(others), self.site.stack, resource, &answer).cloned();
        if let Some(found) = &found {
            let (key, address) = (resource.key.clone(), found.address.clone());
            self.site.journal.append(Entry::Adopted { key, address })?;
        }
        Ok(found)
    }

    /// Looks until it is found, or until it would be seen if it were there.
    pub(super) async fn look_long(
        &self,
        about: &About,
        resource: &Resource,
        at_least: Duration,
    ) -> Result<Option<Observed>, StepError> {
        let clock = self.site.cloud.clock();
        let began = clock.now().millis();
        let enough = (self.site.cloud.read_lag() + at_least).as_millis();
        loop {
            // A look that begins after the lag has passed sees whatever was made before we began.
            let last = u128::try_from(clock.now().millis() - began).unwrap_or(0) >= enough;
            if let Some(found) = self.look(about, resource).await? {
                return Ok(Some(found));
            }
            if last {
                return Ok(None);
            }
            self.sleep(Duration::from_secs(6)).await?;
        }
    }

    /// Was it made before we died, or when no answer came? `None`: no, or trying again finds out.
    pub(super) async fn settle_doubt(
        &self,
        about: &About,
        resource: &Resource,
    ) -> Result<Option<Observed>, StepError> {
        let doubtful = |journal: &crate::journal::Ledger| {
            journal.doubtful_creation(&resource.key).map(|intent| intent.number)
        };
        let Some(intent) = self.site.journal.ask(doubtful) else { return Ok(None) };
        let found = match schema::of(resource.key.kind).token {
            Token::None => self.look_long(about, resource, Duration::ZERO).await?,
            _ => self.look(about, resource).await?,
        };
        if found.is_none() && schema::of(resource.key.kind).token == Token::None {
            let outcome = Outcome::Failed { class: ErrorClass::NotFound, code: "NotMade".into() };
            self.conclude(intent, outcome)?;
        }
        Ok(found)
    }
}
