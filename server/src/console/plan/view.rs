//! A plan of the engine as pages read it.

use std::collections::{BTreeMap, BTreeSet};

use lks_domain::console::cost::{Cost, CostLine, UsePrice};
use lks_domain::console::plan::{Action, Confirmation, FieldChange, Finding, PlanStep, PlanView, Severity};
use lks_provision::check;
use lks_provision::cost::{self, Statement};
use lks_provision::deployment::{Deployment, Proposal, ProposedStep, Verb};
use lks_provision::plan::Step;
use lks_provision::resource::Graph;

use super::map;
use crate::console::run::{key, wire};

/// The plan, with the map of what comes of it.
pub fn of(plan: &Proposal, deployment: &Deployment, by: &str) -> PlanView {
    let graph = deployment.graph();
    let keys: BTreeSet<String> = plan.steps.iter().map(|priced| key(&priced.step)).collect();
    let steps: Vec<PlanStep> =
        plan.steps.iter().map(|priced| step(priced, plan.verb, graph, &keys)).collect();
    let mut actions: BTreeMap<String, Action> =
        steps.iter().map(|step| (step.key.clone(), step.action)).collect();
    if plan.verb == Verb::Destroy {
        // What has no step of its own goes along with another: a network's main route table.
        let owned = deployment.holdings().map(|holdings| holdings.owned).unwrap_or_default();
        for owned in owned {
            actions.entry(owned.key.to_string()).or_insert(Action::Delete);
        }
    }
    PlanView {
        digest: plan.digest.clone(),
        removal: plan.verb == Verb::Destroy,
        stack: deployment.stack().id.clone(),
        account: plan.account.clone(),
        simulated: plan.simulated,
        made_at: plan.made_at,
        made_by: by.to_owned(),
        unchanged: plan.unchanged,
        summary: summary(&steps, plan.unchanged),
        seconds: plan.seconds,
        findings: plan.findings.iter().map(finding).collect(),
        blocked: blocked(plan),
        cost: if plan.verb == Verb::Destroy { Cost::default() } else { cost(&cost::of_graph(graph)) },
        change_hourly_usd: plan.cost.change_hourly_usd,
        confirmation: confirmation(plan, &deployment.stack().name),
        map: map::of(graph, &actions),
        steps,
    }
}

fn step(priced: &ProposedStep, verb: Verb, graph: &Graph, keys: &BTreeSet<String>) -> PlanStep {
    let Step { action, kind, name, region, reason, component, address, changes, loses, seconds, .. } =
        &priced.step;
    let changes = changes.iter().map(|change| FieldChange {
        field: change.field.clone(),
        before: change.before.clone(),
        after: change.after.clone(),
        replaces: change.replaces,
    });
    PlanStep {
        key: key(&priced.step),
        action: wire::action(*action),
        kind: kind.name().to_owned(),
        name: name.clone(),
        region: *region,
        component: component.clone(),
        reason: reason.clone(),
        id: address.as_ref().map(|address| address.id.clone()),
        changes: changes.collect(),
        loses: loses.clone(),
        seconds: *seconds,
        hourly_usd: priced.cost_hourly_usd,
        needs: needs(&priced.step, verb, graph, keys),
    }
}

/// Steps of the plan that must be done first: what it refers to, or, of a removal, who refers to it.
fn needs(step: &Step, verb: Verb, graph: &Graph, keys: &BTreeSet<String>) -> Vec<String> {
    let Some(own) = &step.key else { return Vec::new() };
    let first: Vec<String> = match verb {
        Verb::Apply => graph.needs(own).map(ToString::to_string).collect(),
        Verb::Destroy => {
            let holds = |other: &&_| graph.needs(other).any(|need| need == own);
            graph.order().iter().filter(holds).map(ToString::to_string).collect()
        }
    };
    first.into_iter().filter(|key| keys.contains(key)).collect()
}

fn summary(steps: &[PlanStep], unchanged: usize) -> String {
    let count = |action: Action| steps.iter().filter(|step| step.action == action).count();
    let word = |action| match action {
        Action::Create => "to create",
        Action::Change => "to change",
        Action::Replace => "to replace",
        Action::Delete => "to delete",
        Action::Adopt => "to adopt",
        Action::Blocked => "to be unblocked first",
    };
    let parts = Action::ALL.into_iter().filter(|action| count(*action) > 0);
    let parts = parts.map(|action| format!("{} {}", count(action), word(action)));
    parts.chain([format!("{unchanged} unchanged")]).collect::<Vec<_>>().join(", ")
}

fn finding(finding: &check::Finding) -> Finding {
    Finding {
        id: finding.id.to_string(),
        severity: match finding.severity {
            check::Severity::Warning => Severity::Warning,
            check::Severity::Error => Severity::Error,
        },
        requirement: finding.requirement.to_string(),
        resource: finding.resource.clone(),
        message: finding.message.clone(),
    }
}

fn blocked(plan: &Proposal) -> Vec<String> {
    let steps = plan.blocked().map(|step| format!("{} {}: {}", step.kind, step.name, step.reason));
    let errors = plan.findings.iter().filter(|finding| finding.severity == check::Severity::Error);
    steps.chain(errors.map(|finding| format!("{}: {}", finding.resource, finding.message))).collect()
}

/// What must be typed, if the plan deletes or replaces anything.
pub fn confirmation(plan: &Proposal, name: &str) -> Option<Confirmation> {
    use lks_provision::plan::Action as Engine;
    let steps = || plan.steps.iter().map(|priced| &priced.step);
    let count = |action| steps().filter(|step| step.action == action).count();
    let (deleted, replaced) = (count(Engine::Delete), count(Engine::Replace));
    if deleted + replaced == 0 {
        return None;
    }
    let counts = [(deleted, "deleted"), (replaced, "replaced by a new one")];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, how)| match count {
        1 => format!("1 resource is {how}."),
        more => format!("{more} resources are {how}."),
    });
    let gone = steps().filter(|step| matches!(step.action, Engine::Delete | Engine::Replace));
    let lost = losses(gone);
    Some(Confirmation { text: name.to_owned(), because: counts.chain(lost).collect() })
}

/// What is lost, each loss once, with whose it is.
fn losses<'a>(gone: impl Iterator<Item = &'a Step>) -> Vec<String> {
    let mut losses: Vec<(&str, &str, usize)> = Vec::new();
    for step in gone.filter(|step| !step.loses.is_empty()) {
        match losses.iter_mut().find(|(loss, ..)| *loss == step.loses) {
            Some((_, _, more)) => *more += 1,
            None => losses.push((&step.loses, &step.name, 0)),
        }
    }
    let sentence = |(loss, name, more)| match more {
        0 => format!("{name}: {loss}"),
        more => format!("{name} and {more} more: {loss}"),
    };
    losses.into_iter().map(sentence).collect()
}

/// A statement of costs as pages read it.
pub fn cost(statement: &Statement) -> Cost {
    let lines = statement.by_kind().into_iter().map(|(kind, count, hourly_usd)| CostLine {
        kind: kind.name().to_owned(),
        count,
        hourly_usd,
    });
    let by_use = statement.by_use.iter().map(|(unit, usd)| UsePrice { unit: unit.to_string(), usd: *usd });
    Cost {
        hourly_usd: statement.hourly_usd,
        daily_usd: statement.hourly_usd * 24.0,
        monthly_usd: statement.monthly_usd,
        lines: lines.collect(),
        by_use: by_use.collect(),
        collected: statement.collected.to_string(),
        source: statement.source.to_string(),
    }
}
