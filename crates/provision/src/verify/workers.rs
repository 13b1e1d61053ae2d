//! The twelve workers and what configures them (SPEC 2.4).

use lks_domain::region::WorkerKind;

use super::live::{Question, command};
use super::{Check, living, look};
use crate::inventory::Item;
use crate::inventory::view::{Answer, View, ensure, every, expect};
use crate::resource::{Kind, digest};
use crate::stack::{MOUNT_ADDRESSES, PLAYBOOK, PLAYBOOK_TEXT, Part, Zone};

const REPLACE: &str = "This cannot be changed on a running instance: apply again to replace it";

pub(super) const CHECKS: &[Check] = &[
    look(
        "workers.kinds-a",
        "us-east-1 has one instance of each kind in AZ a and its backup in AZ b: 6 in all",
        "Apply again",
        |view| kinds(view, Zone::A),
    ),
    look(
        "workers.kinds-b",
        "us-west-2 has one instance of each kind in AZ a and its backup in AZ b: 6 in all",
        "Apply again",
        |view| kinds(view, Zone::B),
    ),
    look("workers.running", "All twelve run", "Start them: a lab stops them at its end", running),
    look("workers.type", "They are of the chosen type (t2.large)", "Apply again", |view| {
        each(view, |worker| expect(worker, "InstanceType", view.stack.workers.instance_type.as_str()))
    }),
    look("workers.private", "They have no public address", "Take the address away, or apply again", |view| {
        each(view, private)
    }),
    look(
        "workers.group",
        "They carry lks-sg-llm and no other group",
        "Set their groups to lks-sg-llm",
        group,
    ),
    look(
        "workers.metadata",
        "IMDSv2 is required on workers and NAT instances",
        "Set MetadataOptions.HttpTokens to required",
        |view| machines(view, |machine| expect(machine, "MetadataOptions.HttpTokens", "required")),
    ),
    look("workers.encrypted", "Volumes of workers and NAT instances are encrypted", REPLACE, |view| {
        machines(view, encrypted)
    }),
    look("workers.profile", "Workers and NAT instances use LabInstanceProfile", REPLACE, |view| {
        machines(view, profile)
    }),
    look("workers.no-key", "No instance has a key pair", REPLACE, |view| machines(view, no_key)),
    look("workers.ubuntu", "Workers and NAT instances run Ubuntu 20.04 or newer", REPLACE, |view| {
        machines(view, |machine| ubuntu(view, machine))
    }),
    look(
        "workers.association-a",
        "State Manager runs AWS-ApplyAnsiblePlaybooks on the workers of us-east-1, chosen by tags",
        "Apply again",
        |view| association(view, Zone::A),
    )
    .of(Part::Ssm),
    look(
        "workers.association-b",
        "State Manager runs AWS-ApplyAnsiblePlaybooks on the workers of us-west-2, chosen by tags",
        "Apply again",
        |view| association(view, Zone::B),
    )
    .of(Part::Ssm),
    look(
        "workers.targets",
        "The association's tags fit all twelve workers and nothing else",
        "Mend the tags Component and Stack of the instances",
        targets,
    )
    .of(Part::Ssm),
    look(
        "workers.playbook",
        "The playbook of the repository is what the association runs",
        "Apply again",
        playbook,
    )
    .of(Part::Ssm),
    look(
        "workers.share",
        "The association tells the workers where the file system is",
        "Apply again",
        |view| {
            variables(view, |zone| {
                format!(
                    "efs_address_a={} efs_address_b={} efs_zone_a={} zone={}",
                    MOUNT_ADDRESSES[0],
                    MOUNT_ADDRESSES[1],
                    view.stack.zones.a.availability_zones[0],
                    zone.letter()
                )
            })
        },
    )
    .of(Part::Ssm),
    look(
        "workers.models",
        "The association has the models pulled: orca-mini, llama3, nomic-embed-text",
        "Apply again",
        |view| variables(view, |_| format!("models={}", view.stack.models.join(","))),
    )
    .of(Part::Ssm),
    look(
        "workers.configured",
        "The association's last run succeeded",
        "Look at its output in Systems Manager, mend the cause, apply the association again",
        configured,
    )
    .of(Part::Ssm),
    living(
        "workers.live",
        "Every worker answers Ollama's API on port 11434 with the models of the stack",
        "Look at `journalctl -u lks-ollama` on the worker; apply the association again",
        Question {
            ask: |view| {
                Ok(view
                    .workers()?
                    .into_iter()
                    .map(|worker| command(worker, "curl -fsS http://127.0.0.1:11434/api/tags"))
                    .collect())
            },
            judge: |stack, answer| {
                let missing: Vec<&str> = stack
                    .models
                    .iter()
                    .map(String::as_str)
                    .filter(|model| !answer.output.contains(model))
                    .collect();
                if answer.code != 0 {
                    return Err(format!("does not answer: {}", answer.output.trim()));
                }
                if missing.is_empty() {
                    Ok("answers with every model".into())
                } else {
                    Err(format!("lacks {}", missing.join(", ")))
                }
            },
        },
    ),
];

