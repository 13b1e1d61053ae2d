//! The user pool (SPEC 2.6).

use super::{Check, look};
use crate::inventory::Item;
use crate::inventory::view::{Answer, View, ensure, every, expect};
use crate::resource::Kind;
use crate::stack::{ADMIN_GROUP, Part};

const PERMANENT: &str = "A user pool cannot be changed in this; a new one would lose every user, so decide for yourself: destroy and apply";

pub(super) const CHECKS: &[Check] = &[
    look("identity.pool", "The user pool lks-user-pool is in us-east-1", "Apply again", |view| {
        pool(view).map(|pool| format!("{} ({})", pool.name, pool.id))
    })
    .of(Part::Cognito),
    look("identity.email", "Users sign in by email", PERMANENT, |view| {
        expect(pool(view)?, "UsernameAttributes.0", "email")
    })
    .of(Part::Cognito),
    look("identity.attributes", "Name and email are required", PERMANENT, attributes).of(Part::Cognito),
    look(
        "identity.no-temporary",
        "Users sign up themselves: no temporary passwords",
        "Set AllowAdminCreateUserOnly to false",
        |view| expect(pool(view)?, "AdminCreateUserConfig.AllowAdminCreateUserOnly", false),
    )
    .of(Part::Cognito),
    look("identity.single-factor", "A single factor", "Set MfaConfiguration to OFF", |view| {
        expect(pool(view)?, "MfaConfiguration", "OFF")
    })
    .of(Part::Cognito),
    look(
        "identity.flows",
        "The app client has USER_PASSWORD_AUTH and REFRESH_TOKEN_AUTH",
        "Set ExplicitAuthFlows",
        flows,
    )
    .of(Part::Cognito),
    look(
        "identity.no-secret",
        "The app client has no secret, since browsers cannot keep one",
        "Apply again: it makes a new client",
        |view| expect(client(view)?, "GenerateSecret", false),
    )
    .of(Part::Cognito),
    look("identity.admins", "The group of admins is there", "Apply again", admins).of(Part::Cognito),
];

fn pool<'a>(view: &'a View<'_>) -> Result<&'a Item, String> {
    view.in_a(Kind::UserPool, "lks-user-pool")
}

fn client<'a>(view: &'a View<'_>) -> Result<&'a Item, String> {
    let pool = pool(view)?;
    let mut clients = view.world.referring(Kind::UserPoolClient, "UserPoolId", pool);
    clients
        .find(|client| client.text("ClientName") == Some("lks-user-pool-client"))
        .ok_or_else(|| "lks-user-pool has no client lks-user-pool-client".to_owned())
}

fn attributes(view: &View<'_>) -> Answer {
    let schema = pool(view)?.list("Schema");
    every(["email", "name"].map(|name| {
        let required =
            schema.iter().any(|attribute| attribute["Name"] == name && attribute["Required"] == true);
        ensure(required, || format!("{name} is not required"))?;
        Ok(format!("{name} is required"))
    }))
}

fn flows(view: &View<'_>) -> Answer {
    let flows = client(view)?.texts("ExplicitAuthFlows");
    every(["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"].map(|flow| {
        ensure(flows.contains(&flow), || format!("{flow} is not among {}", flows.join(", ")))?;
        Ok(flow.to_owned())
    }))
}

fn admins(view: &View<'_>) -> Answer {
    let pool = pool(view)?;
    let mut groups = view.world.referring(Kind::UserPoolGroup, "UserPoolId", pool);
    let there = groups.any(|group| group.text("GroupName") == Some(ADMIN_GROUP));
    ensure(there, || format!("{ADMIN_GROUP} is not there"))?;
    Ok(format!("{ADMIN_GROUP} is there"))
}
