//! The Lambda and the public API before it and before both regions' workers (SPEC 2.6).

mod contract;
mod document;

pub use contract::{Answerer, Endpoint, endpoints};
pub use document::Document;
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
/// The checker behind `/corrections` fills some 180 MB, and computing power comes with memory: with less
/// than this a cold instance's first correction takes many seconds (docs/LAMBDA.md).
const LAMBDA_MB: u16 = 1024;
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

/// What the API stands among.
#[derive(Debug)]
pub(super) struct Among<'a> {
    pub networks: &'a PerZone<Network>,
    pub groups: &'a AllGroups,
    pub database: &'a Database,
    pub balancing: &'a PerZone<Balancing>,
    pub pool: Option<&'a Pool>,
    pub client: Option<&'a Handle<of::App>>,
    pub files: &'a Files,
}

pub(super) fn draft(draft: &mut Draft<'_>, among: &Among<'_>) -> Api {
    let origin = origin(draft, among.client);
    let function = function(draft, among, variables(among, &origin));
    let link = link(draft, among.balancing);
    let document = Document {
        title: "lks-api-gateway",
        origin,
        function: function.arn(),
        link: link.id(),
        balancer: among.balancing.of(Zone::A).nlb.dns_name(),
        pool: among.pool.map(|pool| pool.pool.arn()),
    };
    let body = document.write();
    let published = digest(canonical(&body));
    let api = rest_api(draft, body);
    permit(draft, &function, &api);
    let stage = publish(draft, &api, &published);
    Api { function, api, stage }
}

/// Where browsers come from: the client's own address, unless the stack names another.
fn origin(draft: &Draft<'_>, client: Option<&Handle<of::App>>) -> Value {
    match (&draft.stack.client_origin, client) {
        (Some(origin), _) => origin.as_str().into(),
        (None, Some(client)) => client.origin(),
        (None, None) => "*".into(),
    }
}

/// What the Lambda is told: the five of SPEC 2.6, whose tokens are good, and where browsers come from.
fn variables(among: &Among<'_>, origin: &Value) -> Value {
    let database = among.database;
    let mut variables = json!({
        "DB_USER": USER, "DB_PASSWORD": database.password.secret(), "DB_HOST": database.instance.host(),
        "DB_PORT": DATABASE_PORT.to_string(), "DB_NAME": DATABASE,
    });
    if let Some(pool) = among.pool {
        let template = format!("https://cognito-idp.{}.amazonaws.com/${{pool}}", Zone::A.region());
        variables["TOKEN_ISSUER"] = json!({ "Fn::Sub": [template, { "pool": pool.pool.id() }] });
        variables["TOKEN_AUDIENCE"] = pool.client.id();
    }
    if *origin != json!("*") {
        variables["CLIENT_ORIGIN"] = origin.clone();
    }
    variables
}

fn function(draft: &mut Draft<'_>, among: &Among<'_>, variables: Value) -> Handle<of::Function> {
    let Among { groups, files, .. } = among;
    let network = among.networks.of(Zone::A);
    let logs = monitoring::log_group(draft, Zone::A, LAMBDA, "lks-logs-lambda");
    let mut properties = json!({
        "FunctionName": "lks-lambda-conversations",
        "Description": "Conversations and corrections of lks-llm",
        "Runtime": "provided.al2023", "Handler": "bootstrap", "Architectures": ["x86_64"], "PackageType": "Zip",
        "Role": draft.lab_role(), "MemorySize": LAMBDA_MB, "Timeout": 29,
        "Code": { "S3Bucket": files.bucket.id(), "S3Key": LAMBDA_KEY },
        "VpcConfig": { "SubnetIds": network.private_ids(), "SecurityGroupIds": [groups.db.id()] },
        "LoggingConfig": { "LogGroup": logs.id(), "LogFormat": "JSON" },
        "Environment": { "Variables": variables },
    });
    if let Some(sum) = &draft.artifacts.lambda {
        properties["CodeSha256"] = sum.as_str().into();
    }
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
