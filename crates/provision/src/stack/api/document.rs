//! The API as one OpenAPI document with API Gateway's extensions: one call to write it, the same
//! result however often, one place to crash at.

use serde_json::{Map, Value, json};

use super::STREAM_MILLIS;
use crate::stack::Zone;
use crate::stack::balancing::PORT_TO_ZONE_B;

/// Name of the authorizer.
pub const AUTHORIZER: &str = "lks-authorizer";
const METHODS: &str = "GET,POST,PUT,DELETE,OPTIONS";
const HEADERS: &str = "Authorization,Content-Type";

/// The endpoints the Lambda answers (SPEC section 4).
pub const ENDPOINTS: [(&str, &[&str]); 3] = [
    ("/conversations/{uid}", &["get", "post", "delete"]),
    ("/conversations/{uid}/{id}", &["get", "put", "delete"]),
    ("/corrections", &["post"]),
];

/// What the document refers to.
pub(super) struct Document<'a> {
    pub title: &'a str,
    /// Origin that browsers are let in from, or `*`.
    pub origin: &'a str,
    pub function: Value,
    pub link: Value,
    pub balancer: Value,
    /// The user pool's ARN; without one, callers must sign with AWS credentials.
    pub pool: Option<Value>,
}

impl Document<'_> {
    /// The whole document.
    pub fn write(&self) -> Value {
        json!({
            "openapi": "3.0.1",
            "info": { "title": self.title, "version": "1" },
            "paths": self.paths(),
            "components": { "securitySchemes": { AUTHORIZER: self.scheme() } },
            "x-amazon-apigateway-gateway-responses": self.gateway_responses(),
        })
    }

    fn paths(&self) -> Value {
        let own =
            ENDPOINTS.iter().map(|(path, methods)| ((*path).to_owned(), self.lambda_path(path, methods)));
        let zones = Zone::ALL.map(|zone| (format!("/{}/{{proxy+}}", zone.region()), self.zone_path(zone)));
        own.chain(zones).collect::<Map<_, _>>().into()
    }

    fn lambda_path(&self, path: &str, methods: &[&str]) -> Value {
        let mut item = json!({ "parameters": parameters(path), "options": self.preflight() });
        for method in methods {
            item[*method] = self.method(json!({
                "type": "aws_proxy", "httpMethod": "POST", "passthroughBehavior": "when_no_match",
                "timeoutInMillis": 29000,
                "uri": { "Fn::Sub": [LAMBDA_URI.replace("REGION", Zone::A.region().id()), { "function": self.function }] },
            }));
        }
        item
    }

    /// `/us-east-1/x` becomes `/api/x` of that zone, streamed as it is made.
    fn zone_path(&self, zone: Zone) -> Value {
        let mut item = json!({ "parameters": parameters("/{proxy}"), "options": self.preflight() });
        for method in ["get", "post"] {
            item[method] = self.method(self.streamed(zone, method));
        }
        item
    }

    fn streamed(&self, zone: Zone, method: &str) -> Value {
        let port = match zone {
            Zone::A => 80,
            Zone::B => PORT_TO_ZONE_B,
        };
        json!({
            "type": "http_proxy", "httpMethod": method.to_uppercase(), "passthroughBehavior": "when_no_match",
            "connectionType": "VPC_LINK", "connectionId": self.link,
            "uri": { "Fn::Sub": [format!("http://${{host}}:{port}/api/{{proxy}}"), { "host": self.balancer }] },
            "requestParameters": { "integration.request.path.proxy": "method.request.path.proxy" },
            "responseTransferMode": "STREAM", "timeoutInMillis": STREAM_MILLIS,
        })
    }

    fn method(&self, integration: Value) -> Value {
        json!({
            "security": [{ AUTHORIZER: [] }],
            "responses": { "default": { "description": "The answer, untouched" } },
            "x-amazon-apigateway-integration": integration,
        })
    }

    /// What browsers ask before a request with a token; needs no token itself.
    fn preflight(&self) -> Value {
        let names =
            ["Access-Control-Allow-Origin", "Access-Control-Allow-Methods", "Access-Control-Allow-Headers"];
        let shapes: Map<_, _> = names
            .map(|name| (name.to_owned(), json!({ "schema": { "type": "string" } })))
            .into_iter()
            .collect();
        json!({
            "responses": { "204": { "description": "Allowed", "headers": shapes } },
            "x-amazon-apigateway-integration": {
                "type": "mock", "requestTemplates": { "application/json": "{\"statusCode\": 204}" },
                "responses": { "default": { "statusCode": "204", "responseParameters": self.cors("method.response.header") } },
            },
        })
    }

    fn cors(&self, prefix: &str) -> Value {
        json!({
            format!("{prefix}.Access-Control-Allow-Origin"): format!("'{}'", self.origin),
            format!("{prefix}.Access-Control-Allow-Methods"): format!("'{METHODS}'"),
            format!("{prefix}.Access-Control-Allow-Headers"): format!("'{HEADERS}'"),
        })
    }

    fn scheme(&self) -> Value {
        let header = |kind: &str| json!({ "type": "apiKey", "name": "Authorization", "in": "header", "x-amazon-apigateway-authtype": kind });
        let Some(pool) = &self.pool else { return header("awsSigv4") };
        let mut scheme = header("cognito_user_pools");
        // Without scopes the authorizer takes the ID token.
        scheme["x-amazon-apigateway-authorizer"] =
            json!({ "type": "cognito_user_pools", "providerARNs": [pool] });
        scheme
    }

    /// API Gateway's own errors in the contract's shape, with CORS, so that browsers can read them.
    fn gateway_responses(&self) -> Value {
        let answer = |status: Option<u16>, message: &str| {
            let mut answer = json!({
                "responseParameters": self.cors("gatewayresponse.header"),
                "responseTemplates": { "application/json": format!("{{\"status\":\"error\",\"message\":\"{message}\"}}") },
            });
            if let Some(status) = status {
                answer["statusCode"] = status.to_string().into();
            }
            answer
        };
        json!({
            "DEFAULT_4XX": answer(None, "The request was refused"),
            "DEFAULT_5XX": answer(None, "The service failed, please try again"),
            "UNAUTHORIZED": answer(Some(401), "Sign in first: the token is missing or no longer valid"),
            "ACCESS_DENIED": answer(Some(403), "This is not yours"),
            "MISSING_AUTHENTICATION_TOKEN": answer(Some(404), "There is nothing at this path"),
            "REQUEST_TOO_LARGE": answer(Some(413), "The request is too large"),
            "THROTTLED": answer(Some(429), "Too many requests, please wait a little"),
            "INTEGRATION_TIMEOUT": answer(Some(504), "The workers did not answer in time"),
        })
    }
}

const LAMBDA_URI: &str = "arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/${function}/invocations";

/// The path parameters named in a path.
fn parameters(path: &str) -> Value {
    let names = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    names
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect()
}