fn each(view: &View<'_>, one: impl Fn(&Item) -> Answer) -> Answer {
    every(view.workers()?.into_iter().map(one))
}

fn machines(view: &View<'_>, one: impl Fn(&Item) -> Answer) -> Answer {
    every(view.machines()?.into_iter().map(one))
}

fn kinds(view: &View<'_>, zone: Zone) -> Answer {
    let subnets = view.private(zone)?;
    let workers = view.workers_of(zone)?.into_iter();
    let placed = every(workers.map(|(kind, az, worker)| placed(kind, subnets[az], worker)))?;
    let count = view.workers()?.iter().filter(|worker| worker.region == zone.region()).count();
    ensure(count == 2 * WorkerKind::ALL.len(), || format!("{count} workers, not 6"))?;
    Ok(placed)
}

fn placed(kind: WorkerKind, subnet: &Item, worker: &Item) -> Answer {
    ensure(worker.text("SubnetId").is_some_and(|id| subnet.is(id)), || {
        format!("{} is not in {}", worker.name, subnet.name)
    })?;
    ensure(worker.tag("WorkerKind") == Some(kind.name()), || {
        format!("{} is not marked as {kind}", worker.name)
    })?;
    Ok(format!("{} in {}", worker.name, subnet.name))
}

fn running(view: &View<'_>) -> Answer {
    each(view, |worker| {
        ensure(matches!(worker.state.as_str(), "" | "running"), || {
            format!("{} is {}", worker.name, worker.state)
        })?;
        Ok(format!("{} runs", worker.name))
    })
}

fn private(worker: &Item) -> Answer {
    let public = worker.flag("AssociatePublicIpAddress") == Some(true)
        || worker.text("PublicIp").is_some_and(|ip| !ip.is_empty());
    ensure(!public, || format!("{} has a public address", worker.name))?;
    Ok(format!("{} has none", worker.name))
}

fn group(view: &View<'_>) -> Answer {
    every(view.workers()?.into_iter().map(|worker| {
        let group = view.group(Zone::of(worker.region), "lks-sg-llm")?;
        let groups = worker.texts("SecurityGroupIds");
        ensure(matches!(groups[..], [only] if group.is(only)), || {
            format!("{}: {}", worker.name, groups.join(", "))
        })?;
        Ok(format!("{} carries lks-sg-llm", worker.name))
    }))
}

fn encrypted(machine: &Item) -> Answer {
    let disks = machine.list("BlockDeviceMappings");
    let all = !disks.is_empty() && disks.iter().all(|disk| disk["Ebs"]["Encrypted"] == true);
    ensure(all, || format!("{} has a volume that is not encrypted", machine.name))?;
    Ok(format!("{} is encrypted", machine.name))
}

fn profile(machine: &Item) -> Answer {
    let profile = machine.text("IamInstanceProfile").unwrap_or("none");
    ensure(profile.ends_with("LabInstanceProfile"), || format!("{} uses {profile}", machine.name))?;
    Ok(format!("{} uses {profile}", machine.name))
}

