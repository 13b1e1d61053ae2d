//! The database and its secret (SPEC 2.5).

use serde_json::json;

use super::Zone;
use super::access::{AllGroups, DATABASE_PORT};
use super::draft::{Draft, Handle, PerZone, of};
use super::network::Network;

const COMPONENT: &str = "database";
/// Name of the database inside the server.
pub const DATABASE: &str = "lks";
/// Name of its user.
pub const USER: &str = "lks_admin";

/// The database and its secret.
#[derive(Debug)]
pub(super) struct Database {
    pub instance: Handle<of::DbInstance>,
    pub password: Handle<of::Parameter>,
}

pub(super) fn draft(draft: &mut Draft<'_>, networks: &PerZone<Network>, groups: &AllGroups) -> Database {
    let password = password(draft);
    let subnets: Handle<of::DbSubnetGroup> = draft.add(
        Zone::A,
        COMPONENT,
        "lks-rds-subnets",
        json!({
            "DBSubnetGroupName": "lks-rds-subnets",
            "DBSubnetGroupDescription": "Private subnets of zone a for the database",
            "SubnetIds": networks.of(Zone::A).private_ids(),
        }),
    );
    let parameters = parameters(draft);
    let choice = &draft.stack.database;
    let properties = json!({
        "DBInstanceIdentifier": "lks-rds", "Engine": "postgres", "EngineVersion": choice.engine_version,
        "DBInstanceClass": choice.class, "AllocatedStorage": choice.storage_gb.to_string(), "StorageType": "gp2",
        "StorageEncrypted": true, "MultiAZ": false, "PubliclyAccessible": false, "DBName": DATABASE,
        "MasterUsername": USER, "MasterUserPassword": password.secret(), "Port": DATABASE_PORT.to_string(),
        "DBSubnetGroupName": subnets.id(), "DBParameterGroupName": parameters.id(),
        "VPCSecurityGroups": [groups.db.id()], "BackupRetentionPeriod": choice.backup_days,
        "DeletionProtection": true, "AutoMinorVersionUpgrade": false, "CopyTagsToSnapshot": true,
        "MonitoringInterval": 0, "DeleteAutomatedBackups": true,
    });
    Database { instance: draft.add(Zone::A, COMPONENT, "lks-rds", properties), password }
}

/// Kept as a parameter, which costs nothing.
fn password(draft: &mut Draft<'_>) -> Handle<of::Parameter> {
    let properties = json!({
        "Name": "lks-db-password", "Type": "SecureString", "Tier": "Standard",
        "Description": "Password of the conversations database", "Value": { "Fn::GenerateSecret": { "Length": 32 } },
    });
    draft.add(Zone::A, COMPONENT, "lks-db-password", properties)
}

/// TLS is forced by name, not left to the version's default.
fn parameters(draft: &mut Draft<'_>) -> Handle<of::DbParameterGroup> {
    let version = &draft.stack.database.engine_version;
    let major = version.split('.').next().unwrap_or(version);
    let properties = json!({
        "DBParameterGroupName": "lks-rds-parameters", "Family": format!("postgres{major}"),
        "Description": "Conversations database: TLS only", "Parameters": { "rds.force_ssl": "1" },
    });
    draft.add(Zone::A, COMPONENT, "lks-rds-parameters", properties)
}
