//! The database.

use aws_sdk_rds::types::DbInstance;
use lks_provision::cloud::{Observed, State};
use lks_provision::resource::Kind;

use super::{retag, tag};
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::Given;
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::Seen;

pub(crate) struct Database;

impl Handler for Database {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let asked =
            site.clients.rds.describe_db_instances().set_db_instance_identifier(id.map(str::to_owned));
        Ok(all!(asked)?.iter().map(|database| observed(site, database)).collect())
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let made = site
            .clients
            .rds
            .create_db_instance()
            .db_instance_identifier(given.need("DBInstanceIdentifier")?)
            .engine(given.need("Engine")?)
            .db_instance_class(given.need("DBInstanceClass")?)
            .set_engine_version(given.text("EngineVersion"))
            .set_allocated_storage(given.number("AllocatedStorage"))
            .set_storage_type(given.text("StorageType"))
            .set_storage_encrypted(given.flag("StorageEncrypted"))
            .set_kms_key_id(given.text("KmsKeyId"))
            .set_db_name(given.text("DBName"))
            .set_master_username(given.text("MasterUsername"))
            .set_master_user_password(given.text("MasterUserPassword"))
            .set_port(given.number("Port"))
            .set_db_subnet_group_name(given.text("DBSubnetGroupName"))
            .set_db_parameter_group_name(given.text("DBParameterGroupName"))
            .set_vpc_security_group_ids(given.texts("VPCSecurityGroups"))
            .set_publicly_accessible(given.flag("PubliclyAccessible"))
            .set_multi_az(given.flag("MultiAZ"))
            .set_availability_zone(given.text("AvailabilityZone"))
            .set_backup_retention_period(given.number("BackupRetentionPeriod"))
            .set_deletion_protection(given.flag("DeletionProtection"))
            .set_auto_minor_version_upgrade(given.flag("AutoMinorVersionUpgrade"))
            .set_copy_tags_to_snapshot(given.flag("CopyTagsToSnapshot"))
            .set_enable_cloudwatch_logs_exports(given.texts("EnableCloudwatchLogsExports"))
            .set_monitoring_interval(given.number("MonitoringInterval").filter(|seconds| *seconds > 0))
            .set_ca_certificate_identifier(given.text("CACertificateIdentifier"))
            .set_preferred_backup_window(given.text("PreferredBackupWindow"))
            .set_preferred_maintenance_window(given.text("PreferredMaintenanceWindow"))
            .set_tags(given.tags_as(tag))
            .send()
            .await
            .map_err(fault::of)?;
        let database = made.db_instance.ok_or_else(|| fault::lacking("the database"))?;
        Ok(observed(site, &database))
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        // Tags are set by a call of their own, and how backups end is told when it is removed.
        if change.0.keys().any(|name| name != "Tags" && name != "DeleteAutomatedBackups") {
            modify(site, id, change).await?;
        }
        if change.value("Tags").is_some() {
            let shown = all!(site.clients.rds.describe_db_instances().db_instance_identifier(id))?;
            retag(site, shown.first().and_then(|database| database.db_instance_arn()), change).await?;
        }
        Ok(())
    }

    /// Without a last snapshot, and with its automatic backups: a removed stack leaves nothing behind.
    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        let asked = site.clients.rds.delete_db_instance().db_instance_identifier(id);
        let asked = asked.skip_final_snapshot(true).delete_automated_backups(true);
        asked.send().await.map_err(fault::of).map(drop)
    }
}

async fn modify(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
    site.clients
        .rds
        .modify_db_instance()
        .db_instance_identifier(id)
        .apply_immediately(true)
        .set_engine_version(change.text("EngineVersion"))
        .set_db_instance_class(change.text("DBInstanceClass"))
        .set_allocated_storage(change.number("AllocatedStorage"))
        .set_storage_type(change.text("StorageType"))
        .set_db_parameter_group_name(change.text("DBParameterGroupName"))
        .set_vpc_security_group_ids(change.texts("VPCSecurityGroups"))
        .set_publicly_accessible(change.flag("PubliclyAccessible"))
        .set_multi_az(change.flag("MultiAZ"))
        .set_backup_retention_period(change.number("BackupRetentionPeriod"))
        .set_deletion_protection(change.flag("DeletionProtection"))
        .set_auto_minor_version_upgrade(change.flag("AutoMinorVersionUpgrade"))
        .set_copy_tags_to_snapshot(change.flag("CopyTagsToSnapshot"))
        .set_monitoring_interval(change.number("MonitoringInterval"))
        .set_ca_certificate_identifier(change.text("CACertificateIdentifier"))
        .set_preferred_backup_window(change.text("PreferredBackupWindow"))
        .set_preferred_maintenance_window(change.text("PreferredMaintenanceWindow"))
        .send()
        .await
        .map_err(fault::of)
        .map(drop)
}

