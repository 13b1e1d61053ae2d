//! The steps of a run before it began, and which step an event is about.

use std::collections::HashMap;

use lks_domain::console::run::{RunStep, StepState};
use lks_domain::region::Region;
use lks_provision::deployment::Proposal;
use lks_provision::event::Subject;
use lks_provision::plan::Step;
use lks_provision::resource::{Graph, Kind};

use super::{critical, wire};

/// The steps of a plan.
#[derive(Debug, Clone, Default)]
pub struct Steps {
    all: Vec<RunStep>,
    /// Keys by kind, region, and name or physical id.
    keys: HashMap<(Kind, Region, String), String>,
}

/// Names a step: by its resource in the specification, else by the physical one.
pub fn key(step: &Step) -> String {
    match (&step.key, &step.address) {
        (Some(key), _) => key.to_string(),
        (None, Some(address)) => format!("{}/{}/{}", address.region, address.kind, address.id),
        (None, None) => format!("{}/{}/{}", step.region, step.kind, step.name),
    }
}

impl Steps {
    /// Of this plan; the graph tells which of them the run's length hangs on.
    pub fn of(plan: &Proposal, graph: &Graph) -> Self {
        let critical = critical::keys(plan, graph);
        let mut steps = Self::default();
        for priced in &plan.steps {
            let (step, key) = (&priced.step, key(&priced.step));
            if let Some(address) = &step.address {
                steps.keys.insert((step.kind, step.region, address.id.clone()), key.clone());
            }
            steps.keys.insert((step.kind, step.region, step.name.clone()), key.clone());
            steps.all.push(waiting(step, critical.contains(&key), key));
        }
        steps
    }

    /// All of them, in the plan's order.
    pub fn all(&self) -> &[RunStep] {
        &self.all
    }

    /// Which step this is about.
    pub(super) fn key(&self, subject: &Subject) -> String {
        let known = |text: &str| self.keys.get(&(subject.kind, subject.region, text.to_owned())).cloned();
        let by_id = subject.id.as_deref().and_then(known);
        by_id
            .or_else(|| known(&subject.name))
            .unwrap_or_else(|| format!("{}/{}/{}", subject.region, subject.kind, subject.name))
    }
}

fn waiting(step: &Step, critical: bool, key: String) -> RunStep {
    RunStep {
        key,
        action: wire::action(step.action),
        kind: step.kind.name().to_owned(),
        name: step.name.clone(),
        region: step.region,
        component: step.component.clone(),
        state: StepState::Waiting,
        detail: String::new(),
        id: step.address.as_ref().map(|address| address.id.clone()),
        started_at: None,
        ended_at: None,
        expected_seconds: step.seconds.into(),
        critical,
        log: Vec::new(),
    }
}
