//! Who may call a function: one statement of its policy.

use lks_provision::cloud::{ErrorClass, Observed};
use lks_provision::resource::Kind;
use serde_json::Value;

use super::candidates;
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::{Given, field};
use crate::kinds::Handler;
use crate::seen::Seen;

pub(crate) struct Permission;

fn parts(id: &str) -> Done<(&str, &str)> {
    id.split_once('|').ok_or_else(|| fault::not_found(id))
}

impl Handler for Permission {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let names: Vec<String> = match id {
            Some(id) => vec![parts(id)?.0.to_owned()],
            None => {
                candidates(site).await?.into_iter().filter_map(|function| function.function_name).collect()
            }
        };
        let mut seen = Vec::new();
        for name in names {
            match site.clients.lambda.get_policy().function_name(&name).send().await.map_err(fault::of) {
                Ok(answer) => seen.extend(statements(site, &name, answer.policy().unwrap_or_default())),
                Err(error) if error.class == ErrorClass::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(seen)
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let (function, id) = (given.need("FunctionName")?, given.need("Id")?);
        site.clients
            .lambda
            .add_permission()
            .function_name(&function)
            .statement_id(&id)
            .action(given.need("Action")?)
            .principal(given.need("Principal")?)
            .set_source_arn(given.text("SourceArn"))
            .set_source_account(given.text("SourceAccount"))
            .send()
            .await
            .map_err(fault::of)?;
        let seen = Seen::new(site.region, Kind::Permission, format!("{function}|{id}"));
        let names = ["FunctionName", "Id", "Action", "Principal", "SourceArn", "SourceAccount"];
        Ok(names.into_iter().fold(seen, |seen, name| seen.with(name, given.value(name).cloned())).done())
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        let (function, statement) = parts(id)?;
        let asked = site.clients.lambda.remove_permission().function_name(function).statement_id(statement);
        asked.send().await.map_err(fault::of).map(drop)
    }
}

fn statements(site: Site<'_>, function: &str, policy: &str) -> Vec<Observed> {
    let policy: Value = serde_json::from_str(policy).unwrap_or_default();
    let statements = policy["Statement"].as_array().cloned().unwrap_or_default();
    let seen = statements.iter().filter_map(|statement| {
        let id = field(statement, "Sid")?;
        let principal = &statement["Principal"];
        let principal = field(principal, "Service")
            .or_else(|| field(principal, "AWS"))
            .or_else(|| principal.as_str().map(str::to_owned));
        let conditions = &statement["Condition"];
        let seen = Seen::new(site.region, Kind::Permission, format!("{function}|{id}"))
            .with("FunctionName", function)
            .with("Id", id)
            .with("Action", field(statement, "Action"))
            .with("Principal", principal)
            .with("SourceArn", condition(conditions, "AWS:SourceArn"))
            .with("SourceAccount", condition(conditions, "AWS:SourceAccount"));
        Some(seen.done())
    });
    seen.collect()
}

/// The value of a condition under whichever operator.
fn condition(conditions: &Value, name: &str) -> Option<String> {
    let operators = conditions.as_object()?.values();
    let pairs = operators.filter_map(Value::as_object).flatten();
    pairs
        .filter(|(key, _)| key.eq_ignore_ascii_case(name))
        .find_map(|(_, value)| value.as_str().map(str::to_owned))
}
