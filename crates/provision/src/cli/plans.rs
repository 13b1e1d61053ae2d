//! Commands that look and change nothing in the account.

use std::io::Write;
use std::path::Path;

use super::answer::{self, StepCosts};
use super::place::{Place, choices};
use super::{CliError, Common, DONE, Drift, FAILED, SOMETHING, key};
use crate::check::{self, Finding};
use crate::cost;
use crate::inventory::Inventory;
use crate::journal::{Choice, Entry, Ledger};
use crate::plan::{Basis, Observation, Plan};
use crate::stack;

/// What a look at the account gives.
pub(super) struct Look {
    pub observed: Observation,
    pub ledger: Ledger,
}

impl Place {
    /// Reads the whole account.
    pub(super) fn look(&self) -> Result<Look, CliError> {
        let ledger = self.ledger()?;
        let cloud: &dyn crate::cloud::Cloud = &self.sandbox;
        let observed =
            self.block(crate::apply::observe_after(cloud, ledger.last_write()))?.map_err(CliError::of)?;
        Ok(Look { observed, ledger })
    }

    pub(super) fn basis<'a>(&'a self, look: &'a Look) -> Basis<'a> {
        let Look { observed, ledger } = look;
        Basis { stack: &self.stack.id, graph: &self.graph, observed, ledger }
    }

    /// The plan as people and scripts read it; kept for the approval.
    pub(super) fn show(
        &self,
        out: &mut dyn Write,
        common: &Common,
        look: &Look,
        plan: &Plan,
        removal: bool,
    ) -> Result<Vec<Finding>, CliError> {
        let standing = Inventory::of_observed(look.observed.all_live());
        let findings = if removal { Vec::new() } else { check::beside(&self.graph, &standing, &self.stack) };
        let hourly = if removal { 0.0 } else { cost::of_graph(&self.graph).hourly_usd };
        let costs = StepCosts::new(&self.graph, &look.observed);
        let document = answer::plan(plan, &costs, hourly, &findings);
        self.store_plan(&document)?;
        if common.json {
            answer::document(out, &document)?;
        } else {
            self.show_text(out, plan, &costs, hourly, &findings)?;
        }
        Ok(findings)
    }

    fn show_text(
        &self,
        out: &mut dyn Write,
        plan: &Plan,
        costs: &StepCosts,
        hourly: f64,
        findings: &[Finding],
    ) -> Result<(), CliError> {
        answer::line(
            out,
            "Simulated account: nothing here costs anything or reaches Amazon Web Services.\n",
        )?;
        let text = plan.to_string();
        answer::line(out, text.trim_end())?;
        for finding in findings {
            answer::line(out, &finding.to_string())?;
        }
        // An empty sum is a negative nought.
        let change = plan.steps.iter().map(|step| costs.of(step)).sum::<f64>() + 0.0;
        let monthly = hourly * crate::price::HOURS_A_MONTH;
        answer::line(
            out,
            &format!(
                "Costs {hourly:.4} USD an hour, {monthly:.2} USD a month ({change:+.4} USD an hour by this plan).\n\
                 Digest {}",
                plan.digest
            ),
        )
    }
}

pub(super) fn plan(common: &Common, data_dir: &Path, out: &mut dyn Write) -> Result<u8, CliError> {
    let place = Place::open(common, data_dir)?;
    let look = place.look()?;
    let plan = crate::plan::plan(place.basis(&look));
    let findings = place.show(out, common, &look, &plan, false)?;
    let blocked = check::blocks(&findings) || plan.blocked().next().is_some();
    Ok(if blocked {
        FAILED
    } else if plan.is_empty() {
        DONE
    } else {
        SOMETHING
    })
}

pub(super) fn drift(drift: &Drift, data_dir: &Path, out: &mut dyn Write) -> Result<u8, CliError> {
    let place = Place::open(&drift.common, data_dir)?;
    let chosen = !(drift.accept.is_empty() && drift.ignore.is_empty() && drift.revert.is_empty());
    if chosen {
        choose(&place, drift)?;
    }
    let look = place.look()?;
    let found = crate::drift::drift(place.basis(&look));
    if drift.common.json {
        answer::document(out, &found)?;
    } else {
        answer::line(out, found.to_string().trim_end())?;
    }
    Ok(if found.is_none() { DONE } else { SOMETHING })
}

fn choose(place: &Place, drift: &Drift) -> Result<(), CliError> {
    let _only_one = place.lock()?;
    let look = place.look()?;
    let found = crate::drift::drift(place.basis(&look));
    let journal = place.journal()?;
    for (pairs, accept) in [(&drift.accept, true), (&drift.ignore, false)] {
        for pair in pairs.chunks_exact(2) {
            let entry = found.choice(&key(&pair[0])?, &pair[1], accept);
            let entry = entry.ok_or_else(|| CliError(format!("{} of {} did not drift", pair[1], pair[0])))?;
            journal.append(entry).map_err(CliError::of)?;
        }
    }
    for pair in drift.revert.chunks_exact(2) {
        let (key, field) = (key(&pair[0])?, pair[1].clone());
        let choice = Choice { key, field, accepted: None, revoked: true };
        journal.append(Entry::Chose(choice)).map_err(CliError::of)?;
    }
    Ok(())
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
