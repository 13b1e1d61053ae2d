//! The client's files: a branch, and the deployment of a zip on it. The zip that the build made gets the
//! stack's `config.json`; which contents are served is kept in a tag, since Amplify tells no sum.

use std::collections::HashMap;
use std::io::{Cursor, Write as _};
use std::time::Duration;

use aws_sdk_amplify::types::{Branch as Shown, JobStatus, Stage};
use lks_provision::cloud::{CloudError, ErrorClass, Observed, State};
use lks_provision::resource::{Kind, digest};
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::candidates;
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::{Given, field};
use crate::http::{self, Ask};
use crate::kinds::Handler;
use crate::pages::all;
use crate::s3::object::as_planned;
use crate::seen::Seen;

pub(crate) struct Branch;

const SUM: &str = "ArtifactSha256";
const CONFIG: &str = "config.json";
const VARIABLES: &str = "EnvironmentVariables";

/// What one call changes.
const SETTINGS: &[&str] = &["Description", "Stage", "EnableAutoBuild", "Framework", VARIABLES];

/// App and name out of an ARN such as `arn:…:apps/d1/branches/main`.
pub(super) fn parts<'a>(arn: &'a str, word: &str) -> Done<(&'a str, &'a str)> {
    let rest = arn.split_once(":apps/").map(|(_, rest)| rest).ok_or_else(|| fault::not_found(arn))?;
    let mut steps = rest.split('/');
    match (steps.next(), steps.next(), steps.next()) {
        (Some(app), Some(found), Some(name)) if found == word => Ok((app, name)),
        _ => Err(fault::not_found(arn)),
    }
}

impl Handler for Branch {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        if let Some(id) = id {
            let (app, name) = parts(id, "branches")?;
            let asked = site.clients.amplify.get_branch().app_id(app).branch_name(name);
            let answer = asked.send().await.map_err(fault::of)?;
            let branch = answer.branch.ok_or_else(|| fault::not_found(id))?;
            return Ok(vec![observed(site, app, &branch).await?]);
        }
        let mut seen = Vec::new();
        for app in candidates(site).await? {
            for branch in all!(site.clients.amplify.list_branches().app_id(app.app_id()))? {
                seen.push(observed(site, app.app_id(), &branch).await?);
            }
        }
        Ok(seen)
    }

    /// Without its files, which are deployed by an update of their own, unless nothing says which.
    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let (app, name) = (given.need("AppId")?, given.need("BranchName")?);
        let made = site
            .clients
            .amplify
            .create_branch()
            .app_id(&app)
            .branch_name(&name)
            .set_description(given.text("Description"))
            .set_stage(given.text("Stage").map(|word| Stage::from(word.as_str())))
            .set_framework(given.text("Framework"))
            .set_enable_auto_build(given.flag("EnableAutoBuild"))
            .set_environment_variables(given.list(VARIABLES).map(variables))
            .set_tags(Some(given.tags().into_iter().collect()))
            .send()
            .await
            .map_err(fault::of)?;
        let branch = made.branch.ok_or_else(|| fault::lacking("the branch"))?;
        if let Some(artifact) = given.value("Artifact") {
            deploy(site, branch.branch_arn(), artifact, given.text(SUM)).await?;
        }
        observed(site, &app, &branch).await
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        let (app, name) = parts(id, "branches")?;
        if SETTINGS.iter().any(|name| change.value(name).is_some()) {
            site.clients
                .amplify
                .update_branch()
                .app_id(app)
                .branch_name(name)
                .set_description(change.text("Description"))
                .set_stage(change.text("Stage").map(|word| Stage::from(word.as_str())))
                .set_framework(change.text("Framework"))
                .set_enable_auto_build(change.flag("EnableAutoBuild"))
                .set_environment_variables(change.list(VARIABLES).map(variables))
                .send()
                .await
                .map_err(fault::of)?;
        }
        if let Some(artifact) = change.value("Artifact") {
            deploy(site, id, artifact, change.text(SUM)).await?;
        }
        let tags = change.tags();
        if tags.is_empty() { Ok(()) } else { retag(site, id, tags.into_iter().collect()).await }
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        let (app, name) = parts(id, "branches")?;
        site.clients
            .amplify
            .delete_branch()
            .app_id(app)
            .branch_name(name)
            .send()
            .await
            .map_err(fault::of)
            .map(drop)
    }
}

fn variables(list: &[Value]) -> HashMap<String, String> {
    list.iter().filter_map(|one| Some((field(one, "Name")?, field(one, "Value")?))).collect()
}

async fn retag(site: Site<'_>, arn: &str, tags: HashMap<String, String>) -> Done<()> {
    let asked = site.clients.amplify.tag_resource().resource_arn(arn).set_tags(Some(tags));
    asked.send().await.map_err(fault::of).map(drop)
}

/// Uploads and starts; the branch is busy until Amplify has unpacked it.
async fn deploy(site: Site<'_>, arn: &str, artifact: &Value, planned: Option<String>) -> Done<()> {
    let (app, name) = parts(arn, "branches")?;
    let (sum, zip) = packed(site, artifact).await?;
    as_planned(planned, &sum)?;
    let asked = site.clients.amplify.create_deployment().app_id(app).branch_name(name);
    let made = asked.send().await.map_err(fault::of)?;
    upload(made.zip_upload_url(), zip).await?;
    let asked = site.clients.amplify.start_deployment().app_id(app).branch_name(name);
    asked.set_job_id(made.job_id.clone()).send().await.map_err(fault::of)?;
    retag(site, arn, HashMap::from([(SUM.to_owned(), sum)])).await
}

