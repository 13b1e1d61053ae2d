//! Machines.

use std::collections::HashMap;

use aws_sdk_ec2::types::{
    BlockDeviceMapping, EbsBlockDevice, HttpTokensState, IamInstanceProfileSpecification, Instance as Shown,
    InstanceAttributeName, InstanceMetadataEndpointState, InstanceMetadataOptionsRequest,
    InstanceMetadataTagsState, InstanceType, ResourceType, TagSpecification, Volume, VolumeType,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lks_provision::cloud::{Observed, State};
use lks_provision::resource::Kind;
use serde_json::{Value, json};

use super::{filter, ids, image, retag, tag, tagged, truth};
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::{Given, field, number};
use crate::kinds::Handler;
use crate::pages::all;
use crate::seen::{Seen, dense};

pub(crate) struct Instance;

impl Handler for Instance {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let reservations = all!(site.clients.ec2.describe_instances().set_instance_ids(ids(id)))?;
        let shown: Vec<Shown> = reservations
            .into_iter()
            .flat_map(|reservation| reservation.instances.unwrap_or_default())
            .collect();
        image::names(site, shown.iter().filter_map(|instance| instance.image_id())).await?;
        let disks = disks(site, &shown).await?;
        let mut seen = Vec::with_capacity(shown.len());
        for instance in &shown {
            let mut one = observed(site, instance, &disks);
            if id.is_some() && is_there(instance) {
                one = one.with("DisableApiTermination", protection(site, instance).await?);
            }
            seen.push(one.with("UserData", user_data(site, instance).await?).done());
        }
        Ok(seen)
    }

    async fn create(site: Site<'_>, given: Given<'_>, token: &str) -> Done<Observed> {
        let wanted = given.need("ImageId")?;
        let made = site
            .clients
            .ec2
            .run_instances()
            .min_count(1)
            .max_count(1)
            .client_token(token)
            .image_id(image::resolve(site, &wanted).await?)
            .instance_type(InstanceType::from(given.need("InstanceType")?.as_str()))
            .subnet_id(given.need("SubnetId")?)
            .set_security_group_ids(given.texts("SecurityGroupIds"))
            .set_private_ip_address(given.text("PrivateIpAddress"))
            .set_iam_instance_profile(
                given
                    .text("IamInstanceProfile")
                    .map(|name| IamInstanceProfileSpecification::builder().name(name).build()),
            )
            .set_user_data(given.text("UserData").map(|text| STANDARD.encode(text)))
            .set_block_device_mappings(
                given.list("BlockDeviceMappings").map(|disks| disks.iter().map(mapping).collect()),
            )
            .set_metadata_options(given.value("MetadataOptions").map(metadata))
            .set_tag_specifications(tags(given))
            .send()
            .await
            .map_err(fault::of)?;
        let made = made.instances.and_then(|instances| instances.into_iter().next());
        let made = made.ok_or_else(|| fault::lacking("the machine"))?;
        Ok(observed(site, &made, &HashMap::new()).done())
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        let modify = || site.clients.ec2.modify_instance_attribute().instance_id(id);
        if let Some(on) = change.flag("SourceDestCheck") {
            modify().source_dest_check(truth(on)).send().await.map_err(fault::of)?;
        }
        if let Some(on) = change.flag("DisableApiTermination") {
            modify().disable_api_termination(truth(on)).send().await.map_err(fault::of)?;
        }
        if let Some(groups) = change.texts("SecurityGroupIds") {
            modify().set_groups(Some(groups)).send().await.map_err(fault::of)?;
        }
        if let Some(options) = change.value("MetadataOptions") {
            let wanted = metadata(options);
            site.clients
                .ec2
                .modify_instance_metadata_options()
                .instance_id(id)
                .set_http_tokens(wanted.http_tokens)
                .set_http_endpoint(wanted.http_endpoint)
                .set_http_put_response_hop_limit(wanted.http_put_response_hop_limit)
                .set_instance_metadata_tags(wanted.instance_metadata_tags)
                .send()
                .await
                .map_err(fault::of)?;
        }
        match change.flag("Monitoring") {
            Some(true) => {
                site.clients.ec2.monitor_instances().instance_ids(id).send().await.map_err(fault::of)?;
            }
            Some(false) => {
                site.clients.ec2.unmonitor_instances().instance_ids(id).send().await.map_err(fault::of)?;
            }
            None => {}
        }
        if change.text("State").as_deref() == Some("running") {
            site.clients.ec2.start_instances().instance_ids(id).send().await.map_err(fault::of)?;
        }
        retag(site, id, change).await
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients.ec2.terminate_instances().instance_ids(id).send().await.map_err(fault::of).map(drop)
    }
}