fn state(word: &str) -> State {
    match word {
        "creating"
        | "backing-up"
        | "starting"
        | "rebooting"
        | "configuring-enhanced-monitoring"
        | "configuring-log-exports"
        | "maintenance" => State::Pending,
        "modifying" | "renaming" | "resetting-master-credentials" | "upgrading" => State::Updating,
        "stopped" | "stopping" => State::Stopped,
        "deleting" => State::Deleting,
        "failed"
        | "storage-full"
        | "restore-error"
        | "incompatible-network"
        | "incompatible-parameters"
        | "incompatible-restore"
        | "incompatible-option-group"
        | "inaccessible-encryption-credentials" => State::Failed,
        _ => State::Available,
    }
}

fn observed(site: Site<'_>, database: &DbInstance) -> Observed {
    let id = database.db_instance_identifier().unwrap_or_default();
    let word = database.db_instance_status().unwrap_or("creating");
    let groups: Vec<&str> =
        database.vpc_security_groups().iter().filter_map(|group| group.vpc_security_group_id()).collect();
    let parameters = database.db_parameter_groups().first().and_then(|group| group.db_parameter_group_name());
    // The endpoint is known before the database is ready.
    let endpoint = database.endpoint();
    let port = endpoint
        .and_then(|endpoint| endpoint.port())
        .or(database.db_instance_port())
        .filter(|port| *port > 0);
    Seen::new(site.region, Kind::DbInstance, id)
        .state(state(word), word)
        .with("DBInstanceIdentifier", id)
        .with("Engine", database.engine())
        .with("EngineVersion", database.engine_version())
        .with("DBInstanceClass", database.db_instance_class())
        .with("AllocatedStorage", database.allocated_storage().map(|size| size.to_string()))
        .with("DBName", database.db_name())
        .with("MasterUsername", database.master_username())
        .with("Port", port.map(|port| port.to_string()))
        .with("DBSubnetGroupName", database.db_subnet_group().and_then(|group| group.db_subnet_group_name()))
        .with("DBParameterGroupName", parameters)
        .with("VPCSecurityGroups", groups)
        .with("PubliclyAccessible", database.publicly_accessible())
        .with("StorageEncrypted", database.storage_encrypted())
        .with("StorageType", database.storage_type())
        .with("KmsKeyId", database.kms_key_id())
        .with("MultiAZ", database.multi_az())
        .with("BackupRetentionPeriod", database.backup_retention_period())
        .with("DeletionProtection", database.deletion_protection())
        .with("AutoMinorVersionUpgrade", database.auto_minor_version_upgrade())
        .with("CopyTagsToSnapshot", database.copy_tags_to_snapshot())
        .with("EnableCloudwatchLogsExports", database.enabled_cloudwatch_logs_exports().to_vec())
        .with("MonitoringInterval", database.monitoring_interval().unwrap_or(0))
        .with("AvailabilityZone", database.availability_zone())
        .with("CACertificateIdentifier", database.ca_certificate_identifier())
        .with("PreferredBackupWindow", database.preferred_backup_window())
        .with("PreferredMaintenanceWindow", database.preferred_maintenance_window())
        // Told when it is removed; nothing shows it before.
        .with("DeleteAutomatedBackups", true)
        .attribute("Endpoint.Address", endpoint.and_then(|endpoint| endpoint.address()))
        .attribute("Endpoint.Port", port.map(|port| port.to_string()))
        .attribute("DBInstanceArn", database.db_instance_arn())
        .attribute("DbiResourceId", database.dbi_resource_id())
        .attribute("DBInstanceIdentifier", id)
        .rds_tags(database.tag_list())
        .done()
}