async fn upload(url: &str, zip: Vec<u8>) -> Done<()> {
    let headers = [("content-type".to_owned(), "application/zip".to_owned())];
    let timeout = Duration::from_secs(300);
    let (status, _) = http::ask(Ask { method: "PUT", url, headers: &headers, body: zip, timeout }).await?;
    if (200..300).contains(&status) {
        return Ok(());
    }
    Err(CloudError::new(
        ErrorClass::Unavailable,
        format!("Http{status}"),
        "the client's files were not taken",
    ))
}

/// The build's zip with this stack's settings in it, and the sum of what went into it.
async fn packed(site: Site<'_>, artifact: &Value) -> Done<(String, Vec<u8>)> {
    let name = field(artifact, "Artifact").unwrap_or_else(|| "client".into());
    let path = site.aws.settings().artifacts.join(format!("{name}.zip"));
    let failed = |error: &dyn std::fmt::Display| {
        let message = format!("{} cannot be used ({error}); `./run artifacts` makes it", path.display());
        CloudError::new(ErrorClass::InvalidParameter, "NoArtifact", message)
    };
    let bytes = tokio::fs::read(&path).await.map_err(|error| failed(&error))?;
    let config = artifact.get("Config").filter(|config| !config.is_null()).map(Value::to_string);
    let sum = digest(&bytes);
    let Some(config) = config else { return Ok((sum, bytes)) };
    Ok((sum, with_config(bytes, &config).map_err(|error| failed(&error))?))
}

/// The same zip with `config.json` in place of the one it may have.
fn with_config(bytes: Vec<u8>, config: &str) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut old = ZipArchive::new(Cursor::new(bytes))?;
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..old.len() {
        let file = old.by_index_raw(index)?;
        if file.name_raw() != CONFIG.as_bytes() {
            new.raw_copy_file(file)?;
        }
    }
    new.start_file(CONFIG, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated))?;
    new.write_all(config.as_bytes())?;
    Ok(new.finish()?.into_inner())
}

/// How the last deployment went.
async fn last_job(site: Site<'_>, app: &str, branch: &str) -> Done<Option<JobStatus>> {
    let asked = site.clients.amplify.list_jobs().app_id(app).branch_name(branch).max_results(10);
    let answer = asked.send().await.map_err(fault::of)?;
    let newest = answer.job_summaries.into_iter().max_by_key(|job| job.job_id.parse::<u64>().unwrap_or(0));
    Ok(newest.map(|job| job.status))
}

async fn observed(site: Site<'_>, app: &str, branch: &Shown) -> Done<Observed> {
    let (state, word) = match last_job(site, app, branch.branch_name()).await? {
        Some(JobStatus::Succeed) => (State::Available, "SUCCEED"),
        Some(JobStatus::Failed) => (State::Failed, "FAILED"),
        Some(JobStatus::Cancelled) => (State::Failed, "CANCELLED"),
        Some(_) => (State::Pending, "deploying"),
        None => (State::Failed, "nothing is published on it"),
    };
    let tags = || branch.tags().into_iter().flatten().map(|(key, value)| (key.as_str(), value.as_str()));
    let sum = tags().find(|(key, _)| *key == SUM).map(|(_, value)| value);
    let variables = branch.environment_variables().iter();
    let variables: Vec<Value> =
        variables.map(|(name, value)| json!({ "Name": name, "Value": value })).collect();
    let seen = Seen::new(site.region, Kind::Branch, branch.branch_arn())
        .state(state, word)
        .with("AppId", app)
        .with("BranchName", branch.branch_name())
        .with("Description", branch.description())
        .with("Stage", branch.stage().as_str())
        .with("EnableAutoBuild", branch.enable_auto_build())
        .with("Framework", Some(branch.framework()).filter(|name| !name.is_empty()))
        .with(VARIABLES, variables)
        .with(SUM, sum)
        .attribute("Arn", branch.branch_arn())
        .attribute("BranchName", branch.branch_name())
        .tag_pairs(tags());
    Ok(seen.done())
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn zip(files: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn the_stacks_settings_take_the_place_of_the_builds() {
        let packed =
            with_config(zip(&[("index.html", "<p>"), (CONFIG, "old")]), "{\"mode\":\"aws\"}").unwrap();
        let mut packed = ZipArchive::new(Cursor::new(packed)).unwrap();
        assert_eq!(packed.len(), 2);
        let mut text = String::new();
        packed.by_name(CONFIG).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "{\"mode\":\"aws\"}");
    }

    #[test]
    fn a_branch_is_named_by_its_arn() {
        let arn = "arn:aws:amplify:us-east-1:1:apps/d1/branches/lks-live";
        assert_eq!(parts(arn, "branches").unwrap(), ("d1", "lks-live"));
        assert!(parts(arn, "domains").is_err());
    }
}
