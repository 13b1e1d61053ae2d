//! The function behind the API.

use std::time::Duration;

use aws_sdk_lambda::operation::get_function::GetFunctionOutput;
use aws_sdk_lambda::types::{
    Architecture, Environment, FunctionCode, FunctionConfiguration, LastUpdateStatus, LogFormat,
    LoggingConfig, PackageType, Runtime, State as Word, VpcConfig,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lks_provision::cloud::{Cloud, ErrorClass, Observed, State};
use lks_provision::resource::Kind;
use serde_json::{Value, json};

use super::candidates;
use crate::aws::Site;
use crate::fault::{self, Done};
use crate::given::{Given, field, map, texts};
use crate::kinds::Handler;
use crate::seen::{Seen, dense, ordered};

pub(crate) struct Function;

impl Handler for Function {
    async fn fetch(site: Site<'_>, id: Option<&str>) -> Done<Vec<Observed>> {
        let names: Vec<String> = match id {
            Some(id) => vec![id.to_owned()],
            None => {
                candidates(site).await?.into_iter().filter_map(|function| function.function_name).collect()
            }
        };
        let mut seen = Vec::with_capacity(names.len());
        for name in names {
            match site.clients.lambda.get_function().function_name(&name).send().await.map_err(fault::of) {
                Ok(shown) => seen.extend(observed(site, &shown)),
                Err(error) if error.class == ErrorClass::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(seen)
    }

    async fn create(site: Site<'_>, given: Given<'_>, _token: &str) -> Done<Observed> {
        let name = given.need("FunctionName")?;
        let code = given.value("Code").unwrap_or(&Value::Null);
        let code = FunctionCode::builder()
            .set_s3_bucket(field(code, "S3Bucket"))
            .set_s3_key(field(code, "S3Key"))
            .build();
        let architectures = given.texts("Architectures").unwrap_or_default();
        site.clients
            .lambda
            .create_function()
            .function_name(&name)
            .code(code)
            .role(given.need("Role")?)
            .set_runtime(given.text("Runtime").map(|name| Runtime::from(name.as_str())))
            .set_handler(given.text("Handler"))
            .set_description(given.text("Description"))
            .set_memory_size(given.number("MemorySize"))
            .set_timeout(given.number("Timeout"))
            .set_package_type(given.text("PackageType").map(|kind| PackageType::from(kind.as_str())))
            .set_architectures(Some(
                architectures.iter().map(|name| Architecture::from(name.as_str())).collect(),
            ))
            .set_vpc_config(given.value("VpcConfig").map(network))
            .set_environment(given.value("Environment").map(environment))
            .set_logging_config(given.value("LoggingConfig").map(logging))
            .set_tags(Some(given.tags().into_iter().collect()))
            .send()
            .await
            .map_err(fault::of)?;
        let shown =
            site.clients.lambda.get_function().function_name(&name).send().await.map_err(fault::of)?;
        observed(site, &shown).ok_or_else(|| fault::lacking("the function"))
    }

    async fn update(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
        const CONFIGURATION: [&str; 9] = [
            "Role",
            "Handler",
            "Description",
            "Timeout",
            "MemorySize",
            "VpcConfig",
            "Environment",
            "Runtime",
            "LoggingConfig",
        ];
        if CONFIGURATION.iter().any(|name| change.value(name).is_some()) {
            configure(site, id, change).await?;
            settle(site, id).await?;
        }
        if let Some(code) = change.value("Code") {
            let asked = site.clients.lambda.update_function_code().function_name(id);
            let asked = asked.set_s3_bucket(field(code, "S3Bucket")).set_s3_key(field(code, "S3Key"));
            asked.send().await.map_err(fault::of)?;
        }
        let tags = change.tags();
        if !tags.is_empty() {
            let shown = site.clients.lambda.get_function_configuration().function_name(id).send().await;
            let arn = shown.map_err(fault::of)?.function_arn.unwrap_or_default();
            let asked =
                site.clients.lambda.tag_resource().resource(arn).set_tags(Some(tags.into_iter().collect()));
            asked.send().await.map_err(fault::of)?;
        }
        Ok(())
    }

    async fn delete(site: Site<'_>, id: &str) -> Done<()> {
        site.clients.lambda.delete_function().function_name(id).send().await.map_err(fault::of).map(drop)
    }
}

async fn configure(site: Site<'_>, id: &str, change: Given<'_>) -> Done<()> {
    site.clients
        .lambda
        .update_function_configuration()
        .function_name(id)
        .set_role(change.text("Role"))
        .set_handler(change.text("Handler"))
        .set_description(change.text("Description"))
        .set_timeout(change.number("Timeout"))
        .set_memory_size(change.number("MemorySize"))
        .set_runtime(change.text("Runtime").map(|name| Runtime::from(name.as_str())))
        .set_vpc_config(change.value("VpcConfig").map(network))
        .set_environment(change.value("Environment").map(environment))
        .set_logging_config(change.value("LoggingConfig").map(logging))
        .send()
        .await
        .map_err(fault::of)
        .map(drop)
}

/// A second change is refused while the first is under way.
async fn settle(site: Site<'_>, id: &str) -> Done<()> {
    for _ in 0..60 {
        let shown = site.clients.lambda.get_function_configuration().function_name(id).send().await;
        if shown.map_err(fault::of)?.last_update_status() != Some(&LastUpdateStatus::InProgress) {
            break;
        }
        site.aws.clock().sleep(Duration::from_secs(2)).await;
    }
    Ok(())
}

/// Empty lists take the function out of its network.
fn network(config: &Value) -> VpcConfig {
    VpcConfig::builder()
        .set_subnet_ids(texts(config, "SubnetIds"))
        .set_security_group_ids(texts(config, "SecurityGroupIds"))
        .build()
}

fn environment(environment: &Value) -> Environment {
    Environment::builder().set_variables(map(&environment["Variables"])).build()
}

fn logging(config: &Value) -> LoggingConfig {
    LoggingConfig::builder()
        .set_log_group(field(config, "LogGroup"))
        .set_log_format(field(config, "LogFormat").map(|word| LogFormat::from(word.as_str())))
        .build()
}

fn state(function: &FunctionConfiguration) -> (State, String) {
    let word = function.state().map_or("Active", |word| word.as_str()).to_owned();
    match (function.state(), function.last_update_status()) {
        (Some(Word::Pending), _) => (State::Pending, word),
        (Some(Word::Failed), _) => (State::Failed, reason(function, word)),
        (_, Some(LastUpdateStatus::InProgress)) => (State::Updating, "updating".into()),
        // Inactive: nobody called it for weeks; the next call wakes it.
        _ => (State::Available, word),
    }
}

fn reason(function: &FunctionConfiguration, word: String) -> String {
    function.state_reason().map_or(word.clone(), |reason| format!("{word}: {reason}"))
}

/// The service writes sums in base64, the stack in hexadecimal.
fn hexadecimal(sum: &str) -> Option<String> {
    STANDARD.decode(sum).ok().map(hex::encode)
}

fn observed(site: Site<'_>, shown: &GetFunctionOutput) -> Option<Observed> {
    let function = shown.configuration()?;
    let name = function.function_name()?;
    let (state, word) = state(function);
    let vpc = function
        .vpc_config()
        .map(|vpc| json!({ "SubnetIds": vpc.subnet_ids(), "SecurityGroupIds": vpc.security_group_ids() }));
    let variables = function.environment().and_then(|environment| environment.variables());
    let logging = function.logging_config().map(|logging| {
        dense(json!({
            "LogGroup": logging.log_group(), "LogFormat": logging.log_format().map(|word| word.as_str()),
        }))
    });
    let architectures: Vec<&str> = function.architectures().iter().map(|name| name.as_str()).collect();
    let tags = shown.tags().into_iter().flatten().map(|(key, value)| (key.as_str(), value.as_str()));
    let seen = Seen::new(site.region, Kind::Function, name)
        .state(state, word)
        .with("FunctionName", name)
        .with("Runtime", function.runtime().map(|name| name.as_str()))
        .with("Handler", function.handler())
        .with("Role", function.role())
        .with("CodeSha256", function.code_sha256().and_then(hexadecimal))
        .with("Architectures", architectures)
        .with("Description", function.description())
        .with("MemorySize", function.memory_size())
        .with("Timeout", function.timeout())
        .with("VpcConfig", vpc)
        .with("Environment", ordered(variables).map(|variables| json!({ "Variables": variables })))
        .with("LoggingConfig", logging)
        .with("PackageType", function.package_type().map(|kind| kind.as_str()))
        .attribute("Arn", function.function_arn())
        .attribute("FunctionName", name)
        .tag_pairs(tags);
    Some(seen.done())
}
