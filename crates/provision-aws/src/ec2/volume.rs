//! Disks; they come and go with their machine.

use aws_sdk_ec2::types::{Volume as Shown, VolumeAttachment};
use lks_provision::cloud::{Observed, State};
use lks_provision::resource::Kind;

use super::{ids, retag};
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::Given;
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::Seen;

pub(crate) struct Volume;

impl Handler for Volume {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let shown = all!(site.clients.ec2.describe_volumes().set_volume_ids(ids(id)))?;
        Ok(shown.iter().map(|volume| observed(site, volume)).collect())
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        retag(site, id, change).await
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients.ec2.delete_volume().volume_id(id).send().await.map_err(fault::of).map(drop)
    }
}

/// The root disk, and whatever goes with its machine.
fn came_along(tie: &VolumeAttachment) -> bool {
    tie.delete_on_termination() == Some(true) || tie.device() == Some("/dev/sda1")
}

fn observed(site: Site<'_>, volume: &Shown) -> Observed {
    let id = volume.volume_id().unwrap_or_default();
    let tie = volume.attachments().first();
    let word = volume.state().map_or("available", |state| state.as_str());
    let state = match word {
        "creating" => State::Pending,
        "deleting" => State::Deleting,
        "deleted" => State::Gone,
        "error" => State::Failed,
        _ => State::Available,
    };
    Seen::new(site.region, Kind::Volume, id)
        .state(state, word)
        .by_cloud(tie.is_some_and(came_along))
        .with("AvailabilityZone", volume.availability_zone())
        .with("Size", volume.size())
        .with("VolumeType", volume.volume_type().map(|kind| kind.as_str()))
        .with("Encrypted", volume.encrypted())
        .with("InstanceId", tie.and_then(|tie| tie.instance_id()))
        .attribute("VolumeId", id)
        .ec2_tags(volume.tags())
        .done()
}
