//! An API as API Gateway shows it - resources, methods, authorizers, answers - as the OpenAPI document
//! that makes it, in the form in which the stack writes it. What API Gateway does not keep (descriptions,
//! schemas) is not in it; which document it was made of is told by `info.version`.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_apigateway::types::{Authorizer, GatewayResponse, Integration, Method, Resource};
use serde_json::{Map, Value, json};

use crate::seen::{dense, ordered};

/// What API Gateway shows of an API.
pub(super) struct Parts<'a> {
    pub title: &'a str,
    pub version: &'a str,
    pub resources: &'a [Resource],
    pub authorizers: &'a [Authorizer],
    pub answers: &'a [GatewayResponse],
}

pub(super) fn write(parts: &Parts<'_>) -> Value {
    let paths: Map<String, Value> = parts
        .resources
        .iter()
        .filter_map(|resource| {
            let methods = resource.resource_methods().filter(|methods| !methods.is_empty())?;
            Some((resource.path()?.to_owned(), item(methods, parts.authorizers)))
        })
        .collect();
    let schemes: Map<String, Value> = parts.authorizers.iter().filter_map(scheme).collect();
    let answers: Map<String, Value> = parts.answers.iter().filter_map(answer).collect();
    json!({
        "openapi": "3.0.1",
        "info": { "title": parts.title, "version": parts.version },
        "paths": paths,
        "components": { "securitySchemes": schemes },
        "x-amazon-apigateway-gateway-responses": answers,
    })
}

fn item(methods: &HashMap<String, Method>, authorizers: &[Authorizer]) -> Value {
    let mut verbs: Vec<_> = methods.iter().collect();
    verbs.sort_unstable_by_key(|(verb, _)| *verb);
    let methods = verbs.into_iter().map(|(verb, shown)| (verb.to_lowercase(), method(shown, authorizers)));
    methods.collect::<Map<_, _>>().into()
}

fn method(method: &Method, authorizers: &[Authorizer]) -> Value {
    let name = |authorizer: &Authorizer| {
        let same = authorizer.id().is_some() && authorizer.id() == method.authorizer_id();
        authorizer.name().filter(|_| same).map(str::to_owned)
    };
    let security = match method.authorization_type() {
        None | Some("NONE") => None,
        Some("AWS_IAM") => Some("aws-iam".to_owned()),
        Some(_) => authorizers.iter().find_map(name),
    };
    dense(json!({
        "security": security.map(|name| json!([{ name: [] }])),
        "x-amazon-apigateway-integration": method.method_integration().map(integration),
    }))
}

fn integration(integration: &Integration) -> Value {
    let responses: BTreeMap<_, _> = integration.integration_responses().into_iter().flatten().collect();
    let responses: Map<String, Value> = responses
        .into_iter()
        .map(|(status, response)| {
            let pattern =
                response.selection_pattern().filter(|pattern| !pattern.is_empty()).unwrap_or("default");
            let shown = dense(json!({
                "statusCode": response.status_code().unwrap_or(status),
                "responseParameters": ordered(response.response_parameters()),
                "responseTemplates": ordered(response.response_templates()),
            }));
            (pattern.to_owned(), shown)
        })
        .collect();
    dense(json!({
        "type": integration.r#type().map(|kind| kind.as_str().to_lowercase()),
        "httpMethod": integration.http_method(),
        "uri": integration.uri(),
        "connectionType": integration.connection_type().map(|kind| kind.as_str()),
        "connectionId": integration.connection_id(),
        "credentials": integration.credentials(),
        "passthroughBehavior": integration.passthrough_behavior().map(str::to_lowercase),
        "timeoutInMillis": Some(integration.timeout_in_millis()).filter(|millis| *millis > 0),
        "requestParameters": ordered(integration.request_parameters()),
        "requestTemplates": ordered(integration.request_templates()),
        "responseTransferMode": integration.response_transfer_mode().map(|mode| mode.as_str()),
        "responses": Some(responses).filter(|responses| !responses.is_empty()),
    }))
}

