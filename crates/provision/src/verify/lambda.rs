//! The Lambda (SPEC 2.6).

use super::{Check, look};
use crate::inventory::Item;
use crate::inventory::view::{Answer, View, ensure, every, expect, plain};
use crate::resource::Kind;
use crate::stack::{DATABASE, USER, Zone};

pub(super) const CHECKS: &[Check] = &[
    look(
        "lambda.function",
        "lks-lambda-conversations runs on provided.al2023 (Rust)",
        "Apply again",
        |view| expect(the(view)?, "Runtime", "provided.al2023"),
    ),
    look("lambda.active", "It is active", "Look at why in its configuration; apply again", active),
    look("lambda.role", "Its role is LabRole", "Set its role to LabRole", role),
    look("lambda.network", "It stands in both private subnets of zone a", "Apply again", network),
    look("lambda.group", "It carries lks-sg-db and no other group", "Set its groups to lks-sg-db", group),
    look(
        "lambda.variables",
        "It is configured by DB_USER, DB_PASSWORD, DB_HOST, DB_PORT, DB_NAME",
        "Apply again",
        variables,
    ),
    look("lambda.host", "DB_HOST is the address of lks-rds", "Apply again", host),
    look("lambda.permission", "The API may call it, and only the API", "Apply again", permission),
    look("lambda.log", "It logs to lks-logs-lambda, which forgets", "Apply again", log),
];

fn the<'a>(view: &'a View<'_>) -> Result<&'a Item, String> {
    view.in_a(Kind::Function, "lks-lambda-conversations")
}

fn active(view: &View<'_>) -> Answer {
    let function = the(view)?;
    ensure(matches!(function.state.as_str(), "" | "Active" | "modifying"), || {
        format!("{} is {}", function.name, function.state)
    })?;
    Ok(format!("{} is active", function.name))
}

fn role(view: &View<'_>) -> Answer {
    let role = plain(the(view)?.at("Role"));
    ensure(role.ends_with(":role/LabRole"), || role.clone())?;
    Ok(role)
}

fn network(view: &View<'_>) -> Answer {
    let given = the(view)?.texts("VpcConfig.SubnetIds");
    let right =
        given.len() == 2 && view.private(Zone::A)?.iter().all(|subnet| given.iter().any(|id| subnet.is(id)));
    ensure(right, || format!("its subnets: {}", given.join(", ")))?;
    Ok("both private subnets of zone a".into())
}

fn group(view: &View<'_>) -> Answer {
    let groups = the(view)?.texts("VpcConfig.SecurityGroupIds");
    let group = view.group(Zone::A, "lks-sg-db")?;
    ensure(matches!(groups[..], [only] if group.is(only)), || format!("its groups: {}", groups.join(", ")))?;
    Ok("carries lks-sg-db".into())
}

fn variables(view: &View<'_>) -> Answer {
    let function = the(view)?;
    let given = function.at("Environment.Variables");
    let names = ["DB_USER", "DB_PASSWORD", "DB_HOST", "DB_PORT", "DB_NAME"];
    let missing: Vec<&str> =
        names.into_iter().filter(|name| given[*name].is_null() || given[*name] == "").collect();
    ensure(missing.is_empty(), || format!("not set: {}", missing.join(", ")))?;
    every(
        [("DB_USER", USER), ("DB_PORT", "5432"), ("DB_NAME", DATABASE)]
            .map(|(name, value)| expect(function, &format!("Environment.Variables.{name}"), value)),
    )
}

fn host(view: &View<'_>) -> Answer {
    let given = plain(the(view)?.at("Environment.Variables.DB_HOST"));
    let database = view.in_a(Kind::DbInstance, "lks-rds")?;
    let address = database
        .attributes
        .get("Endpoint.Address")
        .map_or_else(|| format!("{}.Endpoint.Address", database.id), plain);
    ensure(given == address, || format!("DB_HOST is {given}, not {address}"))?;
    Ok(format!("DB_HOST is {given}"))
}

fn permission(view: &View<'_>) -> Answer {
    let function = the(view)?;
    let api = view.in_a(Kind::RestApi, "lks-api-gateway")?;
    let permissions: Vec<&Item> = view.world.referring(Kind::Permission, "FunctionName", function).collect();
    let right = |item: &&Item| {
        let source = item.text("SourceArn").unwrap_or_default();
        item.text("Principal") == Some("apigateway.amazonaws.com") && source.contains(&api.id)
    };
    ensure(!permissions.is_empty(), || "nobody may call it".into())?;
    ensure(permissions.iter().all(right), || "somebody else may call it".into())?;
    Ok("lks-api-gateway may call it".into())
}

fn log(view: &View<'_>) -> Answer {
    let group = view.linked(the(view)?, "LoggingConfig.LogGroup", Kind::LogGroup)?;
    ensure(group.name == "lks-logs-lambda", || format!("it logs to {}", group.name))?;
    expect(group, "RetentionInDays", view.stack.logs.retention_days)
}
