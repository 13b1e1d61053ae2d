//! What is kept: the file system of the models, the bucket of the playbook and of builds, and the
//! association that runs the playbook on the workers (SPEC 2.3 and 2.4).

use serde_json::{Value, json};

use super::access::AllGroups;
use super::draft::{self, Draft, Handle, PerZone, of};
use super::network::Network;
use super::workers::WORKER;
use super::{Part, Zone};
use crate::resource::digest;

const STORAGE: &str = "storage";
const ARTIFACTS: &str = "artifacts";
/// Tag of the file system: how many GB it is expected to hold, for the cost.
pub const EXPECTED_TAG: &str = "ExpectedGB";
/// The playbook's file name.
pub const PLAYBOOK: &str = "lks-worker.yml";
/// The playbook.
pub const PLAYBOOK_TEXT: &str = include_str!("../../../../infra/playbook.yml");
/// Fixed addresses of the mount targets in zone a's private subnets. The file system's name does
/// not resolve in zone b, so workers mount by address.
pub const MOUNT_ADDRESSES: [&str; 2] = ["172.32.1.20", "172.32.1.148"];
/// Where the Lambda's code lies in the bucket.
pub const LAMBDA_KEY: &str = "lambda/lks-lambda-conversations.zip";

/// The mount targets as networks of one address.
pub(super) fn addresses() -> [String; 2] {
    MOUNT_ADDRESSES.map(|address| format!("{address}/32"))
}

/// Twelve digits that tell one playbook from another.
pub fn playbook_version() -> String {
    digest(PLAYBOOK_TEXT).chars().take(12).collect()
}

/// What is kept.
#[derive(Debug)]
pub(super) struct Files {
    pub system: Handle<of::FileSystem>,
    pub bucket: Handle<of::Bucket>,
    pub lambda: Handle<of::Object>,
    targets: [Handle<of::MountTarget>; 2],
    playbook: Handle<of::Object>,
    worker_logs: PerZone<Handle<of::LogGroup>>,
}

pub(super) fn draft(draft: &mut Draft<'_>, networks: &PerZone<Network>, groups: &AllGroups) -> Files {
    let system = system(draft);
    let targets = [0, 1].map(|az| target(draft, az, &system, networks.of(Zone::A), groups));
    let bucket = bucket(draft);
    let playbook = json!({
        "Bucket": bucket.id(), "Key": format!("playbook/{PLAYBOOK}"), "Body": PLAYBOOK_TEXT,
        "ContentSha256": digest(PLAYBOOK_TEXT), "ContentType": "application/yaml",
    });
    let playbook = draft.add(Zone::A, ARTIFACTS, "lks-playbook", playbook);
    // The cloud is given what the build made by this name.
    let mut lambda = json!({
        "Bucket": bucket.id(), "Key": LAMBDA_KEY, "Body": { "Artifact": "lambda" }, "ContentType": "application/zip",
    });
    if let Some(sum) = &draft.artifacts.lambda {
        lambda["ContentSha256"] = sum.as_str().into();
    }
    let lambda = draft.add(Zone::A, ARTIFACTS, "lks-lambda-code", lambda);
    let worker_logs =
        PerZone::make(|zone| super::monitoring::log_group(draft, zone, WORKER, "lks-logs-workers"));
    Files { system, bucket, lambda, targets, playbook, worker_logs }
}

fn system(draft: &mut Draft<'_>) -> Handle<of::FileSystem> {
    let backups = if draft.stack.has(Part::Backup) { "ENABLED" } else { "DISABLED" };
    let properties = json!({
        "Encrypted": true, "PerformanceMode": "generalPurpose", "ThroughputMode": "bursting",
        "BackupPolicy": { "Status": backups },
    });
    let expected = draft.stack.files.expected_gb.to_string();
    let part =
        draft::Part { region: Zone::A.region(), name: "lks-efs-models", component: STORAGE, properties };
    draft.add_tagged(part, &[(EXPECTED_TAG, &expected)])
}

