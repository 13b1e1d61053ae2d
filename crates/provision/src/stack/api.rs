//! The Lambda and the public API before it and before both regions' workers (SPEC 2.6).

mod document;

pub use document::ENDPOINTS;
use serde_json::{Value, json};

use super::access::{AllGroups, DATABASE_PORT};
use super::balancing::Balancing;
use super::database::{DATABASE, Database, USER};
use super::draft::{Draft, Handle, PerZone, of};
use super::files::{Files, LAMBDA_KEY};
use super::identity::Pool;
use super::network::Network;
use super::{Zone, monitoring};
use crate::resource::{canonical, digest};

const LAMBDA: &str = "lambda";
const API: &str = "api";
/// Name of the API's stage, which is the first part of its paths.
pub const STAGE: &str = "lks-live";
/// Longest time API Gateway waits for a streamed answer, in milliseconds.
pub const STREAM_MILLIS: u32 = 900_000;

/// The Lambda and the API.
#[derive(Debug)]
pub(super) struct Api {
    pub function: Handle<of::Function>,
    pub api: Handle<of::RestApi>,
    pub stage: Handle<of::Stage>,
}

impl Api {
    /// The address clients use.
    pub fn address(&self) -> Value {
        let template = format!("https://${{api}}.execute-api.{}.amazonaws.com/{STAGE}", Zone::A.region());
        json!({ "Fn::Sub": [template, { "api": self.api.id() }] })
    }
}

pub(super) fn draft(
    draft: &mut Draft<'_>,
    networks: &PerZone<Network>,
    groups: &AllGroups,
    database: &Database,
    balancing: &PerZone<Balancing>,
    pool: Option<&Pool>,
    files: &Files,
) -> Api {
    let function = function(draft, networks.of(Zone::A), groups, database, files);
    let link = link(draft, balancing);
    let document = document::Document {
        title: "lks-api-gateway",
        origin: draft.stack.client_origin.as_deref().unwrap_or("*"),
        function: function.arn(),
        link: link.id(),
        balancer: balancing.of(Zone::A).nlb.dns_name(),
        pool: pool.map(|pool| pool.pool.arn()),
    };
    let body = document.write();
    let published = digest(canonical(&body));
    let api = rest_api(draft, body);
    permit(draft, &function, &api);
    let stage = publish(draft, &api, &published);
    Api { function, api, stage }
}

fn function(
    draft: &mut Draft<'_>,
    network: &Network,
    groups: &AllGroups,
    database: &Database,
    files: &Files,
) -> Handle<of::Function> {
    let logs = monitoring::log_group(draft, Zone::A, LAMBDA, "lks-logs-lambda");
    let properties = json!({
        "FunctionName": "lks-lambda-conversations",
        "Description": "Conversations and corrections of lks-llm",
        "Runtime": "provided.al2023", "Handler": "bootstrap", "Architectures": ["x86_64"], "PackageType": "Zip",
        "Role": draft.lab_role(), "MemorySize": 256, "Timeout": 29,
        "Code": { "S3Bucket": files.bucket.id(), "S3Key": LAMBDA_KEY },
        "VpcConfig": { "SubnetIds": network.private_ids(), "SecurityGroupIds": [groups.db.id()] },
        "LoggingConfig": { "LogGroup": logs.id(), "LogFormat": "JSON" },
        "Environment": { "Variables": {
            "DB_USER": USER, "DB_PASSWORD": database.password.secret(), "DB_HOST": database.instance.host(),
            "DB_PORT": DATABASE_PORT.to_string(), "DB_NAME": DATABASE,
        } },
    });
    let function = draft.add(Zone::A, LAMBDA, "lks-lambda-conversations", properties);
    draft.after(&files.lambda);
    function
}

fn link(draft: &mut Draft<'_>, balancing: &PerZone<Balancing>) -> Handle<of::VpcLink> {
    let properties = json!({
        "Name": "lks-vpc-link", "Description": "From the API to the load balancers of both zones",
        "TargetArns": [balancing.of(Zone::A).nlb.id()],
    });
    draft.add(Zone::A, API, "lks-vpc-link", properties)
}

fn rest_api(draft: &mut Draft<'_>, body: Value) -> Handle<of::RestApi> {
    let properties = json!({
        "Name": "lks-api-gateway", "Description": format!("Public API of {}", draft.stack.name),
        // Edge-optimised endpoints drop a silent stream after 30 seconds.
        "EndpointConfiguration": { "Types": ["REGIONAL"] },
        "Body": body,
    });
    draft.add(Zone::A, API, "lks-api-gateway", properties)
}

fn permit(draft: &mut Draft<'_>, function: &Handle<of::Function>, api: &Handle<of::RestApi>) {
    let template =
        format!("arn:aws:execute-api:{}:{}:${{api}}/*/*", Zone::A.region(), draft.stack.account_id());
    let properties = json!({
        "FunctionName": function.id(), "Id": "lks-api-gateway", "Action": "lambda:InvokeFunction",
        "Principal": "apigateway.amazonaws.com",
        "SourceArn": { "Fn::Sub": [template, { "api": api.id() }] },
    });
    draft.add::<of::Permission>(Zone::A, LAMBDA, "lks-lambda-permission-api", properties);
}

fn publish(draft: &mut Draft<'_>, api: &Handle<of::RestApi>, published: &str) -> Handle<of::Stage> {
    let logs = monitoring::log_group(draft, Zone::A, API, "lks-logs-api");
    let deployment: Handle<of::Deployment> = draft.add(
        Zone::A,
        API,
        "lks-api-deployment",
        json!({ "RestApiId": api.id(), "Description": published }),
    );
    let properties = json!({
        "RestApiId": api.id(), "StageName": STAGE, "Description": "What clients use", "DeploymentId": deployment.id(),
        "MethodSettings": [{
            "ResourcePath": "/*", "HttpMethod": "*", "MetricsEnabled": true, "CachingEnabled": false,
            "ThrottlingRateLimit": 50, "ThrottlingBurstLimit": 100,
        }],
        "AccessLogSetting": { "DestinationArn": logs.arn(), "Format": access_log_format() },
        "TracingEnabled": false, "CacheClusterEnabled": false,
    });
    draft.add(Zone::A, API, STAGE, properties)
}

/// Who and what, never a token, an address or a text.
fn access_log_format() -> String {
    let fields = [
        ("request_id", "$context.requestId"),
        ("time", "$context.requestTime"),
        ("method", "$context.httpMethod"),
        ("resource", "$context.resourcePath"),
        ("status", "$context.status"),
        ("latency_ms", "$context.responseLatency"),
        ("integration_latency_ms", "$context.integrationLatency"),
        ("bytes", "$context.responseLength"),
    ];
    let pairs = fields.map(|(name, variable)| format!("\"{name}\":\"{variable}\""));
    format!("{{{}}}", pairs.join(","))
}
