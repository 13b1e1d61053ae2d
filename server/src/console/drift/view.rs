//! Drift as pages read it.

use lks_domain::console::drift::{DriftChoice, DriftDecision, DriftView, Drifted, Foreign, Missing};
use lks_domain::console::plan::FieldChange;
use lks_provision::deployment::{Deployment, Holdings};
use lks_provision::drift::{Changed, Drift};
use lks_provision::plan;

/// What drifted, and what was decided before.
pub fn of(drift: &Drift, holdings: &Holdings, deployment: &Deployment) -> DriftView {
    let missing = drift.missing.iter().map(|gone| Missing { key: gone.key.to_string(), id: gone.id.clone() });
    let foreign = drift.foreign.iter().map(|other| Foreign {
        kind: other.address.kind.name().to_owned(),
        name: other.name.clone(),
        region: other.address.region,
        id: other.address.id.clone(),
        reason: other.reason.clone(),
    });
    let choices = holdings.choices.iter().map(|choice| DriftDecision {
        key: choice.key.to_string(),
        field: choice.field.clone(),
        choice: if choice.accepted.is_some() { DriftChoice::Accept } else { DriftChoice::Ignore },
    });
    DriftView {
        at: deployment.connection().cloud().clock().now(),
        simulated: deployment.account().simulated,
        changed: drift.changed.iter().map(changed).collect(),
        missing: missing.collect(),
        foreign: foreign.collect(),
        choices: choices.collect(),
    }
}

fn changed(changed: &Changed) -> Drifted {
    Drifted {
        key: changed.key.to_string(),
        kind: changed.kind.name().to_owned(),
        name: changed.name.clone(),
        region: changed.key.region,
        id: changed.id.clone(),
        fields: changed.fields.iter().map(field).collect(),
    }
}

fn field(change: &plan::FieldChange) -> FieldChange {
    FieldChange {
        field: change.field.clone(),
        before: change.before.clone(),
        after: change.after.clone(),
        replaces: change.replaces,
    }
}
