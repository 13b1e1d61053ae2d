//! Limits and what is used of them, region by region.

use lks_domain::region::Region;
use lks_provision::cloud::{CloudError, Observed};
use lks_provision::resource::Kind;
use lks_provision::stack::{self, Stack, Zone};

use super::{Finding, MACHINES, runs};
use crate::aws::{Aws, Site};
use crate::fault::{self, Done};
use crate::{ec2, kinds};

/// Machines of the stack in one region.
const OURS: usize = 7;
/// Machines that a lab lets run in one region, and in all before it is closed (with room to spare).
const A_REGION: usize = 9;
const IN_ALL: usize = 15;
/// VPCs and public addresses a region, unless the account has asked for more.
const USUAL: usize = 5;

pub(super) async fn examine(aws: &Aws, region: Region, stack: &Stack) -> Vec<Finding> {
    let site = aws.site(region);
    vec![
        room(aws, region, Kind::Vpc, "networks").await,
        room(aws, region, Kind::Eip, "public addresses").await,
        zones(site, stack).await,
        image(site, stack).await,
    ]
}

/// All machines that run, ours and others'.
pub(super) async fn instances(aws: &Aws) -> Finding {
    const SUBJECT: &str = "running instances";
    let mut counts = Vec::new();
    for region in Region::ALL {
        match kinds::fetch(aws, region, MACHINES, None).await {
            Ok(seen) => {
                counts.push((region, others(&seen), seen.iter().filter(|one| runs(&one.status)).count()))
            }
            Err(error) => return unknown(SUBJECT, &error),
        }
    }
    let words: Vec<String> = counts.iter().map(|(region, _, all)| format!("{all} in {region}")).collect();
    let words = words.join(", ");
    let too_many = counts.iter().any(|(_, others, _)| others + OURS > A_REGION)
        || counts.iter().map(|(_, others, _)| others + OURS).sum::<usize>() > IN_ALL;
    if too_many {
        let advice = "the stack's 7 a region would exceed 9 a region or 15 in all, and a lab with 20 is closed: stop others first";
        return Finding::bad(SUBJECT, format!("{words}; {advice}"));
    }
    Finding::good(SUBJECT, format!("{words}; the stack adds 7 a region, of 9 a region and 15 in all"))
}

/// Running machines that are not the stack's.
fn others(seen: &[Observed]) -> usize {
    let ours = |one: &&Observed| one.name().starts_with(stack::PREFIX);
    seen.iter().filter(|one| runs(&one.status) && !ours(one)).count()
}

fn unknown(subject: &str, error: &CloudError) -> Finding {
    Finding::bad(subject, format!("cannot be read: {error}"))
}

async fn room(aws: &Aws, region: Region, kind: Kind, what: &str) -> Finding {
    let subject = format!("{what}, {region}");
    let seen = match kinds::fetch(aws, region, kind, None).await {
        Ok(seen) => seen,
        Err(error) => return unknown(&subject, &error),
    };
    let ours = seen.iter().filter(|one| one.name().starts_with(stack::PREFIX)).count();
    let used = seen.len() - ours;
    if used + 1 > USUAL && ours == 0 {
        let words = format!("{used} of the usual {USUAL} are used by others; remove one that is not needed");
        return Finding::bad(subject, words);
    }
    Finding::good(subject, format!("{} of the usual {USUAL} are used; the stack needs one", seen.len()))
}

async fn zones(site: Site<'_>, stack: &Stack) -> Finding {
    let subject = format!("availability zones, {}", site.region);
    let wanted = &stack.zones.of(Zone::of(site.region)).availability_zones;
    let there = match ids(site).await {
        Ok(there) => there,
        Err(error) => return unknown(&subject, &error),
    };
    let missing: Vec<&str> = wanted.iter().filter(|id| !there.contains(id)).map(String::as_str).collect();
    if missing.is_empty() {
        return Finding::good(subject, wanted.join(", "));
    }
    let words = format!(
        "{} not open to this account; choose others of {} in the stack file",
        missing.join(", "),
        there.join(", ")
    );
    Finding::bad(subject, words)
}

async fn ids(site: Site<'_>) -> Done<Vec<String>> {
    let answer = site.clients.ec2.describe_availability_zones().send().await.map_err(fault::of)?;
    let open = answer
        .availability_zones()
        .iter()
        .filter(|zone| zone.state().is_none_or(|state| state.as_str() == "available"));
    Ok(open.filter_map(|zone| zone.zone_id().map(str::to_owned)).collect())
}

async fn image(site: Site<'_>, stack: &Stack) -> Finding {
    let subject = format!("Ubuntu {}, {}", stack.ubuntu, site.region);
    match ec2::image::resolve(site, &stack::image(&stack.ubuntu)).await {
        Ok(image) => Finding::good(subject, image),
        Err(error) => Finding::bad(subject, error.to_string()),
    }
}
