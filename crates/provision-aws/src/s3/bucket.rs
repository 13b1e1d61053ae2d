//! The bucket of the playbook and of builds.

use aws_sdk_s3::types::{
    BucketLocationConstraint, CreateBucketConfiguration, ObjectOwnership, OwnershipControls,
    OwnershipControlsRule, PublicAccessBlockConfiguration, ServerSideEncryption,
    ServerSideEncryptionByDefault, ServerSideEncryptionConfiguration, ServerSideEncryptionRule, Tag, Tagging,
};
use lks_domain::region::Region;
use lks_provision::cloud::{CloudError, ErrorClass, Observed};
use lks_provision::resource::Kind;
use serde_json::{Value, json};

use super::candidates;
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::{Given, field};
use crate::kinds::Handler;
use crate::seen::Seen;

pub(crate) struct Bucket;

impl Handler for Bucket {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let names = candidates(site).await?;
        let mut seen = Vec::new();
        for name in names.iter().filter(|name| id.is_none_or(|id| id == *name)) {
            if let Some(one) = known(observed(site, name).await)? {
                seen.push(one);
            }
        }
        Ok(seen)
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let name = given.need("BucketName")?;
        let elsewhere = (site.region != Region::UsEast1).then(|| {
            CreateBucketConfiguration::builder()
                .location_constraint(BucketLocationConstraint::from(site.region.id()))
                .build()
        });
        let asked = site.clients.s3.create_bucket().bucket(&name).set_create_bucket_configuration(elsewhere);
        asked.send().await.map_err(fault::of)?;
        retag(site, &name, given).await?;
        observed(site, &name).await
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        if let Some(config) = change.value("BucketEncryption") {
            encrypt(site, id, config).await?;
        }
        if let Some(config) = change.value("PublicAccessBlockConfiguration") {
            block(site, id, config).await?;
        }
        if let Some(rule) = change
            .value("OwnershipControls")
            .and_then(|controls| field(&controls["Rules"][0], "ObjectOwnership"))
        {
            let rule = OwnershipControlsRule::builder()
                .object_ownership(ObjectOwnership::from(rule.as_str()))
                .build();
            let controls = OwnershipControls::builder().rules(rule.map_err(fault::unbuilt)?).build();
            let asked = site.clients.s3.put_bucket_ownership_controls().bucket(id);
            asked.ownership_controls(controls.map_err(fault::unbuilt)?).send().await.map_err(fault::of)?;
        }
        if let Some(policy) = change.value("BucketPolicy") {
            let asked = site.clients.s3.put_bucket_policy().bucket(id).policy(policy.to_string());
            asked.send().await.map_err(fault::of)?;
        }
        retag(site, id, change).await
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients.s3.delete_bucket().bucket(id).send().await.map_err(fault::of).map(drop)
    }
}

async fn encrypt(site: Site<'_>, id: &str, config: &Value) -> Done<()> {
    let algorithm = &config["ServerSideEncryptionConfiguration"][0]["ServerSideEncryptionByDefault"];
    let algorithm = field(algorithm, "SSEAlgorithm").unwrap_or_else(|| "AES256".into());
    let by_default = ServerSideEncryptionByDefault::builder()
        .sse_algorithm(ServerSideEncryption::from(algorithm.as_str()))
        .build();
    let rule = ServerSideEncryptionRule::builder()
        .apply_server_side_encryption_by_default(by_default.map_err(fault::unbuilt)?)
        .build();
    let rules = ServerSideEncryptionConfiguration::builder().rules(rule).build().map_err(fault::unbuilt)?;
    let asked =
        site.clients.s3.put_bucket_encryption().bucket(id).server_side_encryption_configuration(rules);
    asked.send().await.map_err(fault::of).map(drop)
}

async fn block(site: Site<'_>, id: &str, config: &Value) -> Done<()> {
    let block = PublicAccessBlockConfiguration::builder()
        .set_block_public_acls(config["BlockPublicAcls"].as_bool())
        .set_block_public_policy(config["BlockPublicPolicy"].as_bool())
        .set_ignore_public_acls(config["IgnorePublicAcls"].as_bool())
        .set_restrict_public_buckets(config["RestrictPublicBuckets"].as_bool())
        .build();
    let asked = site.clients.s3.put_public_access_block().bucket(id).public_access_block_configuration(block);
    asked.send().await.map_err(fault::of).map(drop)
}

/// A bucket's tags are set as a whole.
async fn retag(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
    let tags: Result<Vec<Tag>, _> =
        change.tags().into_iter().map(|(key, value)| Tag::builder().key(key).value(value).build()).collect();
    let tags = tags.map_err(fault::unbuilt)?;
    if tags.is_empty() {
        return Ok(());
    }
    let tagging = Tagging::builder().set_tag_set(Some(tags)).build().map_err(fault::unbuilt)?;
    site.clients.s3.put_bucket_tagging().bucket(id).tagging(tagging).send().await.map_err(fault::of).map(drop)
}

/// What is not set is no error.
fn known<T>(answer: Result<T, CloudError>) -> Done<Option<T>> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if error.class == ErrorClass::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

async fn observed(site: Site<'_>, name: &str) -> Done<Observed> {
    let s3 = &site.clients.s3;
    let encryption = known(s3.get_bucket_encryption().bucket(name).send().await.map_err(fault::of))?;
    let algorithm = encryption.and_then(|answer| {
        let rule = answer.server_side_encryption_configuration?.rules.into_iter().next()?;
        Some(rule.apply_server_side_encryption_by_default?.sse_algorithm.as_str().to_owned())
    });
    let block = known(s3.get_public_access_block().bucket(name).send().await.map_err(fault::of))?;
    let block = block.and_then(|answer| answer.public_access_block_configuration).map(|block| {
        json!({
            "BlockPublicAcls": block.block_public_acls(), "BlockPublicPolicy": block.block_public_policy(),
            "IgnorePublicAcls": block.ignore_public_acls(), "RestrictPublicBuckets": block.restrict_public_buckets(),
        })
    });
    let owners = known(s3.get_bucket_ownership_controls().bucket(name).send().await.map_err(fault::of))?;
    let owner = owners.and_then(|answer| {
        let rule = answer.ownership_controls?.rules.into_iter().next()?;
        Some(rule.object_ownership.as_str().to_owned())
    });
    let policy = known(s3.get_bucket_policy().bucket(name).send().await.map_err(fault::of))?;
    let policy: Option<Value> = policy.and_then(|answer| serde_json::from_str(answer.policy()?).ok());
    let tags = known(s3.get_bucket_tagging().bucket(name).send().await.map_err(fault::of))?;
    let tags = tags.map(|answer| answer.tag_set).unwrap_or_default();
    let seen = Seen::new(site.region, Kind::Bucket, name)
        .with("BucketName", name)
        .with(
            "BucketEncryption",
            algorithm.map(|algorithm| {
                let rule = json!({ "ServerSideEncryptionByDefault": { "SSEAlgorithm": algorithm } });
                json!({ "ServerSideEncryptionConfiguration": [rule] })
            }),
        )
        .with("PublicAccessBlockConfiguration", block)
        .with("OwnershipControls", owner.map(|owner| json!({ "Rules": [{ "ObjectOwnership": owner }] })))
        .with("BucketPolicy", policy)
        .attribute("Arn", format!("arn:aws:s3:::{name}"))
        .attribute("DomainName", format!("{name}.s3.amazonaws.com"))
        .tag_pairs(tags.iter().map(|tag| (tag.key(), tag.value())));
    Ok(seen.done())
}
