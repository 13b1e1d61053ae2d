//! Takes away the rules that AWS gives new groups and networks.

use std::time::Duration;

use serde_json::Value;

use super::call::About;
use super::{Run, StepError};
use crate::cloud::{Address, Maker, Observed};
use crate::plan::find_by_key;
use crate::resource::{Kind, Reference};

impl Run<'_> {
    /// Of a new group all rules, of a new network those of its default group.
    pub(super) async fn purge(&self, about: &About, made: &Observed) -> Result<(), StepError> {
        match made.address.kind {
            Kind::SecurityGroup => self.strip(about, &made.address).await,
            Kind::Vpc => {
                let group = self.default_group(about, &made.address).await?;
                match group {
                    Some(group) => self.strip(about, &group).await,
                    None => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }

    /// The group that came along; it may not be seen at once.
    async fn default_group(&self, about: &About, vpc: &Address) -> Result<Option<Address>, StepError> {
        let of_vpc = |seen: &Observed| {
            seen.maker == Maker::Cloud
                && seen.properties.get("VpcId").and_then(Value::as_str) == Some(&vpc.id)
        };
        let found = self.list_until(about, Kind::SecurityGroup, of_vpc).await?;
        Ok(found.into_iter().next().map(|group| group.address))
    }

    async fn strip(&self, about: &About, group: &Address) -> Result<(), StepError> {
        for kind in [Kind::SecurityGroupEgress, Kind::SecurityGroupIngress] {
            let of_group = |seen: &Observed| {
                seen.properties.get("GroupId").and_then(Value::as_str) == Some(&group.id) && seen.is_live()
            };
            let born_with = kind == Kind::SecurityGroupEgress || about.kind == Kind::Vpc;
            let rules = if born_with {
                self.list_until(about, kind, of_group).await?
            } else {
                self.list(about, kind).await?.into_iter().filter(of_group).collect()
            };
            for rule in rules.iter().filter(|rule| !self.is_wanted(rule)) {
                let rule_about = About { kind, ..about.clone() };
                self.delete(&rule_about, &rule.address).await?;
            }
        }
        Ok(())
    }

    /// Lists until something is there, or would be seen if it were.
    async fn list_until(
        &self,
        about: &About,
        kind: Kind,
        wanted: impl Fn(&Observed) -> bool,
    ) -> Result<Vec<Observed>, StepError> {
        let clock = self.site.cloud.clock();
        let began = clock.now().millis();
        let lag = self.site.cloud.read_lag().as_millis();
        loop {
            let found: Vec<_> = self.list(about, kind).await?.into_iter().filter(&wanted).collect();
            let waited = u128::try_from(clock.now().millis() - began).unwrap_or(0);
            if !found.is_empty() || waited >= lag {
                return Ok(found);
            }
            self.sleep(Duration::from_secs(5)).await?;
        }
    }

    /// Whether the specification has this very rule.
    fn is_wanted(&self, rule: &Observed) -> bool {
        let answer = |reference: &Reference| self.answer(reference);
        let same_kind = |resource: &&crate::resource::Resource| resource.key.kind == rule.address.kind;
        self.site
            .graph
            .resources()
            .filter(same_kind)
            .any(|resource| find_by_key(std::iter::once(rule), self.site.stack, resource, &answer).is_some())
    }
}
