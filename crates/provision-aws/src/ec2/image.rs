//! Which image `resolve:ssm:/aws/service/canonical/ubuntu/…` names. Some lab accounts may not read
//! Canonical's parameters, so the image is always found by its owner and name. A machine's image is
//! shown under that name again, whichever build of the release it is: a newer one replaces no machine.

use aws_sdk_ec2::types::Image;
use lks_provision::cloud::{CloudError, ErrorClass};
use lks_provision::stack;

use super::filter;
use crate::aws::Site;
use crate::fault::{self, Done};

/// Canonical's account.
const OWNER: &str = "099720109477";

const CODE_NAMES: [(&str, &str); 3] = [("focal", "20.04"), ("jammy", "22.04"), ("noble", "24.04")];

/// The id of the newest image that `wanted` names.
pub(crate) async fn resolve(site: Site<'_>, wanted: &str) -> Done<String> {
    let named = |(_, release): &&(&str, &str)| stack::image(release) == wanted;
    let Some((code_name, release)) = CODE_NAMES.iter().find(named) else {
        return Ok(wanted.to_owned());
    };
    let pattern = format!("ubuntu/images/*ubuntu-{code_name}-{release}-amd64-server-*");
    let asked = site.clients.ec2.describe_images().owners(OWNER).filters(filter("name", &pattern));
    let asked = asked.filters(filter("state", "available")).filters(filter("virtualization-type", "hvm"));
    let answer = asked.send().await.map_err(fault::of)?;
    let newest =
        answer.images().iter().filter(|image| is_plain(image)).max_by_key(|image| image.creation_date());
    newest.and_then(|image| image.image_id.clone()).ok_or_else(|| {
        let message = format!("{} shows no image of Ubuntu {release} by Canonical ({OWNER})", site.region);
        CloudError::new(ErrorClass::InvalidParameter, "NoImage", message)
    })
}

/// Not the minimal or paid editions.
fn is_plain(image: &Image) -> bool {
    image.name().is_some_and(|name| name.starts_with("ubuntu/images/hvm-ssd"))
}

/// What the stack calls the images with these ids, and their own names.
pub(crate) async fn names(site: Site<'_>, ids: impl Iterator<Item = &str>) -> Done<()> {
    let mut unknown: Vec<String> =
        ids.filter(|id| site.aws.recall(&key(site, id)).is_none()).map(str::to_owned).collect();
    unknown.sort_unstable();
    unknown.dedup();
    if unknown.is_empty() {
        return Ok(());
    }
    // By filter: an image that was withdrawn is no error then.
    let by_id = aws_sdk_ec2::types::Filter::builder().name("image-id").set_values(Some(unknown)).build();
    let asked = site.clients.ec2.describe_images().filters(by_id).include_deprecated(true);
    let answer = asked.send().await.map_err(fault::of)?;
    for image in answer.images() {
        if let (Some(id), Some(name)) = (image.image_id(), image.name()) {
            let owner = image.owner_id().unwrap_or_default();
            site.aws.remember(key(site, id), format!("{owner}|{name}"));
        }
    }
    Ok(())
}

fn key(site: Site<'_>, id: &str) -> String {
    format!("image|{}|{id}", site.region)
}

/// The stack's name of an image, else its id; and its own name.
pub(crate) fn shown(site: Site<'_>, id: &str) -> (String, Option<String>) {
    let Some(known) = site.aws.recall(&key(site, id)) else { return (id.to_owned(), None) };
    let (owner, name) = known.split_once('|').unwrap_or_default();
    let release = CODE_NAMES.iter().find(|(code_name, _)| name.contains(&format!("ubuntu-{code_name}-")));
    match release.filter(|_| owner == OWNER) {
        Some((_, release)) => (stack::image(release), Some(name.to_owned())),
        None => (id.to_owned(), Some(name.to_owned())),
    }
}
