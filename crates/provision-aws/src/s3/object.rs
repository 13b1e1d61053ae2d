//! One file of a bucket. Which contents it has is kept in its metadata, since S3's own sums depend on how
//! it was sent.

use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{Tag, Tagging};
use lks_provision::cloud::{CloudError, ErrorClass, Observed};
use lks_provision::resource::{Kind, digest};
use serde_json::Value;

use super::candidates;
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::{Given, field};
use crate::kinds::Handler;
use crate::seen::Seen;

pub(crate) struct Object;

const SUM: &str = "sha256";

fn parts(id: &str) -> Done<(&str, &str)> {
    id.split_once('/').ok_or_else(|| fault::not_found(id))
}

impl Handler for Object {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        if let Some(id) = id {
            let (bucket, key) = parts(id)?;
            return Ok(vec![observed(site, bucket, key).await?]);
        }
        let mut seen = Vec::new();
        for bucket in candidates(site).await? {
            let asked = site.clients.s3.list_objects_v2().bucket(&bucket).into_paginator().send();
            let pages = crate::pages::collect(asked.collect::<Result<Vec<_>, _>>().await)?;
            for object in pages.iter().flat_map(|page| page.contents()) {
                if let Some(key) = object.key() {
                    seen.push(observed(site, &bucket, key).await?);
                }
            }
        }
        Ok(seen)
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let (bucket, key) = (given.need("Bucket")?, given.need("Key")?);
        put(site, &bucket, &key, given).await?;
        observed(site, &bucket, &key).await
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        let (bucket, key) = parts(id)?;
        if change.value("Body").is_some() {
            put(site, bucket, key, change).await?;
        } else if let Some(kind) = change.text("ContentType") {
            // A file's type changes by a copy onto itself.
            let asked =
                site.clients.s3.copy_object().bucket(bucket).key(key).copy_source(format!("{bucket}/{key}"));
            let asked =
                asked.metadata_directive(aws_sdk_s3::types::MetadataDirective::Replace).content_type(kind);
            let sum = observed(site, bucket, key)
                .await?
                .properties
                .get("ContentSha256")
                .and_then(|sum| sum.as_str().map(str::to_owned));
            let asked = sum.into_iter().fold(asked, |asked, sum| asked.metadata(SUM, sum));
            asked.send().await.map_err(fault::of)?;
        }
        let tags = tags(change)?;
        if !tags.is_empty() {
            let tagging = Tagging::builder().set_tag_set(Some(tags)).build().map_err(fault::unbuilt)?;
            let asked = site.clients.s3.put_object_tagging().bucket(bucket).key(key).tagging(tagging);
            asked.send().await.map_err(fault::of)?;
        }
        Ok(())
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        let (bucket, key) = parts(id)?;
        site.clients.s3.delete_object().bucket(bucket).key(key).send().await.map_err(fault::of).map(drop)
    }
}

fn tags(given: Given<'_>) -> Done<Vec<Tag>> {
    let tags = given.tags().into_iter().map(|(key, value)| Tag::builder().key(key).value(value).build());
    tags.collect::<Result<Vec<_>, _>>().map_err(fault::unbuilt)
}

async fn put(site: Site<'_>, bucket: &str, key: &str, given: Given<'_>) -> Done<()> {
    let body = contents(site, given.value("Body").unwrap_or(&Value::Null)).await?;
    let sum = digest(&body);
    as_planned(given.text("ContentSha256"), &sum)?;
    let tags = given.tags();
    let tagging = tags.iter().map(|(key, value)| format!("{}={}", encoded(key), encoded(value)));
    site.clients
        .s3
        .put_object()
        .bucket(bucket)
        .key(key)
        .metadata(SUM, sum)
        .set_content_type(given.text("ContentType"))
        .set_tagging(Some(tagging.collect::<Vec<_>>().join("&")).filter(|text| !text.is_empty()))
        .body(ByteStream::from(body))
        .send()
        .await
        .map_err(fault::of)
        .map(drop)
}

/// What was approved is uploaded, or nothing.
pub(crate) fn as_planned(planned: Option<String>, sum: &str) -> Done<()> {
    match planned {
        Some(planned) if planned != sum => Err(CloudError::new(
            ErrorClass::InvalidParameter,
            "ArtifactChanged",
            "what the build made is not what was planned with: it was built again since; plan again",
        )),
        _ => Ok(()),
    }
}

/// A text, or a file that the build made.
async fn contents(site: Site<'_>, body: &Value) -> Done<Vec<u8>> {
    let Some(artifact) = field(body, "Artifact") else {
        return Ok(body.as_str().unwrap_or_default().as_bytes().to_vec());
    };
    let path = site.aws.settings().artifacts.join(format!("{artifact}.zip"));
    tokio::fs::read(&path).await.map_err(|error| {
        let message = format!("{} cannot be read ({error}); build it first, see docs/AWS.md", path.display());
        CloudError::new(ErrorClass::InvalidParameter, "NoArtifact", message)
    })
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

async fn observed(site: Site<'_>, bucket: &str, key: &str) -> Done<Observed> {
    let s3 = &site.clients.s3;
    let head = s3.head_object().bucket(bucket).key(key).send().await.map_err(fault::of)?;
    let tags = s3.get_object_tagging().bucket(bucket).key(key).send().await.map_err(fault::of)?;
    let sum = head.metadata().and_then(|metadata| metadata.get(SUM).cloned());
    let seen = Seen::new(site.region, Kind::Object, format!("{bucket}/{key}"))
        .with("Bucket", bucket)
        .with("Key", key)
        .with("ContentSha256", sum)
        .with("ContentType", head.content_type())
        .attribute("Url", format!("https://{bucket}.s3.amazonaws.com/{key}"))
        .tag_pairs(tags.tag_set().iter().map(|tag| (tag.key(), tag.value())));
    Ok(seen.done())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_travel_as_a_query() {
        assert_eq!(encoded("a b&c=ü"), "a%20b%26c%3D%C3%BC");
    }
}
