//! The simulated account, looked at and changed by hand, past the engine.

use std::io::Write;

use serde_json::{Value, json};

use super::place::sandbox;
use super::{CliError, Common, DONE, Setting, SimulationVerb, answer};
use crate::cloud::{Observed, State};
use crate::resource::Kind;
use crate::sandbox::Sandbox;

pub(super) fn simulation(
    verb: &SimulationVerb,
    setting: &Setting<'_>,
    out: &mut dyn Write,
) -> Result<u8, CliError> {
    match verb {
        SimulationVerb::Ls(common) => list(common, setting, out),
        SimulationVerb::Set { id, fields, common } => set(id, fields, common, setting),
        SimulationVerb::Rm { id, common } => remove(id, common, setting),
        SimulationVerb::Reset(common) => {
            sandbox(common, setting)?.reset().map_err(CliError::of)?;
            Ok(DONE)
        }
    }
}

fn list(common: &Common, setting: &Setting<'_>, out: &mut dyn Write) -> Result<u8, CliError> {
    let all = everything(&sandbox(common, setting)?)?;
    if common.json {
        answer::document(out, &all.iter().map(|seen| row(seen, &all)).collect::<Vec<_>>())?;
        return Ok(DONE);
    }
    answer::line(out, "Simulated account")?;
    let width = all.iter().map(|seen| seen.address.kind.name().len()).max().unwrap_or(0);
    for seen in &all {
        let (at, name) = (&seen.address, seen.name());
        let line = format!("{}  {:width$}  {:12}  {name}  {}", at.region, at.kind.name(), seen.status, at.id);
        answer::line(out, &line)?;
    }
    Ok(DONE)
}

fn everything(sandbox: &Sandbox) -> Result<Vec<Observed>, CliError> {
    let there = |seen: &&Observed| seen.state != State::Gone;
    sandbox.inspect(|world| world.everything().filter(there).cloned().collect()).map_err(CliError::of)
}

fn row(seen: &Observed, all: &[Observed]) -> Value {
    let mut fields = seen.properties.clone();
    if seen.address.kind == Kind::SecurityGroup {
        fields.insert("SecurityGroupIngress".into(), rules(seen, all, Kind::SecurityGroupIngress));
        fields.insert("SecurityGroupEgress".into(), rules(seen, all, Kind::SecurityGroupEgress));
    }
    json!({
        "id": seen.address.id, "kind": seen.address.kind, "name": seen.name(), "region": seen.address.region,
        "state": seen.status, "fields": fields, "attributes": seen.attributes, "made_by": seen.maker,
    })
}

/// The rules of a group, as CloudFormation writes them inline.
fn rules(group: &Observed, all: &[Observed], kind: Kind) -> Value {
    let of_group = |rule: &&Observed| {
        rule.address.kind == kind
            && rule.address.region == group.address.region
            && rule.properties.get("GroupId").and_then(Value::as_str) == Some(&group.address.id)
    };
    let inline = |rule: &Observed| {
        let mut fields = rule.properties.clone();
        fields.shift_remove("GroupId");
        Value::Object(fields)
    };
    all.iter().filter(of_group).map(inline).collect()
}

fn set(id: &str, fields: &[String], common: &Common, setting: &Setting<'_>) -> Result<u8, CliError> {
    let sandbox = sandbox(common, setting)?;
    for field in fields {
        let (name, value) =
            field.split_once('=').ok_or_else(|| CliError(format!("'{field}' is not FIELD=VALUE")))?;
        let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
        let done = sandbox.by_hand(|world| world.set_by_hand(id, name, value)).map_err(CliError::of)?;
        done.map_err(CliError::of)?;
    }
    Ok(DONE)
}

fn remove(id: &str, common: &Common, setting: &Setting<'_>) -> Result<u8, CliError> {
    let sandbox = sandbox(common, setting)?;
    let done = sandbox.by_hand(|world| world.remove_by_hand(id)).map_err(CliError::of)?;
    done.map_err(CliError::of)?;
    Ok(DONE)
}
