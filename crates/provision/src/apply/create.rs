//! Makes one resource, once: doubts settled first, the intent durable, the token always the same.

use std::time::Duration;

use serde_json::Value;

use super::call::About;
use super::{CallVerb, Run, StepError};
use crate::cloud::{Answer, CloudError, Create, ErrorClass, Observed};
use crate::event::{Call, Happening, Subject};
use crate::journal::{Operation, Outcome};
use crate::resource::{Kind, Properties, Reference, Resource, ResourceKey, Schema, resolve, schema, visit};
use crate::secret::SecretText;

impl Run<'_> {
    /// The resource, made now or found made.
    pub(super) async fn create(&self, about: &About, resource: &Resource) -> Result<Observed, StepError> {
        if resource.properties.get("Main") == Some(&Value::Bool(true)) {
            return self.take_over(about, resource).await;
        }
        const LIVES: usize = 3;
        for _ in 0..LIVES {
            if let Some(found) = self.settle_doubt(about, resource).await? {
                return Ok(found);
            }
            let made = self.create_once(about, resource).await?;
            if made.is_live() {
                return Ok(made);
            }
            // The token belongs to one that has gone since: the next one is another.
            self.forget_gone(&made.address)?;
        }
        Err(StepError::Refused(format!("{} is removed as often as it is made", resource.key)))
    }

    /// What the cloud made along with something else becomes ours.
    async fn take_over(&self, about: &About, resource: &Resource) -> Result<Observed, StepError> {
        let found = self.look_long(about, resource, Duration::from_secs(20)).await?;
        found.ok_or_else(|| {
            StepError::Refused(format!("{} did not come along with its network", resource.key))
        })
    }

    async fn create_once(&self, about: &About, resource: &Resource) -> Result<Observed, StepError> {
        let create = self.creation(about, resource).await?;
        if resource.key.kind != Kind::Instance {
            return self.create_with_intent(about, resource, create).await;
        }
        self.reserve_instance(about).await?;
        let made = self.create_with_intent(about, resource, create).await;
        self.release_instance(about.region, made.as_ref().ok().map(|made| &made.address));
        made
    }

    async fn create_with_intent(
        &self,
        about: &About,
        resource: &Resource,
        create: Create,
    ) -> Result<Observed, StepError> {
        self.hold().await?;
        let (key, token) = (resource.key.clone(), create.token.clone());
        let now = self.site.cloud.clock().now();
        let intent = self.site.journal.intend(Operation::Create { key, token }, now)?;
        self.tell(Happening::Called { call: Call::Create, subject: about.subject.clone() });
        match self.call(about, CallVerb::Create, || self.site.cloud.create(create.clone())).await {
            Ok(Answer { what: made, request_id }) => {
                let outcome = Outcome::Made(made.address.clone());
                self.conclude(intent, outcome)?;
                let subject = Subject::of(&resource.key, Some(&made.address));
                self.tell(Happening::Answered { call: Call::Create, subject, request_id });
                Ok(made)
            }
            Err(StepError::Cloud(error)) => self.find_out(about, resource, intent, error).await,
            Err(StepError::Cancelled) => {
                let outcome = Outcome::Failed { class: ErrorClass::Unavailable, code: "Cancelled".into() };
                self.conclude(intent, outcome)?;
                Err(StepError::Cancelled)
            }
            Err(error) => Err(error),
        }
    }

    /// The call failed; the resource may be there all the same.
    async fn find_out(
        &self,
        about: &About,
        resource: &Resource,
        intent: u64,
        error: CloudError,
    ) -> Result<Observed, StepError> {
        let found = match error.class {
            ErrorClass::AlreadyExists | ErrorClass::TokenMismatch | ErrorClass::UnknownOutcome => {
                self.look_long(about, resource, Duration::ZERO).await?
            }
            _ => None,
        };
        match found {
            Some(found) => Ok(found),
            None => {
                let outcome = Outcome::Failed { class: error.class, code: error.code.clone() };
                self.conclude(intent, outcome)?;
                if error.class == ErrorClass::UnknownOutcome {
                    return Box::pin(self.create_once(about, resource)).await;
                }
                Err(error.into())
            }
        }
    }

    /// The call that makes it: references answered, secrets put in, nothing that is set afterwards.
    async fn creation(&self, about: &About, resource: &Resource) -> Result<Create, StepError> {
        let schema = schema::of(resource.key.kind);
        let mut wanted = resource.properties.clone();
        wanted.retain(|name, _| !schema.set_afterwards(name));
        let properties = self.resolved(about, schema, &wanted).await?;
        let token = self.site.journal.token(&resource.key);
        Ok(Create { region: resource.key.region, kind: resource.key.kind, properties, token })
    }

    /// `wanted` with every reference answered, secrets too.
    pub(super) async fn resolved(
        &self,
        about: &About,
        schema: &Schema,
        wanted: &Properties,
    ) -> Result<Properties, StepError> {
        let mut secrets: Vec<ResourceKey> = Vec::new();
        for value in wanted.values() {
            let _checked_by_the_graph = visit(value, &mut |reference| {
                if let Reference::Secret(key) = reference {
                    secrets.push(key);
                }
            });
        }
        for key in secrets {
            self.fetch_secret(about, &key).await?;
        }
        let answer = |reference: &Reference| self.answer_with_secrets(reference);
        match resolve(&Value::Object(wanted.clone()), &answer) {
            Some(Value::Object(properties)) => Ok(properties),
            _ => Err(StepError::Refused(format!(
                "{} of {} cannot be answered yet; plan and apply again",
                unanswered(wanted, &answer),
                schema.kind
            ))),
        }
    }

    fn answer_with_secrets(&self, reference: &Reference) -> Option<Value> {
        match reference {
            Reference::Generate(length) => Some(SecretText::generate(*length).reveal().into()),
            Reference::Secret(key) => {
                let secrets = self.secrets.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                secrets.get(key).map(|secret| secret.reveal().into())
            }
            other => self.answer(other),
        }
    }

    async fn fetch_secret(&self, about: &About, key: &ResourceKey) -> Result<(), StepError> {
        let known = self.secrets.lock().unwrap_or_else(std::sync::PoisonError::into_inner).contains_key(key);
        let Some(address) = self.live().get(key).map(|seen| seen.address.clone()).filter(|_| !known) else {
            return Ok(());
        };
        let there = About { region: address.region, kind: address.kind, ..about.clone() };
        let secret = self.call(&there, CallVerb::Read, || self.site.cloud.secret(address.clone())).await?;
        self.secrets.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(key.clone(), secret);
        Ok(())
    }
}

/// The property whose reference has no answer.
fn unanswered(wanted: &Properties, answer: &impl Fn(&Reference) -> Option<Value>) -> String {
    let unknown = wanted.iter().find(|(_, value)| resolve(value, answer).is_none());
    unknown.map_or_else(String::new, |(name, _)| name.clone())
}
