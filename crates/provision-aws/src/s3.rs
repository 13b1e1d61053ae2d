//! Amazon S3. Only buckets with a name of ours are looked into.

pub(crate) mod bucket;
pub(crate) mod object;

use lks_domain::region::Region;
use lks_provision::stack::PREFIX;

use crate::aws::Site;
use crate::fault::{self, Done};

/// The buckets of this region that can be ours, by their name.
async fn candidates(site: Site<'_>) -> Done<Vec<String>> {
    let answer = site.clients.s3.list_buckets().send().await.map_err(fault::of)?;
    let mut here = Vec::new();
    for bucket in answer.buckets() {
        let Some(name) = bucket.name().filter(|name| name.starts_with(PREFIX)) else { continue };
        let region = match bucket.bucket_region().and_then(Region::from_id) {
            Some(region) => Some(region),
            None => location(site, name).await?,
        };
        if region == Some(site.region) {
            here.push(name.to_owned());
        }
    }
    Ok(here)
}

/// Where a bucket is; the first region of AWS has no name here.
async fn location(site: Site<'_>, bucket: &str) -> Done<Option<Region>> {
    let answer = site.clients.s3.get_bucket_location().bucket(bucket).send().await.map_err(fault::of)?;
    let word = answer.location_constraint().map_or("", |word| word.as_str());
    Ok(if word.is_empty() { Some(Region::UsEast1) } else { Region::from_id(word) })
}