/// The machine's disk and interface carry its tags.
fn tags(given: Given<'_>) -> Option<Vec<TagSpecification>> {
    let mut specifications = tagged(ResourceType::Instance, given)?;
    for kind in [ResourceType::Volume, ResourceType::NetworkInterface] {
        let tags = given.tags_as(tag);
        specifications.push(TagSpecification::builder().resource_type(kind).set_tags(tags).build());
    }
    Some(specifications)
}

fn mapping(disk: &Value) -> BlockDeviceMapping {
    let ebs = &disk["Ebs"];
    let ebs = EbsBlockDevice::builder()
        .set_encrypted(ebs["Encrypted"].as_bool())
        .set_volume_size(number(ebs, "VolumeSize"))
        .set_volume_type(field(ebs, "VolumeType").map(|kind| VolumeType::from(kind.as_str())))
        .set_delete_on_termination(ebs["DeleteOnTermination"].as_bool())
        .build();
    BlockDeviceMapping::builder().set_device_name(field(disk, "DeviceName")).ebs(ebs).build()
}

fn metadata(options: &Value) -> InstanceMetadataOptionsRequest {
    InstanceMetadataOptionsRequest::builder()
        .set_http_tokens(field(options, "HttpTokens").map(|word| HttpTokensState::from(word.as_str())))
        .set_http_endpoint(
            field(options, "HttpEndpoint").map(|word| InstanceMetadataEndpointState::from(word.as_str())),
        )
        .set_http_put_response_hop_limit(number(options, "HttpPutResponseHopLimit"))
        .set_instance_metadata_tags(
            field(options, "InstanceMetadataTags").map(|word| InstanceMetadataTagsState::from(word.as_str())),
        )
        .build()
}

type Disks = HashMap<String, Volume>;

/// Size, type and encryption of the machines' disks: the machine itself does not tell them.
async fn disks(site: Site<'_>, shown: &[Shown]) -> Done<Disks> {
    if shown.iter().all(|instance| instance.block_device_mappings().is_empty()) {
        return Ok(Disks::new());
    }
    let mut asked = site.clients.ec2.describe_volumes();
    if let [one] = shown {
        asked = asked.filters(filter("attachment.instance-id", one.instance_id().unwrap_or_default()));
    }
    let volumes = all!(asked)?;
    Ok(volumes.into_iter().filter_map(|volume| Some((volume.volume_id.clone()?, volume))).collect())
}

async fn protection(site: Site<'_>, instance: &Shown) -> Done<Option<bool>> {
    let asked = site.clients.ec2.describe_instance_attribute().set_instance_id(instance.instance_id.clone());
    let asked =
        asked.attribute(InstanceAttributeName::DisableApiTermination).send().await.map_err(fault::of)?;
    Ok(asked.disable_api_termination().and_then(|value| value.value()))
}

fn state_word(instance: &Shown) -> &str {
    instance.state().and_then(|state| state.name()).map_or("pending", |name| name.as_str())
}

fn is_there(instance: &Shown) -> bool {
    !matches!(state_word(instance), "shutting-down" | "terminated")
}

