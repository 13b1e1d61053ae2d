//! The API as one OpenAPI document with API Gateway's extensions: one call to write it, the same
//! result however often, one place to crash at.

use serde_json::{Map, Value, json};

use super::STREAM_MILLIS;
use super::contract::{Answerer, Endpoint, endpoints, schemas};
use crate::stack::Zone;
use crate::stack::balancing::PORT_TO_ZONE_B;

/// Name of the authorizer.
pub const AUTHORIZER: &str = "lks-authorizer";
/// Longest time API Gateway waits for the Lambda, in milliseconds; it has no longer for answers in one piece.
const LAMBDA_MILLIS: u32 = 29_000;
const METHODS: &str = "GET,POST,PUT,DELETE,OPTIONS";
const HEADERS: &str = "Authorization,Content-Type";
/// How long a browser may remember what it was allowed, in seconds.
const MAX_AGE: &str = "7200";
const WHOLE: &str = "whole";
const PARAMETERS: &str = "parameters";

/// What the document refers to.
#[derive(Debug)]
pub struct Document<'a> {
    /// Name of the API.
    pub title: &'a str,
    /// Origin that browsers are let in from, or `*`; a value of the graph.
    pub origin: Value,
    /// ARN of the Lambda.
    pub function: Value,
    /// Id of the VPC link.
    pub link: Value,
    /// Name of the network load balancer behind the link.
    pub balancer: Value,
    /// The user pool's ARN; without one, callers must sign with AWS credentials.
    pub pool: Option<Value>,
}

impl Document<'_> {
    /// The whole document.
    pub fn write(&self) -> Value {
        let paths: Map<_, _> =
            endpoints().into_iter().map(|endpoint| (endpoint.path.clone(), self.path(&endpoint))).collect();
        json!({
            "openapi": "3.0.1",
            "info": { "title": self.title, "version": "1", "description": "Conversations, corrections, and the language models of two regions." },
            "paths": paths,
            "components": { "schemas": schemas(), "securitySchemes": { AUTHORIZER: self.scheme() } },
            "x-amazon-apigateway-request-validators": {
                WHOLE: { "validateRequestBody": true, "validateRequestParameters": true },
                PARAMETERS: { "validateRequestBody": false, "validateRequestParameters": true },
            },
            "x-amazon-apigateway-gateway-responses": self.gateway_responses(),
        })
    }

    fn path(&self, endpoint: &Endpoint) -> Value {
        let mut item = json!({
            "options": self.preflight(), "x-amazon-apigateway-any-method": self.not_allowed(endpoint),
        });
        for (method, contract) in &endpoint.methods {
            item[method] = self.method(endpoint.answerer, method, contract);
        }
        // With each method and not once for the path: not every reader looks there.
        let parameters: Value = endpoint.parameters().map(parameter).collect();
        for method in item.as_object_mut().into_iter().flat_map(Map::values_mut) {
            method["parameters"] = parameters.clone();
        }
        item
    }

    fn method(&self, answerer: Answerer, method: &str, contract: &Value) -> Value {
        let integration = match answerer {
            Answerer::Lambda => self.invoked(),
            Answerer::Workers(zone) => self.streamed(zone, method),
        };
        let mut written = json!({
            "operationId": contract["operationId"], "summary": contract["summary"], "tags": contract["tags"],
            "security": [{ AUTHORIZER: [] }],
            "x-amazon-apigateway-request-validator": PARAMETERS,
            "responses": { "default": { "description": "The answer, untouched" } },
            "x-amazon-apigateway-integration": integration,
        });
        let schema = &contract["requestBody"]["content"]["application/json"]["schema"];
        if answerer == Answerer::Lambda && schema["$ref"].is_string() {
            written["requestBody"] =
                json!({ "required": true, "content": { "application/json": { "schema": schema } } });
            written["x-amazon-apigateway-request-validator"] = WHOLE.into();
        }
        written
    }

    fn invoked(&self) -> Value {
        let uri = LAMBDA_URI.replace("REGION", Zone::A.region().id());
        json!({
            "type": "aws_proxy", "httpMethod": "POST", "passthroughBehavior": "when_no_match",
            "timeoutInMillis": LAMBDA_MILLIS,
            "uri": { "Fn::Sub": [uri, { "function": self.function }] },
        })
    }

    /// `/us-east-1/x` becomes `/api/x` of that zone, streamed as it is made.
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

    /// What browsers ask before a request with a token; needs no token itself.
    fn preflight(&self) -> Value {
        json!({
            "summary": "What a browser may send from the client's origin",
            "responses": { "204": { "description": "Allowed", "headers": header_shapes(&CORS_HEADERS) } },
            "x-amazon-apigateway-integration": {
                "type": "mock", "passthroughBehavior": "when_no_match",
                "requestTemplates": { "application/json": "{\"statusCode\": 204}" },
                "responses": { "default": { "statusCode": "204", "responseParameters": self.cors("method.response.header") } },
            },
        })
    }

    /// Every other method, which API Gateway would take for a path that is not there.
    fn not_allowed(&self, endpoint: &Endpoint) -> Value {
        let mut allowed: Vec<String> =
            endpoint.methods.iter().map(|(method, _)| method.to_uppercase()).collect();
        allowed.push("OPTIONS".to_owned());
        let mut parameters = self.cors("method.response.header");
        parameters["method.response.header.Allow"] = format!("'{}'", allowed.join(",")).into();
        let names: Vec<&str> = CORS_HEADERS.into_iter().chain(["Allow"]).collect();
        let body = error_body("This method is not allowed here; see the header Allow");
        json!({
            "security": [{ AUTHORIZER: [] }],
            "responses": { "405": { "description": "Not allowed", "headers": header_shapes(&names) } },
            "x-amazon-apigateway-integration": {
                "type": "mock", "passthroughBehavior": "when_no_match",
                "requestTemplates": { "application/json": "{\"statusCode\": 405}" },
                "responses": { "default": {
                    "statusCode": "405", "responseParameters": parameters, "responseTemplates": { "application/json": body },
                } },
            },
        })
    }

    fn cors(&self, prefix: &str) -> Value {
        json!({
            format!("{prefix}.Access-Control-Allow-Origin"): self.quoted_origin(),
            format!("{prefix}.Access-Control-Allow-Methods"): format!("'{METHODS}'"),
            format!("{prefix}.Access-Control-Allow-Headers"): format!("'{HEADERS}'"),
            format!("{prefix}.Access-Control-Max-Age"): format!("'{MAX_AGE}'"),
        })
    }

    /// In single quotes, as API Gateway writes what is no variable.
    fn quoted_origin(&self) -> Value {
        match &self.origin {
            Value::String(origin) => format!("'{origin}'").into(),
            Value::Object(computed) => {
                match computed.get("Fn::Sub").and_then(Value::as_array).map(Vec::as_slice) {
                    Some([Value::String(template), values]) => {
                        json!({ "Fn::Sub": [format!("'{template}'"), values] })
                    }
                    _ => json!({ "Fn::Sub": ["'${origin}'", { "origin": self.origin }] }),
                }
            }
            other => other.clone(),
        }
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
        let mut responses = Map::new();
        for (kind, status, message) in GATEWAY_RESPONSES {
            let mut parameters = self.cors("gatewayresponse.header");
            parameters["gatewayresponse.header.Access-Control-Expose-Headers"] =
                "'Retry-After,WWW-Authenticate'".into();
            match status {
                Some("401") => parameters["gatewayresponse.header.WWW-Authenticate"] = "'Bearer'".into(),
                Some("429" | "503") => parameters["gatewayresponse.header.Retry-After"] = "'1'".into(),
                _ => {}
            }
            let mut answer = json!({ "responseParameters": parameters, "responseTemplates": { "application/json": error_body(message) } });
            if let Some(status) = status {
                answer["statusCode"] = status.into();
            }
            responses.insert(kind.to_owned(), answer);
        }
        responses.into()
    }
}

