//! The file system of the models (SPEC 2.3).

use super::live::{Question, command};
use super::{Check, living, look};
use crate::inventory::Item;
use crate::inventory::view::{Answer, View, ensure, every, expect};
use crate::resource::Kind;
use crate::stack::{MOUNT_ADDRESSES, Part, Zone};

pub(super) const CHECKS: &[Check] = &[
    look(
        "storage.file-system",
        "EFS lks-efs-models is in us-east-1, and only there",
        "Remove file systems of us-west-2, then apply",
        file_system,
    ),
    look("storage.bursting", "Its throughput is bursting", "Set ThroughputMode to bursting", |view| {
        expect(files(view)?, "ThroughputMode", "bursting")
    }),
    look("storage.backups", "Automatic backups are on", "Set BackupPolicy to ENABLED", |view| {
        expect(files(view)?, "BackupPolicy.Status", "ENABLED")
    })
    .of(Part::Backup),
    look(
        "storage.encrypted",
        "It is encrypted",
        "Encryption is for good: destroy the file system and apply",
        |view| expect(files(view)?, "Encrypted", true),
    ),
    look(
        "storage.target-a",
        "A mount target is in the private subnet of AZ a, at its fixed address",
        "Apply again",
        |view| target(view, 0),
    ),
    look(
        "storage.target-b",
        "A mount target is in the private subnet of AZ b, at its fixed address",
        "Apply again",
        |view| target(view, 1),
    ),
    look(
        "storage.group",
        "The mount targets carry lks-sg-efs and no other group",
        "Set their groups to lks-sg-efs",
        group,
    ),
    look("storage.reached-a", "The workers of zone a reach it on port 2049", "See security.efs", |view| {
        reached(view, Zone::A)
    }),
    look(
        "storage.reached-b",
        "The workers of zone b reach it through the peering on port 2049",
        "See security.efs and network.peering-routes",
        |view| reached(view, Zone::B),
    ),
    look(
        "storage.bucket",
        "The bucket of the playbook and of builds is encrypted and closed to the public",
        "Apply again",
        bucket,
    ),
    living(
        "storage.live",
        "It is mounted at /share on every worker of both zones",
        "Run the association again: lks apply, or Apply association now in Systems Manager",
        Question {
            ask: |view| {
                Ok(view
                    .workers()?
                    .into_iter()
                    .map(|worker| command(worker, "findmnt -n -o SOURCE,FSTYPE /share"))
                    .collect())
            },
            judge: |_, answer| {
                let ours = MOUNT_ADDRESSES.iter().any(|address| answer.output.contains(address))
                    && answer.output.contains("nfs4");
                if answer.code == 0 && ours {
                    Ok(answer.output.trim().to_owned())
                } else {
                    Err(format!("/share is {:?}", answer.output.trim()))
                }
            },
        },
    ),
];

fn files<'a>(view: &'a View<'_>) -> Result<&'a Item, String> {
    view.in_a(Kind::FileSystem, "lks-efs-models")
}

fn file_system(view: &View<'_>) -> Answer {
    let files = files(view)?;
    let elsewhere: Vec<&str> =
        view.world.of_in(Kind::FileSystem, Zone::B.region()).map(|item| item.name.as_str()).collect();
    ensure(elsewhere.is_empty(), || format!("us-west-2 has {}", elsewhere.join(", ")))?;
    Ok(format!("{} ({}) in {}", files.name, files.id, files.region))
}

fn targets<'a>(view: &'a View<'_>) -> Result<Vec<&'a Item>, String> {
    Ok(view.world.referring(Kind::MountTarget, "FileSystemId", files(view)?).collect())
}

fn target(view: &View<'_>, az: usize) -> Answer {
    let subnet = view.private(Zone::A)?[az];
    let target =
        targets(view)?.into_iter().find(|target| target.text("SubnetId").is_some_and(|id| subnet.is(id)));
    let target = target.ok_or_else(|| format!("{} has no mount target", subnet.name))?;
    ensure(matches!(target.state.as_str(), "" | "available"), || {
        format!("the mount target in {} is {}", subnet.name, target.state)
    })?;
    let address = target.text("IpAddress").unwrap_or("no address");
    ensure(address == MOUNT_ADDRESSES[az], || {
        format!("{}: {address}, not {}", subnet.name, MOUNT_ADDRESSES[az])
    })?;
    Ok(format!("{}: {address}", subnet.name))
}

fn group(view: &View<'_>) -> Answer {
    let group = view.group(Zone::A, "lks-sg-efs")?;
    every(targets(view)?.into_iter().map(|target| {
        let groups = target.texts("SecurityGroups");
        ensure(matches!(groups[..], [only] if group.is(only)), || {
            format!("{}: {}", target.name, groups.join(", "))
        })?;
        Ok(format!("{} carries lks-sg-efs", target.name))
    }))
}

fn reached(view: &View<'_>, zone: Zone) -> Answer {
    use crate::reachability::Role;
    ensure(targets(view)?.len() == 2, || "there are not two mount targets".into())?;
    view.workers()?;
    let closed = view.differences.iter().find(|difference| {
        difference.from == Role::Worker(zone) && difference.to == Role::Files && !difference.closed.is_none()
    });
    match closed {
        Some(difference) => Err(difference.to_string()),
        None => Ok(format!("port 2049 passes from every worker of {}", zone.region())),
    }
}

fn bucket(view: &View<'_>) -> Answer {
    let name = format!("lks-artifacts-{}-{}", view.stack.account_id(), view.stack.id);
    let bucket = view.in_a(Kind::Bucket, &name)?;
    let path =
        "BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm";
    let encrypted = bucket.text(path).is_some();
    ensure(encrypted, || format!("{name} is not encrypted"))?;
    let blocks = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"];
    every(blocks.map(|block| expect(bucket, &format!("PublicAccessBlockConfiguration.{block}"), true)))
}
