//! Looking at the living thing: a command inside a machine through SSM, a request from outside.

use std::time::Duration;

use aws_sdk_ssm::types::CommandInvocationStatus;
use lks_provision::cloud::{Address, Cloud, CloudError, ErrorClass, Probe, ProbeAnswer};

use crate::aws::{Aws, Site};
use crate::fault::{self, Done};
use crate::http::{self, Ask};

/// Longest output that is given on.
const LIMIT: usize = 64 * 1024;

pub(crate) async fn look(aws: &Aws, probe: Probe) -> Done<ProbeAnswer> {
    match probe {
        Probe::Command { instance, command, timeout } => {
            run(aws.site(instance.region), &instance, &command, timeout).await
        }
        Probe::Http { method, url, headers, body, timeout } => {
            let body = body.into_bytes();
            let (status, body) =
                http::ask(Ask { method: &method, url: &url, headers: &headers, body, timeout }).await?;
            Ok(answer(i32::from(status), &String::from_utf8_lossy(&body)))
        }
    }
}

fn answer(code: i32, output: &str) -> ProbeAnswer {
    let end = output.floor_char_boundary(LIMIT);
    ProbeAnswer { code, output: output[..end].to_owned(), simulated: false }
}

async fn run(site: Site<'_>, instance: &Address, command: &str, timeout: Duration) -> Done<ProbeAnswer> {
    let seconds = i32::try_from(timeout.as_secs()).unwrap_or(i32::MAX);
    let sent = site
        .clients
        .ssm
        .send_command()
        .document_name("AWS-RunShellScript")
        .instance_ids(&instance.id)
        .comment("lks verify")
        // How long it may wait to begin; 30 is the least that the service takes.
        .timeout_seconds(seconds.max(30))
        .parameters("commands", vec![command.to_owned()])
        .parameters("executionTimeout", vec![seconds.to_string()])
        .send()
        .await
        .map_err(fault::of)?;
    let id = sent
        .command
        .and_then(|command| command.command_id)
        .ok_or_else(|| fault::lacking("the command's id"))?;
    let rounds = timeout.as_secs() / 2 + 15;
    for _ in 0..rounds {
        site.aws.clock().sleep(Duration::from_secs(2)).await;
        if let Some(done) = outcome(site, instance, &id).await? {
            return Ok(done);
        }
    }
    Err(CloudError::new(
        ErrorClass::UnknownOutcome,
        "Timeout",
        format!("{} did not answer in time", instance.id),
    ))
}

/// `None`: it is still running, or not yet to be seen.
async fn outcome(site: Site<'_>, instance: &Address, command: &str) -> Done<Option<ProbeAnswer>> {
    let asked = site.clients.ssm.get_command_invocation().command_id(command).instance_id(&instance.id);
    let seen = match asked.send().await.map_err(fault::of) {
        Ok(seen) => seen,
        Err(error) if error.code == "InvocationDoesNotExist" => return Ok(None),
        Err(error) => return Err(error),
    };
    let running = matches!(
        seen.status(),
        Some(
            CommandInvocationStatus::Pending
                | CommandInvocationStatus::InProgress
                | CommandInvocationStatus::Delayed
        )
    );
    Ok((!running).then(|| answer(seen.response_code(), seen.standard_output_content().unwrap_or_default())))
}