const LAMBDA_URI: &str = "arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/${function}/invocations";
const CORS_HEADERS: [&str; 4] = [
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Max-Age",
];

/// Kind, status where API Gateway's own is another, and what is said.
const GATEWAY_RESPONSES: [(&str, Option<&str>, &str); 14] = [
    ("DEFAULT_4XX", None, "The request was refused"),
    ("DEFAULT_5XX", None, "The service failed, please try again"),
    ("UNAUTHORIZED", Some("401"), "Sign in first: the token is missing or no longer valid"),
    ("EXPIRED_TOKEN", Some("401"), "The token has expired. Refresh it or sign in again"),
    ("ACCESS_DENIED", Some("403"), "This is not yours"),
    ("MISSING_AUTHENTICATION_TOKEN", Some("404"), "There is nothing at this path"),
    ("RESOURCE_NOT_FOUND", Some("404"), "There is nothing at this path"),
    ("BAD_REQUEST_BODY", Some("400"), "The body is not valid: a field is missing or of another type"),
    ("BAD_REQUEST_PARAMETERS", Some("400"), "The address is not valid: a part of it is missing"),
    ("REQUEST_TOO_LARGE", Some("413"), "The request is too large"),
    ("THROTTLED", Some("429"), "Too many requests, please wait a little"),
    ("AUTHORIZER_FAILURE", Some("503"), "Tokens cannot be checked at the moment. Try again"),
    ("INTEGRATION_FAILURE", Some("502"), "The workers cannot be reached"),
    ("INTEGRATION_TIMEOUT", Some("504"), "The workers did not answer in time"),
];

/// The contract's shape of an error.
fn error_body(message: &str) -> String {
    json!({ "status": "error", "message": message }).to_string()
}