fn scheme(authorizer: &Authorizer) -> Option<(String, Value)> {
    let kind =
        authorizer.r#type().map_or("cognito_user_pools".to_owned(), |kind| kind.as_str().to_lowercase());
    let source = authorizer.identity_source().unwrap_or_default();
    let header = source.strip_prefix("method.request.header.").unwrap_or("Authorization");
    let scheme = json!({
        "type": "apiKey", "name": header, "in": "header", "x-amazon-apigateway-authtype": kind,
        "x-amazon-apigateway-authorizer": { "type": kind, "providerARNs": authorizer.provider_arns() },
    });
    Some((authorizer.name()?.to_owned(), scheme))
}

/// API Gateway's own answers; those that nobody changed are not in a document.
fn answer(answer: &GatewayResponse) -> Option<(String, Value)> {
    if answer.default_response() {
        return None;
    }
    let shown = dense(json!({
        "statusCode": answer.status_code(),
        "responseParameters": ordered(answer.response_parameters()),
        "responseTemplates": ordered(answer.response_templates()),
    }));
    Some((answer.response_type()?.as_str().to_owned(), shown))
}

#[cfg(test)]
mod tests {
    use aws_sdk_apigateway::types::{
        AuthorizerType, ConnectionType, GatewayResponseType, IntegrationResponse, IntegrationType,
        ResponseTransferMode,
    };

    use super::*;

    fn streamed() -> Integration {
        Integration::builder()
            .r#type(IntegrationType::HttpProxy)
            .http_method("POST")
            .uri("http://nlb:80/api/{proxy}")
            .connection_type(ConnectionType::VpcLink)
            .connection_id("abc123")
            .passthrough_behavior("WHEN_NO_MATCH")
            .timeout_in_millis(900_000)
            .request_parameters("integration.request.path.proxy", "method.request.path.proxy")
            .response_transfer_mode(ResponseTransferMode::Stream)
            .build()
    }

    fn preflight() -> Integration {
        let response = IntegrationResponse::builder().status_code("204").build();
        Integration::builder().r#type(IntegrationType::Mock).integration_responses("204", response).build()
    }

    #[test]
    fn a_streamed_path_reads_back_as_it_was_written() {
        let post = Method::builder()
            .http_method("POST")
            .authorization_type("COGNITO_USER_POOLS")
            .authorizer_id("a1")
            .method_integration(streamed())
            .build();
        let options = Method::builder().authorization_type("NONE").method_integration(preflight()).build();
        let resource = Resource::builder()
            .path("/us-east-1/{proxy+}")
            .resource_methods("POST", post)
            .resource_methods("OPTIONS", options)
            .build();
        let authorizer = Authorizer::builder()
            .id("a1")
            .name("lks-authorizer")
            .r#type(AuthorizerType::CognitoUserPools)
            .identity_source("method.request.header.Authorization")
            .provider_arns("arn:pool")
            .build();
        let answers = [
            GatewayResponse::builder()
                .response_type(GatewayResponseType::Throttled)
                .status_code("429")
                .build(),
            GatewayResponse::builder()
                .response_type(GatewayResponseType::Default5Xx)
                .default_response(true)
                .build(),
        ];
        let written = write(&Parts {
            title: "lks-api-gateway",
            version: "v",
            resources: &[resource],
            authorizers: &[authorizer],
            answers: &answers,
        });
        let item = &written["paths"]["/us-east-1/{proxy+}"];
        assert_eq!(item["post"]["security"], json!([{ "lks-authorizer": [] }]));
        let integration = &item["post"]["x-amazon-apigateway-integration"];
        assert_eq!(integration["type"], "http_proxy");
        assert_eq!(integration["responseTransferMode"], "STREAM");
        assert_eq!(integration["timeoutInMillis"], 900_000);
        assert_eq!(integration["passthroughBehavior"], "when_no_match");
        assert_eq!(item["options"]["security"], Value::Null);
        let responses = &item["options"]["x-amazon-apigateway-integration"]["responses"];
        assert_eq!(responses["default"]["statusCode"], "204");
        assert_eq!(
            written["x-amazon-apigateway-gateway-responses"],
            json!({ "THROTTLED": { "statusCode": "429" } })
        );
        let scheme = &written["components"]["securitySchemes"]["lks-authorizer"];
        assert_eq!(scheme["x-amazon-apigateway-authorizer"]["providerARNs"], json!(["arn:pool"]));
    }
}