fn target(
    draft: &mut Draft<'_>,
    az: usize,
    system: &Handle<of::FileSystem>,
    network: &Network,
    groups: &AllGroups,
) -> Handle<of::MountTarget> {
    let properties = json!({
        "FileSystemId": system.id(), "SubnetId": network.private[az].id(), "SecurityGroups": [groups.efs.id()],
        "IpAddress": MOUNT_ADDRESSES[az],
    });
    draft.add(Zone::A, STORAGE, ["lks-efs-target-a", "lks-efs-target-b"][az], properties)
}

/// Names of buckets are the world's: the account's digits make it ours.
fn bucket(draft: &mut Draft<'_>) -> Handle<of::Bucket> {
    let name = format!("lks-artifacts-{}-{}", draft.stack.account_id(), draft.stack.id);
    let all = json!([format!("arn:aws:s3:::{name}"), format!("arn:aws:s3:::{name}/*")]);
    let properties = json!({
        "BucketName": name,
        "BucketEncryption": {
            "ServerSideEncryptionConfiguration": [{ "ServerSideEncryptionByDefault": { "SSEAlgorithm": "AES256" } }],
        },
        "PublicAccessBlockConfiguration": {
            "BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true, "RestrictPublicBuckets": true,
        },
        "OwnershipControls": { "Rules": [{ "ObjectOwnership": "BucketOwnerEnforced" }] },
        "BucketPolicy": { "Version": "2012-10-17", "Statement": [{
            "Sid": "TlsOnly", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": all,
            "Condition": { "Bool": { "aws:SecureTransport": "false" } },
        }] },
    });
    draft.add(Zone::A, ARTIFACTS, &name, properties)
}

impl Files {
    /// The association of each zone: the playbook on every worker, found by tags, every day again.
    pub fn configure(&self, draft: &mut Draft<'_>) {
        if draft.stack.has(Part::Ssm) {
            Zone::ALL.into_iter().for_each(|zone| self.associate(draft, zone));
        }
    }

    fn associate(&self, draft: &mut Draft<'_>, zone: Zone) {
        let name = format!("lks-association-workers-zone-{}", zone.letter());
        let properties = json!({
            "AssociationName": name,
            "Name": "AWS-ApplyAnsiblePlaybooks",
            "Targets": [
                { "Key": "tag:Component", "Values": [WORKER] },
                { "Key": "tag:Stack", "Values": [draft.stack.id] },
            ],
            "Parameters": {
                "SourceType": ["S3"], "SourceInfo": [self.source()], "InstallDependencies": ["True"],
                "PlaybookFile": [PLAYBOOK], "ExtraVariables": [self.variables(draft, zone)],
                "Check": ["False"], "Verbose": ["-v"], "TimeoutSeconds": ["3600"],
            },
            "ScheduleExpression": "rate(1 day)",
            "MaxConcurrency": "6", "MaxErrors": "6", "ComplianceSeverity": "HIGH",
        });
        draft.add::<of::Association>(zone, WORKER, &name, properties);
        draft.after(&self.playbook);
        self.targets.iter().for_each(|target| draft.after(target));
        draft.after(self.worker_logs.of(zone));
    }

    fn source(&self) -> Value {
        let template = format!(
            r#"{{"path":"https://s3.{}.amazonaws.com/${{bucket}}/playbook/{PLAYBOOK}"}}"#,
            Zone::A.region()
        );
        json!({ "Fn::Sub": [template, { "bucket": self.bucket.id() }] })
    }

    /// The last one names the playbook's version: a changed playbook changes the association, which
    /// then runs at once and not only the next day. The document forbids `| : ( ) ; &` and spaces inside a value, so no URL and no host:port.
    fn variables(&self, draft: &Draft<'_>, zone: Zone) -> String {
        let [first, second] = MOUNT_ADDRESSES;
        let [near, _] = &draft.stack.zones.of(Zone::A).availability_zones;
        let models = draft.stack.models.join(",");
        format!(
            "SSM=True efs_address_a={first} efs_address_b={second} efs_zone_a={near} zone={} models={models} monitoring={} playbook={}",
            zone.letter(),
            if draft.stack.has(Part::Monitoring) { "True" } else { "False" },
            playbook_version()
        )
    }
}
