//! Removes one resource: what protects it first, then itself, then the wait until it is gone.

use serde_json::{Value, json};

use super::call::About;
use super::{Run, StepError};
use crate::cloud::{Address, Observed};
use crate::event::Subject;
use crate::resource::{Kind, Properties};

impl Run<'_> {
    /// Gone when it returns.
    pub(super) async fn remove(&self, address: &Address, name: &str, priority: u64) -> Result<(), StepError> {
        let subject = Subject::at(address, name);
        let about = About { region: address.region, kind: address.kind, subject, priority };
        if let Some(seen) = self.read_if_protected(&about, address).await? {
            self.unprotect(&about, &seen).await?;
        }
        self.delete(&about, address).await?;
        self.until_gone(&about, address).await?;
        self.instance_is_gone(address);
        self.forget_gone(address)?;
        Ok(())
    }

    async fn read_if_protected(
        &self,
        about: &About,
        address: &Address,
    ) -> Result<Option<Observed>, StepError> {
        match address.kind {
            Kind::DbInstance | Kind::UserPool | Kind::Instance | Kind::Function | Kind::Bucket => {
                self.read(about, address).await
            }
            _ => Ok(None),
        }
    }

    async fn unprotect(&self, about: &About, seen: &Observed) -> Result<(), StepError> {
        if seen.address.kind == Kind::Bucket {
            return self.empty(about, seen).await;
        }
        match shield(seen) {
            Some(change) => self.update(about, &seen.address, change).await,
            None => Ok(()),
        }
    }

    async fn empty(&self, about: &About, bucket: &Observed) -> Result<(), StepError> {
        let objects = self.list(about, Kind::Object).await?;
        let inside = |object: &&Observed| {
            object.properties.get("Bucket").and_then(Value::as_str) == Some(&bucket.address.id)
        };
        for object in objects.iter().filter(inside) {
            self.delete(&About { kind: Kind::Object, ..about.clone() }, &object.address).await?;
        }
        Ok(())
    }
}

/// What must be set before the service lets it go; `None`: nothing.
fn shield(seen: &Observed) -> Option<Properties> {
    let is = |name: &str, value: Value| seen.properties.get(name) == Some(&value);
    let change = match seen.address.kind {
        Kind::DbInstance if is("DeletionProtection", json!(true)) => json!({ "DeletionProtection": false }),
        Kind::UserPool if is("DeletionProtection", json!("ACTIVE")) => {
            json!({ "DeletionProtection": "INACTIVE" })
        }
        Kind::Instance if is("DisableApiTermination", json!(true)) => {
            json!({ "DisableApiTermination": false })
        }
        // A function that is deleted in its network keeps its interfaces for up to an hour.
        Kind::Function if has_subnets(seen) => {
            json!({ "VpcConfig": { "SubnetIds": [], "SecurityGroupIds": [] } })
        }
        _ => return None,
    };
    change.as_object().cloned()
}

fn has_subnets(function: &Observed) -> bool {
    let subnets = function.properties.get("VpcConfig").and_then(|config| config.get("SubnetIds"));
    subnets.and_then(Value::as_array).is_some_and(|subnets| !subnets.is_empty())
}
