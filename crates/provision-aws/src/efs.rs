//! Amazon EFS: the shared file system of the models.

pub(crate) mod target;

use aws_sdk_efs::types::{
    BackupPolicy, FileSystemDescription, LifeCycleState, PerformanceMode, Status, Tag, ThroughputMode,
};
use lks_provision::cloud::{ErrorClass, Observed, State};
use lks_provision::resource::Kind;
use serde_json::json;

use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::{Given, field};
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::Seen;

pub(crate) struct FileSystem;

impl Handler for FileSystem {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let asked = site.clients.efs.describe_file_systems().set_file_system_id(id.map(str::to_owned));
        let mut seen = Vec::new();
        for system in all!(asked)? {
            let backed_up = backup(site, system.file_system_id()).await?;
            seen.push(observed(site, &system).with("BackupPolicy", json!({ "Status": backed_up })).done());
        }
        Ok(seen)
    }

    async fn create(site: Site<'_>, given: Given<'_>, token: &str) -> Done<Observed> {
        let made = site
            .clients
            .efs
            .create_file_system()
            .creation_token(token)
            .set_encrypted(given.flag("Encrypted"))
            .set_kms_key_id(given.text("KmsKeyId"))
            .set_performance_mode(
                given.text("PerformanceMode").map(|mode| PerformanceMode::from(mode.as_str())),
            )
            .set_throughput_mode(given.text("ThroughputMode").map(|mode| ThroughputMode::from(mode.as_str())))
            .set_availability_zone_name(given.text("AvailabilityZoneName"))
            .set_tags(tags(given)?)
            .send()
            .await
            .map_err(fault::of)?;
        let seen = Seen::new(site.region, Kind::FileSystem, made.file_system_id())
            .state(state(made.life_cycle_state()), made.life_cycle_state().as_str())
            .attribute("FileSystemId", made.file_system_id())
            .attribute("Arn", made.file_system_arn())
            // A new one has none.
            .with("BackupPolicy", json!({ "Status": "DISABLED" }));
        Ok(["Encrypted", "PerformanceMode", "ThroughputMode", "Tags"]
            .into_iter()
            .fold(seen, |seen, name| seen.with(name, given.value(name).cloned()))
            .done())
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        let efs = &site.clients.efs;
        if let Some(mode) = change.text("ThroughputMode") {
            let mode = ThroughputMode::from(mode.as_str());
            efs.update_file_system()
                .file_system_id(id)
                .throughput_mode(mode)
                .send()
                .await
                .map_err(fault::of)?;
        }
        if let Some(word) = change.value("BackupPolicy").and_then(|policy| field(policy, "Status")) {
            let policy = BackupPolicy::builder()
                .status(Status::from(word.as_str()))
                .build()
                .map_err(fault::unbuilt)?;
            efs.put_backup_policy()
                .file_system_id(id)
                .backup_policy(policy)
                .send()
                .await
                .map_err(fault::of)?;
        }
        if let Some(tags) = tags(change)? {
            efs.tag_resource().resource_id(id).set_tags(Some(tags)).send().await.map_err(fault::of)?;
        }
        Ok(())
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients.efs.delete_file_system().file_system_id(id).send().await.map_err(fault::of).map(drop)
    }
}

fn tags(given: Given<'_>) -> Done<Option<Vec<Tag>>> {
    let made: Result<Vec<Tag>, _> =
        given.tags().into_iter().map(|(key, value)| Tag::builder().key(key).value(value).build()).collect();
    Ok(Some(made.map_err(fault::unbuilt)?).filter(|tags| !tags.is_empty()))
}

/// `ENABLED` or `DISABLED`; a file system without a policy has none.
async fn backup(site: Site<'_>, id: &str) -> Done<String> {
    let answer = site.clients.efs.describe_backup_policy().file_system_id(id).send().await.map_err(fault::of);
    match answer {
        Ok(answer) => {
            Ok(answer.backup_policy().map_or("DISABLED", |policy| policy.status().as_str()).to_owned())
        }
        Err(error) if matches!(error.class, ErrorClass::NotFound | ErrorClass::Unsupported) => {
            Ok("DISABLED".into())
        }
        Err(error) => Err(error),
    }
}

fn state(word: &LifeCycleState) -> State {
    match word {
        LifeCycleState::Creating => State::Pending,
        LifeCycleState::Updating => State::Updating,
        LifeCycleState::Deleting => State::Deleting,
        LifeCycleState::Deleted => State::Gone,
        LifeCycleState::Error => State::Failed,
        _ => State::Available,
    }
}

fn observed(site: Site<'_>, system: &FileSystemDescription) -> Seen {
    let word = system.life_cycle_state();
    Seen::new(site.region, Kind::FileSystem, system.file_system_id())
        .state(state(word), word.as_str())
        .with("Encrypted", system.encrypted())
        .with("KmsKeyId", system.kms_key_id())
        .with("PerformanceMode", system.performance_mode().as_str())
        .with("ThroughputMode", system.throughput_mode().map(|mode| mode.as_str()))
        .with("AvailabilityZoneName", system.availability_zone_name())
        .attribute("FileSystemId", system.file_system_id())
        .attribute("Arn", system.file_system_arn())
        .tag_pairs(system.tags().iter().map(|tag| (tag.key(), tag.value())))
}
