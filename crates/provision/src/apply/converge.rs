//! Brings one resource of the specification from whatever it is to what it shall be.

use serde_json::Value;

use super::call::About;
use super::{Run, StepError};
use crate::cloud::{Address, Observed};
use crate::event::Subject;
use crate::journal::{Choice, Entry};
use crate::plan::{changes, differences};
use crate::resource::{
    Change, Kind, Properties, Reference, Resource, ResourceKey, canonical, digest, schema,
};

/// More rounds than a resource needs: it changes as fast as we set it.
const ROUNDS: usize = 6;

impl Run<'_> {
    /// There, ready, and as specified when it returns.
    pub(super) async fn converge(
        &self,
        resource: &Resource,
        present: Option<Address>,
        adopt: bool,
        priority: u64,
    ) -> Result<Observed, StepError> {
        let key = &resource.key;
        let subject = Subject::of(key, present.as_ref());
        let about = About { region: key.region, kind: key.kind, subject, priority };
        let known = self.live().get(key).cloned();
        let (seen, fresh) = match (present, known) {
            (Some(address), known) => {
                if adopt {
                    self.site
                        .journal
                        .append(Entry::Adopted { key: key.clone(), address: address.clone() })?;
                }
                let quick = known.filter(|_| !adopt);
                (self.until_ready(&about, &address, quick, false).await?, false)
            }
            (None, _) => {
                let made = self.create(&about, resource).await?;
                self.live().insert(key.clone(), made.clone());
                let address = made.address.clone();
                (self.until_ready(&about, &address, Some(made), true).await?, true)
            }
        };
        self.live().insert(key.clone(), seen.clone());
        let settled = self.settle(&about, resource, seen, fresh).await?;
        self.live().insert(key.clone(), settled.clone());
        if fresh {
            self.purge(&about, &settled).await?;
        }
        Ok(settled)
    }

    /// Sets what differs until nothing does.
    async fn settle(
        &self,
        about: &About,
        resource: &Resource,
        mut seen: Observed,
        fresh: bool,
    ) -> Result<Observed, StepError> {
        let mut fields = Vec::new();
        for round in 0..ROUNDS {
            let change = self.due_change(about, resource, &seen, fresh && round == 0).await?;
            if change.is_empty() {
                return Ok(seen);
            }
            fields = change.keys().cloned().collect();
            self.update(about, &seen.address, change.clone()).await?;
            let ready = self.until_ready(about, &seen.address.clone(), None, false).await?;
            seen = self.until_seen(about, ready, &change).await?;
        }
        Err(StepError::Refused(format!(
            "{} does not keep what is set ({}); somebody else may change it",
            resource.key,
            fields.join(", ")
        )))
    }

    /// Reads lag: what was set a moment ago is waited for before it is set again.
    async fn until_seen(
        &self,
        about: &About,
        mut seen: Observed,
        expected: &Properties,
    ) -> Result<Observed, StepError> {
        let clock = self.site.cloud.clock();
        let began = clock.now().millis();
        let schema = schema::of(seen.address.kind);
        let lag = self.site.cloud.read_lag().as_millis();
        while !differences(schema, expected, &seen.properties, &|_| None).is_empty()
            && u128::try_from(clock.now().millis() - began).unwrap_or(0) < lag
        {
            self.sleep(std::time::Duration::from_secs(3)).await?;
            if let Some(again) = self.read(about, &seen.address).await? {
                seen = again;
            }
        }
        Ok(seen)
    }

    /// The properties to set now, secrets put in.
    async fn due_change(
        &self,
        about: &About,
        resource: &Resource,
        seen: &Observed,
        first: bool,
    ) -> Result<Properties, StepError> {
        let schema = schema::of(resource.key.kind);
        let answer = |reference: &Reference| self.answer(reference);
        let found = changes(&resource.properties, seen, &answer);
        let mut due = Properties::new();
        for change in found {
            if change.field == "State" && !self.is_accepted(&resource.key, "State", &change.before) {
                due.insert("State".into(), change.after.clone());
            }
            let settable = matches!(
                schema.properties.get(change.field.as_str()).map(|property| property.change),
                Some(Change::Update | Change::Afterwards)
            );
            let accepted = self.is_accepted(&resource.key, &change.field, &change.before);
            if let Some(value) = resource.properties.get(&change.field).filter(|_| settable && !accepted) {
                due.insert(change.field, value.clone());
            }
        }
        add_unread(resource, &mut due, first);
        self.resolved(about, schema, &due).await
    }

    fn is_accepted(&self, key: &ResourceKey, field: &str, value: &Value) -> bool {
        let sum = || digest(canonical(value));
        let says = |choice: &Choice| {
            choice.key == *key
                && choice.field == field
                && choice.accepted.as_ref().is_none_or(|accepted| *accepted == sum())
        };
        self.site.journal.ask(|ledger| ledger.choices.iter().any(says))
    }
}

/// Contents that cannot be read back go along with what tells that they changed: their sum or, of the
/// client's files, the addresses that are packed in with them.
fn add_unread(resource: &Resource, due: &mut Properties, first: bool) {
    let kinds: [(Kind, &[&str], &str); 3] = [
        (Kind::Function, &["CodeSha256"], "Code"),
        (Kind::Object, &["ContentSha256"], "Body"),
        (Kind::Branch, &["ArtifactSha256", "EnvironmentVariables"], "Artifact"),
    ];
    let Some((kind, tells, content)) = kinds.into_iter().find(|(kind, ..)| *kind == resource.key.kind) else {
        return;
    };
    let changed = tells.iter().any(|name| due.contains_key(*name));
    if changed && (!first || kind == Kind::Branch) {
        for name in tells.iter().copied().chain([content]) {
            if let Some(given) = resource.properties.get(name) {
                due.insert(name.into(), given.clone());
            }
        }
    }
}