/// What the machine was given at its start; it can be changed only while it is stopped, so what a
/// machine that has not been started again was given is remembered.
async fn user_data(site: Site<'_>, instance: &Shown) -> Done<Option<String>> {
    if !is_there(instance) {
        return Ok(None);
    }
    let id = instance.instance_id().unwrap_or_default();
    let launched = instance.launch_time().map_or(0, |time| time.secs());
    let key = format!("user-data|{id}|{launched}");
    let stays = state_word(instance) == "running";
    if let Some(known) = site.aws.recall(&key).filter(|_| stays) {
        return Ok(Some(known).filter(|text| !text.is_empty()));
    }
    let asked = site.clients.ec2.describe_instance_attribute().instance_id(id);
    let answer = asked.attribute(InstanceAttributeName::UserData).send().await.map_err(fault::of)?;
    let given = answer.user_data().and_then(|data| data.value()).and_then(|text| STANDARD.decode(text).ok());
    let text = given.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    site.aws.remember(key, text.clone());
    Ok(Some(text).filter(|text| !text.is_empty()))
}

fn observed(site: Site<'_>, instance: &Shown, disks: &Disks) -> Seen {
    let id = instance.instance_id().unwrap_or_default();
    let word = state_word(instance);
    let state = match word {
        "running" => State::Available,
        "stopping" | "stopped" => State::Stopped,
        "shutting-down" => State::Deleting,
        "terminated" => State::Gone,
        _ => State::Pending,
    };
    let (image, image_name) = image::shown(site, instance.image_id().unwrap_or_default());
    let groups: Vec<&str> = instance.security_groups().iter().filter_map(|group| group.group_id()).collect();
    let profile = instance.iam_instance_profile().and_then(|profile| profile.arn());
    let interface =
        instance.network_interfaces().first().and_then(|interface| interface.network_interface_id());
    Seen::new(site.region, Kind::Instance, id)
        .state(state, word)
        .with("ImageId", image)
        .with("InstanceType", instance.instance_type().map(|kind| kind.as_str()))
        .with("SubnetId", instance.subnet_id())
        .with("SecurityGroupIds", groups)
        .with("IamInstanceProfile", profile.and_then(|arn| arn.rsplit('/').next()))
        .with("KeyName", instance.key_name().filter(|name| !name.is_empty()))
        .with("PrivateIpAddress", instance.private_ip_address())
        .with("BlockDeviceMappings", shown_disks(instance, disks))
        .with("MetadataOptions", shown_metadata(instance))
        .with("SourceDestCheck", instance.source_dest_check())
        .attribute("InstanceId", id)
        .attribute("PrivateIp", instance.private_ip_address())
        .attribute("PrivateDnsName", instance.private_dns_name())
        .attribute("PublicIp", instance.public_ip_address())
        .attribute("NetworkInterfaceId", interface)
        .attribute("AvailabilityZone", instance.placement().and_then(|place| place.availability_zone()))
        .attribute("VpcId", instance.vpc_id())
        .attribute("ImageName", image_name)
        .ec2_tags(instance.tags())
}

fn shown_disks(instance: &Shown, disks: &Disks) -> Option<Value> {
    let shown = instance.block_device_mappings().iter().map(|mapping| {
        let ebs = mapping.ebs()?;
        let volume = disks.get(ebs.volume_id()?)?;
        Some(dense(json!({
            "DeviceName": mapping.device_name(),
            "Ebs": {
                "Encrypted": volume.encrypted(), "VolumeSize": volume.size(),
                "VolumeType": volume.volume_type().map(|kind| kind.as_str()),
                "DeleteOnTermination": ebs.delete_on_termination(), "VolumeId": ebs.volume_id(),
            },
        })))
    });
    shown.collect::<Option<Vec<Value>>>().filter(|disks| !disks.is_empty()).map(Value::from)
}

fn shown_metadata(instance: &Shown) -> Option<Value> {
    let options = instance.metadata_options()?;
    Some(dense(json!({
        "HttpTokens": options.http_tokens().map(|word| word.as_str()),
        "HttpEndpoint": options.http_endpoint().map(|word| word.as_str()),
        "HttpPutResponseHopLimit": options.http_put_response_hop_limit(),
        "InstanceMetadataTags": options.instance_metadata_tags().map(|word| word.as_str()),
    })))
}
