//! The machines: a NAT instance a zone and twelve workers, and the association that configures the
//! workers (SPEC 2.1 and 2.4).

use lks_domain::region::WorkerKind;
use serde_json::{Value, json};

use super::access::AllGroups;
use super::draft::{Draft, Handle, Part, PerZone, of};
use super::files::Files;
use super::network::Network;
use super::{VolumeType, Zone};

/// Value of the tag `Component` of workers; the association finds them by it.
pub const WORKER: &str = "worker";
/// Value of the tag `Component` of NAT instances.
pub const NAT: &str = "nat";
/// Tag that says what a worker is there for.
pub const KIND_TAG: &str = "WorkerKind";
/// The profile every instance uses; none is ever made.
pub const PROFILE: &str = "LabInstanceProfile";

const NAT_USER_DATA: &str = include_str!("../../../../infra/nat-user-data.sh");
/// What stands in the user data in place of the networks that are let out.
const NAT_NETWORKS: &str = "@PRIVATE_NETWORKS@";

/// The workers of one kind in one zone: in AZ a and the backup in AZ b.
pub(super) type Pair = [Handle<of::Instance>; 2];

/// One zone's workers, in the order of [`WorkerKind::ALL`].
#[derive(Debug)]
pub(super) struct Workers(pub [Pair; 3]);

pub(super) fn nat(
    draft: &mut Draft<'_>,
    networks: &PerZone<Network>,
    groups: &AllGroups,
) -> PerZone<Handle<of::Instance>> {
    PerZone::make(|zone| nat_of(draft, zone, networks.of(zone), &groups.zones.of(zone).nat))
}

fn nat_of(
    draft: &mut Draft<'_>,
    zone: Zone,
    network: &Network,
    group: &Handle<of::SecurityGroup>,
) -> Handle<of::Instance> {
    let letter = zone.letter();
    let choice = &draft.stack.nat;
    let mut properties = machine(draft, &choice.instance_type, (choice.volume_gb, VolumeType::Gp3));
    properties["SubnetId"] = network.public.id();
    properties["SecurityGroupIds"] = json!([group.id()]);
    properties["SourceDestCheck"] = false.into();
    properties["UserData"] = NAT_USER_DATA.replace(NAT_NETWORKS, &zone.private_cidrs().join(" ")).into();
    let instance: Handle<of::Instance> = draft.add(zone, NAT, &format!("lks-nat-zone-{letter}"), properties);
    draft.after(&network.way_out);
    let address: Handle<of::Eip> =
        draft.add(zone, NAT, &format!("lks-eip-nat-zone-{letter}"), json!({ "Domain": "vpc" }));
    let tie = json!({ "AllocationId": address.allocation(), "InstanceId": instance.id() });
    draft.add::<of::EipAssociation>(zone, NAT, &format!("lks-eip-association-nat-zone-{letter}"), tie);
    // To the interface, not the instance: the route survives a stop and a start.
    let route = json!({
        "RouteTableId": network.private_table.id(),
        "DestinationCidrBlock": "0.0.0.0/0",
        "NetworkInterfaceId": instance.interface(),
    });
    draft.add::<of::Route>(zone, NAT, &format!("lks-route-nat-zone-{letter}"), route);
    instance
}

pub(super) fn draft(
    draft: &mut Draft<'_>,
    networks: &PerZone<Network>,
    groups: &AllGroups,
    files: &Files,
) -> PerZone<Workers> {
    let workers = PerZone::make(|zone| {
        let group = &groups.zones.of(zone).llm;
        Workers(WorkerKind::ALL.map(|kind| pair(draft, zone, kind, networks.of(zone), group)))
    });
    files.configure(draft);
    workers
}

fn pair(
    draft: &mut Draft<'_>,
    zone: Zone,
    kind: WorkerKind,
    network: &Network,
    group: &Handle<of::SecurityGroup>,
) -> Pair {
    [0, 1].map(|az| worker(draft, (zone, kind, az), &network.private[az], group))
}

fn worker(
    draft: &mut Draft<'_>,
    (zone, kind, az): (Zone, WorkerKind, usize),
    subnet: &Handle<of::Subnet>,
    group: &Handle<of::SecurityGroup>,
) -> Handle<of::Instance> {
    let name = worker_name(zone, kind, az);
    let choice = &draft.stack.workers;
    let mut properties = machine(draft, &choice.instance_type, (choice.volume_gb, choice.volume_type));
    properties["SubnetId"] = subnet.id();
    properties["SecurityGroupIds"] = json!([group.id()]);
    let part = Part { region: zone.region(), name: &name, component: WORKER, properties };
    draft.add_tagged(part, &[(KIND_TAG, kind.name())])
}

/// Name of the worker of this kind in AZ a (0) or b (1).
pub fn worker_name(zone: Zone, kind: WorkerKind, az: usize) -> String {
    let az = if az == 0 { "a" } else { "b" };
    format!("lks-worker-{kind}-{az}-zone-{}", zone.letter())
}

/// What all machines have in common: no key pair, version 2 of the metadata service, encrypted disk.
fn machine(draft: &Draft<'_>, instance_type: &str, (gigabytes, volume_type): (u32, VolumeType)) -> Value {
    json!({
        "ImageId": image(&draft.stack.ubuntu),
        "InstanceType": instance_type,
        "IamInstanceProfile": PROFILE,
        "MetadataOptions": { "HttpTokens": "required", "HttpEndpoint": "enabled", "HttpPutResponseHopLimit": 1,
            // The playbook asks which kind of worker it runs on.
            "InstanceMetadataTags": "enabled",
        },
        "BlockDeviceMappings": [{
            "DeviceName": "/dev/sda1",
            "Ebs": {
                "Encrypted": true, "VolumeSize": gigabytes, "VolumeType": volume_type.name(),
                "DeleteOnTermination": true,
            },
        }],
    })
}

/// The newest image of an Ubuntu release, by Canonical's public parameter. Where an account may not
/// read that, the cloud finds the same image by its owner, 099720109477.
pub fn image(release: &str) -> String {
    format!(
        "resolve:ssm:/aws/service/canonical/ubuntu/server/{release}/stable/current/amd64/hvm/ebs-gp2/ami-id"
    )
}
