//! The file system's address in a subnet.

use aws_sdk_efs::types::{LifeCycleState, MountTargetDescription};
use lks_provision::cloud::Observed;
use lks_provision::resource::Kind;

use super::state;
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::Given;
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::Seen;

pub(crate) struct MountTarget;

impl Handler for MountTarget {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let efs = &site.clients.efs;
        let mut shown: Vec<MountTargetDescription> = Vec::new();
        match id {
            Some(id) => shown.extend(all!(efs.describe_mount_targets().mount_target_id(id))?),
            None => {
                for system in all!(efs.describe_file_systems())? {
                    shown.extend(all!(efs.describe_mount_targets().file_system_id(system.file_system_id()))?);
                }
            }
        }
        let mut seen = Vec::with_capacity(shown.len());
        for target in &shown {
            seen.push(observed(site, target).await?);
        }
        Ok(seen)
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let made = site
            .clients
            .efs
            .create_mount_target()
            .file_system_id(given.need("FileSystemId")?)
            .subnet_id(given.need("SubnetId")?)
            .set_ip_address(given.text("IpAddress"))
            .set_security_groups(given.texts("SecurityGroups"))
            .send()
            .await
            .map_err(fault::of)?;
        let word = made.life_cycle_state();
        let seen = named(site, made.mount_target_id(), word, made.ip_address())
            .with("FileSystemId", made.file_system_id())
            .with("SubnetId", made.subnet_id())
            .with("SecurityGroups", given.value("SecurityGroups").cloned());
        Ok(seen.done())
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        let Some(groups) = change.texts("SecurityGroups") else { return Ok(()) };
        let asked = site.clients.efs.modify_mount_target_security_groups().mount_target_id(id);
        asked.set_security_groups(Some(groups)).send().await.map_err(fault::of).map(drop)
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients.efs.delete_mount_target().mount_target_id(id).send().await.map_err(fault::of).map(drop)
    }
}

fn named(site: Site<'_>, id: &str, word: &LifeCycleState, address: Option<&str>) -> Seen {
    Seen::new(site.region, Kind::MountTarget, id)
        .state(state(word), word.as_str())
        .with("IpAddress", address)
        .attribute("Id", id)
        .attribute("IpAddress", address)
}

async fn observed(site: Site<'_>, target: &MountTargetDescription) -> Done<Observed> {
    let word = target.life_cycle_state();
    let seen = named(site, target.mount_target_id(), word, target.ip_address())
        .with("FileSystemId", target.file_system_id())
        .with("SubnetId", target.subnet_id());
    // While it is being made or removed its groups cannot be asked for.
    if *word != LifeCycleState::Available {
        return Ok(seen.done());
    }
    let asked =
        site.clients.efs.describe_mount_target_security_groups().mount_target_id(target.mount_target_id());
    let answer = asked.send().await.map_err(fault::of)?;
    Ok(seen.with("SecurityGroups", answer.security_groups().to_vec()).done())
}