fn no_key(machine: &Item) -> Answer {
    let key = machine.text("KeyName").unwrap_or_default();
    ensure(key.is_empty(), || format!("{} has the key pair {key}", machine.name))?;
    Ok(format!("{} has none", machine.name))
}

/// By the image's name where it is named; the cloud took it from Canonical where it is a number.
fn ubuntu(view: &View<'_>, machine: &Item) -> Answer {
    let image = machine.text("ImageId").unwrap_or_default();
    let named = image == crate::stack::image(&view.stack.ubuntu);
    let from_canonical =
        image.starts_with("ami-") && machine.text("ImageName").is_none_or(|name| name.contains("ubuntu"));
    ensure(named || from_canonical, || format!("{} runs {image}", machine.name))?;
    Ok(format!("{}: {image}", machine.name))
}

fn the_association<'a>(view: &'a View<'_>, zone: Zone) -> Result<&'a Item, String> {
    view.find(Kind::Association, zone, &format!("lks-association-workers-zone-{}", zone.letter()))
}

fn association(view: &View<'_>, zone: Zone) -> Answer {
    let association = the_association(view, zone)?;
    let by_tags = association
        .list("Targets")
        .iter()
        .all(|target| target["Key"].as_str().is_some_and(|key| key.starts_with("tag:")));
    ensure(by_tags && !association.list("Targets").is_empty(), || {
        format!("{} does not choose by tags", association.name)
    })?;
    expect(association, "Name", "AWS-ApplyAnsiblePlaybooks")
}

fn targets(view: &View<'_>) -> Answer {
    every(Zone::ALL.map(|zone| {
        let association = the_association(view, zone)?;
        let fits = |machine: &Item| {
            association.list("Targets").iter().all(|target| {
                let key = target["Key"].as_str().and_then(|key| key.strip_prefix("tag:")).unwrap_or_default();
                let values = target["Values"].as_array();
                values.is_some_and(|values| values.iter().any(|value| value.as_str() == machine.tag(key)))
            })
        };
        let (chosen, others): (Vec<&Item>, Vec<&Item>) = view
            .world
            .of_in(Kind::Instance, zone.region())
            .filter(|machine| fits(machine))
            .partition(|machine| machine.name.starts_with("lks-worker-"));
        ensure(chosen.len() == 6 && others.is_empty(), || {
            format!("{}: fits {} workers and {} others", association.name, chosen.len(), others.len())
        })?;
        Ok(format!("{}: fits 6 workers", association.name))
    }))
}

fn playbook(view: &View<'_>) -> Answer {
    let key = format!("playbook/{PLAYBOOK}");
    let object = view.world.of(Kind::Object).find(|object| object.text("Key") == Some(&key));
    let object = object.ok_or_else(|| format!("{key} is not in the bucket"))?;
    expect(object, "ContentSha256", digest(PLAYBOOK_TEXT))?;
    every(Zone::ALL.map(|zone| {
        let association = the_association(view, zone)?;
        let source = association.text("Parameters.SourceInfo.0").unwrap_or_default();
        ensure(source.contains(&key), || format!("{} runs {source}", association.name))?;
        expect(association, "Parameters.PlaybookFile.0", PLAYBOOK)
    }))
}

fn variables(view: &View<'_>, wanted: impl Fn(Zone) -> String) -> Answer {
    every(Zone::ALL.map(|zone| {
        let association = the_association(view, zone)?;
        let given = association.text("Parameters.ExtraVariables.0").unwrap_or_default();
        let wanted = wanted(zone);
        let found = wanted.split(' ').all(|variable| given.split(' ').any(|other| other == variable));
        ensure(found, || format!("{}: {given}", association.name))?;
        Ok(format!("{}: {wanted}", association.name))
    }))
}

fn configured(view: &View<'_>) -> Answer {
    every(Zone::ALL.map(|zone| {
        let association = the_association(view, zone)?;
        ensure(matches!(association.state.as_str(), "" | "Success"), || {
            format!("{}: {}", association.name, association.state)
        })?;
        Ok(format!("{} succeeded", association.name))
    }))
}