fn header_shapes(names: &[&str]) -> Value {
    names
        .iter()
        .map(|name| ((*name).to_owned(), json!({ "schema": { "type": "string" } })))
        .collect::<Map<_, _>>()
        .into()
}

fn parameter(name: &str) -> Value {
    json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(origin: Value) -> Value {
        let link = "link".into();
        let (function, balancer) = ("function".into(), "nlb".into());
        Document { title: "t", origin, function, link, balancer, pool: Some("pool".into()) }.write()
    }

    /// Path, method and definition of everything but the paths' parameters.
    fn methods(document: &Value) -> Vec<(&String, &String, &Value)> {
        let paths = document["paths"].as_object().unwrap().iter();
        let methods =
            paths.flat_map(|(path, item)| item.as_object().unwrap().iter().map(move |(m, v)| (path, m, v)));
        methods.filter(|(_, method, _)| *method != "parameters").collect()
    }

    #[test]
    fn it_has_the_whole_contract_and_asks_for_a_token_everywhere_but_in_preflights() {
        let document = document("*".into());
        let mut asked = 0;
        for (path, method, definition) in methods(&document) {
            assert_eq!(definition["security"].is_null(), method == "options", "{method} {path}");
            asked += usize::from(!definition["security"].is_null());
        }
        // Eleven methods of the contract and, for each of the five paths, those that it has not.
        assert_eq!(asked, 11 + 5);
        let contract: usize = endpoints().iter().map(|endpoint| endpoint.methods.len()).sum();
        assert_eq!(contract, 11);
    }

    #[test]
    fn the_regions_are_streamed_over_the_link_and_the_rest_is_the_lambdas() {
        let document = document("*".into());
        for (path, method, definition) in methods(&document) {
            let integration = &definition["x-amazon-apigateway-integration"];
            match integration["type"].as_str().unwrap() {
                "http_proxy" => {
                    assert!(path.ends_with("/{proxy+}"), "{method} {path}");
                    assert_eq!(integration["responseTransferMode"], "STREAM");
                    assert_eq!(integration["timeoutInMillis"], 900_000);
                    assert_eq!(integration["connectionId"], "link");
                }
                "aws_proxy" => assert_eq!(integration["timeoutInMillis"], 29_000),
                _ => assert!(["options", "x-amazon-apigateway-any-method"].contains(&method.as_str())),
            }
        }
        let uri = |path: &str| {
            document["paths"][path]["post"]["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"][0].clone()
        };
        assert_eq!(uri("/us-east-1/{proxy+}"), "http://${host}:80/api/{proxy}");
        assert_eq!(uri("/us-west-2/{proxy+}"), format!("http://${{host}}:{PORT_TO_ZONE_B}/api/{{proxy}}"));
    }

    #[test]
    fn bodies_are_checked_for_what_is_surely_wrong_only() {
        let document = document("*".into());
        let schemas = &document["components"]["schemas"];
        assert_eq!(
            schemas["NewConversation"],
            json!({
                "type": "object",
                "properties": {
                    "id": { "type": "string" }, "title": { "type": "string" },
                    "conversation": { "type": "array", "items": { "type": "object" } },
                },
                "required": ["id", "title", "conversation"],
            })
        );
        assert_eq!(schemas["ConversationPatch"], json!({ "type": "object", "properties": {} }));
        assert_eq!(
            schemas["CorrectionRequest"]["properties"]["language"],
            json!({ "$ref": "#/components/schemas/Language" })
        );
        let create = &document["paths"]["/conversations/{uid}"]["post"];
        assert_eq!(create["x-amazon-apigateway-request-validator"], WHOLE);
        let chat = &document["paths"]["/us-east-1/{proxy+}"]["post"];
        assert!(chat["requestBody"].is_null(), "the worker's to judge");
    }

    #[test]
    fn the_clients_origin_is_on_every_answer_that_the_gateway_makes_even_if_it_is_not_known_yet() {
        let origin = json!({ "Fn::Sub": ["https://live.${domain}", { "domain": { "Ref": "app" } }] });
        let document = document(origin);
        let quoted = json!({ "Fn::Sub": ["'https://live.${domain}'", { "domain": { "Ref": "app" } }] });
        for (kind, answer) in document["x-amazon-apigateway-gateway-responses"].as_object().unwrap() {
            assert_eq!(
                answer["responseParameters"]["gatewayresponse.header.Access-Control-Allow-Origin"], quoted,
                "{kind}"
            );
            let body = answer["responseTemplates"]["application/json"].as_str().unwrap();
            let body: Value = serde_json::from_str(body).unwrap();
            assert_eq!(body["status"], "error");
        }
        let preflight = &document["paths"]["/corrections"]["options"]["x-amazon-apigateway-integration"];
        let parameters = &preflight["responses"]["default"]["responseParameters"];
        assert_eq!(parameters["method.response.header.Access-Control-Allow-Origin"], quoted);
    }
}
