//! AWS Backup. The stack makes none of these: EFS's automatic backups bring a vault, a plan and recovery
//! points, which have to be seen and removed at the end.

use aws_sdk_backup::types::{RecoveryPointByBackupVault, RecoveryPointStatus};
use lks_provision::cloud::{ErrorClass, Observed, State};
use lks_provision::resource::Kind;
use serde_json::json;

use crate::aws::Site;
use crate::fault::{self, Done};
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::Seen;

/// What EFS's automatic backups call their vault and their plan.
const AUTOMATIC: &str = "aws/efs/automatic-backup";

pub(crate) struct Vault;

impl Handler for Vault {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let vaults = all!(site.clients.backup.list_backup_vaults())?;
        let wanted = |name: &str| id.is_none_or(|id| id == name);
        let seen = vaults.iter().filter_map(|vault| {
            let name = vault.backup_vault_name().filter(|name| wanted(name))?;
            let seen = Seen::new(site.region, Kind::BackupVault, name)
                .by_cloud(name.starts_with(AUTOMATIC))
                .with("BackupVaultName", name)
                .attribute("BackupVaultName", name)
                .attribute("BackupVaultArn", vault.backup_vault_arn());
            Some(seen.done())
        });
        Ok(seen.collect())
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients
            .backup
            .delete_backup_vault()
            .backup_vault_name(id)
            .send()
            .await
            .map_err(fault::of)
            .map(drop)
    }
}

pub(crate) struct Plan;

impl Handler for Plan {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let plans = all!(site.clients.backup.list_backup_plans())?;
        let seen = plans.iter().filter_map(|plan| {
            let own = plan.backup_plan_id().filter(|own| id.is_none_or(|id| id == *own))?;
            let name = plan.backup_plan_name().unwrap_or_default();
            let seen = Seen::new(site.region, Kind::BackupPlan, own)
                .by_cloud(name.starts_with(AUTOMATIC))
                .with("BackupPlan", json!({ "BackupPlanName": name }))
                .attribute("BackupPlanId", own)
                .attribute("BackupPlanArn", plan.backup_plan_arn());
            Some(seen.done())
        });
        Ok(seen.collect())
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients.backup.delete_backup_plan().backup_plan_id(id).send().await.map_err(fault::of).map(drop)
    }
}

pub(crate) struct Selection;

impl Handler for Selection {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let backup = &site.clients.backup;
        let mut seen = Vec::new();
        for plan in all!(backup.list_backup_plans())? {
            let Some(plan_id) = plan.backup_plan_id() else { continue };
            let automatic = plan.backup_plan_name().is_some_and(|name| name.starts_with(AUTOMATIC));
            for selection in all!(backup.list_backup_selections().backup_plan_id(plan_id))? {
                let Some(own) = selection.selection_id().filter(|own| id.is_none_or(|id| id == *own)) else {
                    continue;
                };
                let one = Seen::new(site.region, Kind::BackupSelection, own)
                    .by_cloud(automatic)
                    .with("BackupPlanId", plan_id)
                    .with("BackupSelection", json!({ "SelectionName": selection.selection_name() }))
                    .attribute("SelectionId", own);
                seen.push(one.done());
            }
        }
        Ok(seen)
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        let found = Self::fetch(site, Some(id)).await?;
        let plan =
            found.first().and_then(|seen| seen.properties.get("BackupPlanId")?.as_str().map(str::to_owned));
        let plan = plan.ok_or_else(|| fault::not_found(id))?;
        let asked = site.clients.backup.delete_backup_selection().backup_plan_id(plan).selection_id(id);
        asked.send().await.map_err(fault::of).map(drop)
    }
}

pub(crate) struct Point;

impl Handler for Point {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let backup = &site.clients.backup;
        let mut seen = Vec::new();
        for vault in all!(backup.list_backup_vaults())? {
            let Some(name) = vault.backup_vault_name() else { continue };
            match all!(backup.list_recovery_points_by_backup_vault().backup_vault_name(name)) {
                Ok(points) => seen.extend(points.iter().filter_map(|point| observed(site, name, point))),
                // A vault of others may be closed to us, and an emulator may know no points.
                Err(error)
                    if matches!(
                        error.class,
                        ErrorClass::AccessDenied | ErrorClass::NotFound | ErrorClass::Unsupported
                    ) => {}
                Err(error) => return Err(error),
            }
        }
        seen.retain(|one| id.is_none_or(|id| id == one.address.id));
        Ok(seen)
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        let found = Self::fetch(site, Some(id)).await?;
        let vault = found
            .first()
            .and_then(|seen| seen.properties.get("BackupVaultName")?.as_str().map(str::to_owned));
        let vault = vault.ok_or_else(|| fault::not_found(id))?;
        let asked =
            site.clients.backup.delete_recovery_point().backup_vault_name(vault).recovery_point_arn(id);
        asked.send().await.map_err(fault::of).map(drop)
    }
}

fn observed(site: Site<'_>, vault: &str, point: &RecoveryPointByBackupVault) -> Option<Observed> {
    let word = point.status().cloned().unwrap_or(RecoveryPointStatus::Completed);
    let state = match word {
        RecoveryPointStatus::Deleting => State::Deleting,
        _ => State::Available,
    };
    let seen = Seen::new(site.region, Kind::RecoveryPoint, point.recovery_point_arn()?)
        .state(state, word.as_str())
        .by_cloud(vault.starts_with(AUTOMATIC))
        .with("BackupVaultName", vault)
        .with("ResourceArn", point.resource_arn());
    Some(seen.done())
}
