//! The database (SPEC 2.5).

use super::{Check, look};
use crate::inventory::Item;
use crate::inventory::view::{Answer, View, ensure, expect, plain};
use crate::reachability::Role;
use crate::resource::Kind;
use crate::stack::{DATABASE, Zone};

pub(super) const CHECKS: &[Check] = &[
    look("database.engine", "lks-rds is PostgreSQL in us-east-1", "Apply again", |view| {
        expect(the(view)?, "Engine", "postgres")
    }),
    look("database.available", "It is available", "Wait, or look at its events", available),
    look(
        "database.version",
        "Its version has pgvector with HNSW (15.4 or newer)",
        "Choose a newer database.engine_version",
        version,
    ),
    look(
        "database.class",
        "Its class is the chosen one, in a single zone, on gp2 up to 100 GB",
        "Apply again",
        class,
    ),
    look("database.subnets", "It stands in both private subnets of zone a", "Apply again", subnets),
    look("database.private", "It is not publicly accessible", "Set PubliclyAccessible to false", |view| {
        expect(the(view)?, "PubliclyAccessible", false)
    }),
    look(
        "database.encrypted",
        "It is encrypted",
        "Encryption is for good: restore a snapshot into an encrypted one",
        |view| expect(the(view)?, "StorageEncrypted", true),
    ),
    look("database.tls", "TLS is forced", "Set rds.force_ssl to 1 in lks-rds-parameters", tls),
    look("database.backups", "Automatic backups are on", "Set BackupRetentionPeriod to 1 or more", backups),
    look("database.protected", "It is protected from deletion", "Set DeletionProtection to true", |view| {
        expect(the(view)?, "DeletionProtection", true)
    }),
    look("database.group", "It carries lks-sg-db and no other group", "Set its groups to lks-sg-db", group),
    look("database.only-lambda", "Only the Lambda reaches it", "See security.nobody-else", only_lambda),
    look("database.name", "It holds the database that the Lambda uses", "Apply again", |view| {
        expect(the(view)?, "DBName", DATABASE)
    }),
];

fn the<'a>(view: &'a View<'_>) -> Result<&'a Item, String> {
    view.in_a(Kind::DbInstance, "lks-rds")
}

fn available(view: &View<'_>) -> Answer {
    let database = the(view)?;
    // It answers while it is backed up or changed.
    let usable = matches!(database.state.as_str(), "" | "available" | "backing-up" | "modifying");
    ensure(usable, || format!("lks-rds is {}", database.state))?;
    Ok(format!("lks-rds is {}", if database.state.is_empty() { "available" } else { &database.state }))
}

fn version(view: &View<'_>) -> Answer {
    let version = plain(the(view)?.at("EngineVersion"));
    let mut numbers = version.split('.').map(|number| number.parse::<u32>().unwrap_or(0));
    let (major, minor) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(u32::MAX));
    ensure((major, minor) >= (15, 4), || format!("PostgreSQL {version}"))?;
    Ok(format!("PostgreSQL {version}"))
}

fn class(view: &View<'_>) -> Answer {
    let database = the(view)?;
    expect(database, "StorageType", "gp2")?;
    ensure(database.flag("MultiAZ") != Some(true), || "it stands in several zones".into())?;
    ensure(database.number("AllocatedStorage").is_some_and(|size| size <= 100.0), || {
        "its storage is over 100 GB".into()
    })?;
    expect(database, "DBInstanceClass", view.stack.database.class.as_str())
}

fn subnets(view: &View<'_>) -> Answer {
    let group = view.linked(the(view)?, "DBSubnetGroupName", Kind::DbSubnetGroup)?;
    let name = &group.name;
    let given = group.texts("SubnetIds");
    let right =
        given.len() == 2 && view.private(Zone::A)?.iter().all(|subnet| given.iter().any(|id| subnet.is(id)));
    ensure(right, || format!("{name}: {}", given.join(", ")))?;
    Ok(format!("{name}: both private subnets of zone a"))
}

fn tls(view: &View<'_>) -> Answer {
    let group = view.linked(the(view)?, "DBParameterGroupName", Kind::DbParameterGroup)?;
    let name = &group.name;
    let forced = group.fields.get("Parameters").map(|parameters| plain(&parameters["rds.force_ssl"]));
    ensure(forced.as_deref() == Some("1"), || {
        format!("{name}: rds.force_ssl is {}", forced.unwrap_or_default())
    })?;
    Ok(format!("{name}: rds.force_ssl is 1"))
}

fn backups(view: &View<'_>) -> Answer {
    let days = the(view)?.number("BackupRetentionPeriod").unwrap_or(0.0);
    ensure(days >= 1.0, || "backups are off".into())?;
    Ok(format!("kept for {days} days"))
}

fn group(view: &View<'_>) -> Answer {
    let groups = the(view)?.texts("VPCSecurityGroups");
    let group = view.group(Zone::A, "lks-sg-db")?;
    ensure(matches!(groups[..], [only] if group.is(only)), || format!("lks-rds: {}", groups.join(", ")))?;
    Ok("lks-rds carries lks-sg-db".into())
}

fn only_lambda(view: &View<'_>) -> Answer {
    the(view)?;
    let others = view.differences.iter().filter(|difference| difference.to == Role::Database);
    let faults: Vec<String> = others.map(ToString::to_string).collect();
    ensure(faults.is_empty(), || faults.join("; "))?;
    Ok("of all places, the Lambda alone reaches port 5432".into())
}
