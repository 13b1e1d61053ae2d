//! Commands that look and change nothing in the account.

use std::io::Write;

use super::answer;
use super::place::{choices, open};
use super::{CliError, Common, DONE, Drift, FAILED, SOMETHING, Setting, key};
use crate::check::Severity;
use crate::cloud::Account;
use crate::cost;
use crate::deployment::{Deployment, Proposal, ProposedCost, Verb};
use crate::drift::{Decision, Verdict};
use crate::plan::PlanText;
use crate::stack;

pub(super) fn plan(common: &Common, setting: &Setting<'_>, out: &mut dyn Write) -> Result<u8, CliError> {
    let deployment = open(common, setting)?;
    let proposal = deployment.plan(Verb::Apply).map_err(CliError::of)?;
    if common.json {
        answer::document(out, &proposal)?;
    } else {
        show(&proposal, deployment.account(), setting, out)?;
    }
    Ok(if !proposal.can_be_applied() {
        FAILED
    } else if proposal.is_empty() {
        DONE
    } else {
        SOMETHING
    })
}

/// The plan as a person reads it before approving it.
pub(super) fn show(
    proposal: &Proposal,
    account: &Account,
    setting: &Setting<'_>,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let ink = setting.ink;
    show_account(account, setting, out)?;
    let steps = proposal.steps.iter().map(|priced| (&priced.step, Some(priced.cost_hourly_usd))).collect();
    let text = PlanText { steps, unchanged: proposal.unchanged, ink }.to_string();
    answer::line(out, text.trim_end())?;
    for finding in &proposal.findings {
        let line = finding.to_string();
        let error = finding.severity == Severity::Error;
        answer::line(out, &if error { ink.bad(&line) } else { ink.notable(&line) })?;
    }
    answer::line(out, &cost_of(proposal))?;
    if !proposal.is_empty() {
        answer::line(out, &format!("Takes about {}.", answer::time(proposal.seconds)))?;
    }
    answer::line(out, &ink.faint(&format!("Digest {}", proposal.digest)))
}

fn cost_of(proposal: &Proposal) -> String {
    let ProposedCost { hourly_usd, monthly_usd, change_hourly_usd, change_monthly_usd } = proposal.cost;
    let change = if change_hourly_usd == 0.0 {
        "this plan changes nothing of that".to_owned()
    } else {
        format!("this plan adds {change_hourly_usd:+.4} USD an hour, {change_monthly_usd:+.2} USD a month")
    };
    format!("Costs {hourly_usd:.4} USD an hour, {monthly_usd:.2} USD a month; {change}.")
}

/// In which account all this is.
pub(super) fn show_account(
    account: &Account,
    setting: &Setting<'_>,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let text = if account.simulated {
        "Simulated account: nothing here costs anything or reaches Amazon Web Services.\n".to_owned()
    } else {
        let until = account.expires.map_or_else(String::new, |at| format!(", credentials until {at}"));
        format!("AWS account {}, as {}{until}\n", account.id, account.caller)
    };
    answer::line(out, &setting.ink.notable(&text))
}

pub(super) fn drift(drift: &Drift, setting: &Setting<'_>, out: &mut dyn Write) -> Result<u8, CliError> {
    let deployment = open(&drift.common, setting)?;
    let decisions = decisions(drift)?;
    if !decisions.is_empty() {
        deployment.decide(&decisions).map_err(CliError::of)?;
    }
    let found = deployment.drift().map_err(CliError::of)?;
    if drift.common.json {
        answer::document(out, &found)?;
    } else {
        answer::line(out, found.to_string().trim_end())?;
    }
    Ok(if found.is_none() { DONE } else { SOMETHING })
}

fn decisions(drift: &Drift) -> Result<Vec<Decision>, CliError> {
    let asked = [
        (&drift.accept, Verdict::Accept),
        (&drift.ignore, Verdict::Ignore),
        (&drift.revert, Verdict::Revert),
    ];
    let pairs = asked.iter().flat_map(|(pairs, verdict)| pairs.chunks_exact(2).map(|pair| (pair, *verdict)));
    pairs
        .map(|(pair, verdict)| Ok(Decision { key: key(&pair[0])?, field: pair[1].clone(), verdict }))
        .collect()
}

/// The runs of the stack, the last one first.
pub(super) fn runs(common: &Common, setting: &Setting<'_>, out: &mut dyn Write) -> Result<u8, CliError> {
    let deployment: Deployment = open(common, setting)?;
    let runs = deployment.runs().map_err(CliError::of)?;
    if common.json {
        answer::document(out, &runs)?;
        return Ok(DONE);
    }
    if runs.is_empty() {
        answer::line(out, "No run yet.")?;
    }
    for run in runs {
        let began = run.began_at.map_or_else(|| "not begun".to_owned(), |at| at.to_string());
        let verb = answer::word(&run.verb);
        let state = answer::word(&run.state);
        answer::line(
            out,
            &format!("{:>4}  {began:24}  {verb:7}  {state:11}  {}/{}", run.id.0, run.done, run.of),
        )?;
    }
    Ok(DONE)
}

pub(super) fn cost(common: &Common, out: &mut dyn Write) -> Result<u8, CliError> {
    let graph = stack::graph(&choices(common)?).map_err(CliError::of)?;
    let statement = cost::of_graph(&graph);
    if common.json {
        answer::document(out, &statement)?;
    } else {
        answer::line(out, &statement.to_string())?;
    }
    Ok(DONE)
}

pub(super) fn graph(common: &Common, out: &mut dyn Write) -> Result<u8, CliError> {
    let graph = stack::graph(&choices(common)?).map_err(CliError::of)?;
    if common.json {
        let resources: Vec<_> = graph
            .order()
            .iter()
            .filter_map(|key| graph.get(key))
            .map(|resource| {
                let needs: Vec<_> = graph.needs(&resource.key).collect();
                serde_json::json!({
                    "key": resource.key, "kind": resource.key.kind, "name": resource.key.name,
                    "region": resource.key.region, "component": resource.component, "needs": needs,
                    "properties": resource.properties,
                })
            })
            .collect();
        answer::document(out, &resources)?;
        return Ok(DONE);
    }
    for key in graph.order() {
        answer::line(out, &key.to_string())?;
        for need in graph.needs(key) {
            answer::line(out, &format!("    needs {need}"))?;
        }
    }
    Ok(DONE)
}
