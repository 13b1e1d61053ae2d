//! The limits of the choices: SPEC section 2, the lab's rules and AWS's own.

use super::{Stack, Zone};
use crate::price;

const UBUNTU: [&str; 3] = ["20.04", "22.04", "24.04"];
const RETENTION_DAYS: [u32; 17] = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827];

/// Everything that is wrong, one sentence each; empty when the stack can be built.
pub(super) fn problems(stack: &Stack) -> Vec<String> {
    let mut found = Vec::new();
    names(stack, &mut found);
    zones(stack, &mut found);
    instances(stack, &mut found);
    database(stack, &mut found);
    models(stack, &mut found);
    rest(stack, &mut found);
    found
}

fn names(stack: &Stack, found: &mut Vec<String>) {
    let id = &stack.id;
    let plain = id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let starts = id.starts_with(|c: char| c.is_ascii_lowercase());
    if !(plain && starts && (2..=32).contains(&id.len()) && !id.ends_with('-')) {
        found.push(format!(
            "id = \"{id}\": use 2 to 32 lower-case letters, digits and hyphens, a letter first and no hyphen last"
        ));
    }
    let length = stack.name.chars().count();
    if !(1..=60).contains(&length) || stack.name.chars().any(|c| c.is_control() || "<>".contains(c)) {
        found.push("name: use 1 to 60 characters on one line, without < and >".into());
    }
}

fn zones(stack: &Stack, found: &mut Vec<String>) {
    for zone in Zone::ALL {
        let [first, second] = &stack.zones.of(zone).availability_zones;
        let known = zone.availability_zone_ids();
        for id in [first, second].into_iter().filter(|id| !known.contains(&id.as_str())) {
            found.push(format!(
                "zones.{}.availability_zones has \"{id}\": choose two zone ids of {} from {} (ids, not names such as \
                 {}a: a name means another place in every account)",
                zone.letter(),
                zone.region(),
                known.join(", "),
                zone.region()
            ));
        }
        if first == second {
            found.push(format!(
                "zones.{}.availability_zones: choose two different zones, or a backup falls with what it backs up",
                zone.letter()
            ));
        }
    }
}

fn instances(stack: &Stack, found: &mut Vec<String>) {
    let kinds = [("workers", &stack.workers.instance_type), ("nat", &stack.nat.instance_type)];
    for (key, kind) in kinds.into_iter().filter(|(_, kind)| price::instance_hourly(kind).is_none()) {
        found.push(format!(
            "{key}.instance_type = \"{kind}\": the lab allows nano to large; choose from {}",
            price::instance_types().join(", ")
        ));
    }
    let volumes = [("workers", stack.workers.volume_gb, 16), ("nat", stack.nat.volume_gb, 8)];
    for (key, gigabytes, least) in volumes.into_iter().filter(|(_, gb, least)| !(*least..=100).contains(gb)) {
        found.push(format!("{key}.volume_gb = {gigabytes}: use {least} to 100 (the lab's limit)"));
    }
}

fn database(stack: &Stack, found: &mut Vec<String>) {
    let database = &stack.database;
    if price::database_hourly(&database.class).is_none() {
        found.push(format!(
            "database.class = \"{}\": choose from {}",
            database.class,
            price::database_classes().join(", ")
        ));
    }
    if !(20..=100).contains(&database.storage_gb) {
        found.push(format!("database.storage_gb = {}: use 20 to 100 (gp2 in the lab)", database.storage_gb));
    }
    if !has_pgvector(&database.engine_version) {
        found.push(format!(
            "database.engine_version = \"{}\": use PostgreSQL 15.4 or newer (15.4 to 17), for example 16.4: older \
             ones have no pgvector with HNSW",
            database.engine_version
        ));
    }
    if !(1..=35).contains(&database.backup_days) {
        found.push(format!(
            "database.backup_days = {}: use 1 to 35; 0 would switch backups off",
            database.backup_days
        ));
    }
}

fn has_pgvector(version: &str) -> bool {
    let (major, minor) = version.split_once('.').unwrap_or((version, "99"));
    match (major.parse::<u32>(), minor.parse::<u32>()) {
        (Ok(15), Ok(minor)) => minor >= 4,
        (Ok(16 | 17), Ok(_)) => true,
        _ => false,
    }
}

fn models(stack: &Stack, found: &mut Vec<String>) {
    if stack.models.is_empty() {
        found.push(
            "models: name at least one; the specification has orca-mini, llama3 and nomic-embed-text".into(),
        );
    }
    for model in stack.models.iter().filter(|model| !is_model_name(model)) {
        found.push(format!(
            "models has \"{model}\": use names of letters, digits, '.', '_', '-' and '/'; no tag, since the \
             playbook's variables cannot carry a colon"
        ));
    }
}

fn is_model_name(name: &str) -> bool {
    let legal = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
    !name.is_empty() && name.len() <= 100 && name.chars().all(legal)
}

fn rest(stack: &Stack, found: &mut Vec<String>) {
    if !UBUNTU.contains(&stack.ubuntu.as_str()) {
        found.push(format!("ubuntu = \"{}\": choose from {}", stack.ubuntu, UBUNTU.join(", ")));
    }
    if !RETENTION_DAYS.contains(&stack.logs.retention_days) {
        let known = RETENTION_DAYS.map(|days| days.to_string()).join(", ");
        found.push(format!("logs.retention_days = {}: CloudWatch knows {known}", stack.logs.retention_days));
    }
    if !(1..=1000).contains(&stack.files.expected_gb) {
        found.push(format!("files.expected_gb = {}: use 1 to 1000", stack.files.expected_gb));
    }
    if stack.account.as_deref().is_some_and(|id| id.len() != 12 || !id.chars().all(|c| c.is_ascii_digit())) {
        found.push("account: use the account's twelve digits, or leave it out".into());
    }
    if stack.alarms.address.as_deref().is_some_and(|address| !is_address(address)) {
        found.push("alarms.address: use an e-mail address such as admin@example.org, or leave it out".into());
    }
    if stack.client_origin.as_deref().is_some_and(|origin| !is_origin(origin)) {
        found.push("client_origin: use scheme and host alone, such as https://learn.example.org".into());
    }
}

fn is_address(text: &str) -> bool {
    let legal = |c: char| c.is_ascii_graphic() && !"<>\"'(),:;\\".contains(c);
    let (local, host) = text.rsplit_once('@').unwrap_or_default();
    text.chars().all(legal)
        && !local.is_empty()
        && !local.contains('@')
        && host.contains('.')
        && text.len() <= 254
}

fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:".contains(c))
}
