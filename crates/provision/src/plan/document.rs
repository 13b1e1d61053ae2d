//! Compares an API's OpenAPI document with the API that is there, by what API Gateway keeps: who may call
//! what, where a call goes, its own answers. What it does not keep (schemas, descriptions) is told by
//! `info.version`, in which the sum of the document is left when it is put.

use serde_json::{Map, Value, json};

use super::difference::contains;
use crate::resource::{canonical, digest};

/// Whether the API that is shown as `present` was made of `wanted` and has not been changed since.
pub(super) fn same(wanted: &Value, present: &Value) -> bool {
    if canonical(wanted) == canonical(present) {
        return true;
    }
    let made_of_it = present["info"]["version"] == digest(canonical(wanted));
    let (wanted, present) = (Kept::of(wanted), Kept::of(present));
    made_of_it && wanted.is_in(&present)
}

/// What API Gateway keeps of a document.
struct Kept {
    /// By `verb path`.
    methods: Map<String, Value>,
    answers: Map<String, Value>,
}

impl Kept {
    fn of(document: &Value) -> Self {
        let schemes = &document["components"]["securitySchemes"];
        let paths = document["paths"].as_object().into_iter().flatten();
        let methods = paths.flat_map(|(path, item)| {
            let verbs = item.as_object().into_iter().flatten().filter(|(verb, _)| *verb != "parameters");
            verbs.map(move |(verb, method)| (format!("{verb} {path}"), kept_of_method(method, schemes)))
        });
        let answers = document["x-amazon-apigateway-gateway-responses"].as_object();
        Self { methods: methods.collect(), answers: answers.cloned().unwrap_or_default() }
    }

    /// Nothing lacks, nothing is too much, and each has at least what is wanted of it.
    fn is_in(&self, present: &Self) -> bool {
        is_in(&self.methods, &present.methods) && is_in(&self.answers, &present.answers)
    }
}

fn is_in(wanted: &Map<String, Value>, present: &Map<String, Value>) -> bool {
    wanted.len() == present.len()
        && wanted.iter().all(|(name, value)| present.get(name).is_some_and(|other| contains(other, value)))
}

fn kept_of_method(method: &Value, schemes: &Value) -> Value {
    let names = method["security"].as_array().into_iter().flatten();
    let names = names.filter_map(|requirement| requirement.as_object()?.keys().next());
    let callers: Vec<Value> = names.map(|name| callers(&schemes[name])).collect();
    json!({ "callers": callers, "integration": method["x-amazon-apigateway-integration"] })
}

/// Who a security scheme lets in. One that is not described is AWS's own, by signature.
fn callers(scheme: &Value) -> Value {
    let kind = scheme["x-amazon-apigateway-authtype"].as_str().unwrap_or("awsSigv4");
    if kind == "awsSigv4" {
        return kind.into();
    }
    json!({
        "kind": kind, "header": scheme["name"],
        "pools": scheme["x-amazon-apigateway-authorizer"]["providerARNs"],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted() -> Value {
        json!({
            "openapi": "3.0.1",
            "info": { "title": "api", "version": "1" },
            "paths": { "/x": {
                "parameters": [{ "name": "id" }],
                "get": {
                    "summary": "not kept",
                    "security": [{ "users": [] }],
                    "x-amazon-apigateway-integration": { "type": "aws_proxy", "uri": "arn:f", "timeoutInMillis": 29000 },
                },
            } },
            "components": { "securitySchemes": { "users": {
                "name": "Authorization", "x-amazon-apigateway-authtype": "cognito_user_pools",
                "x-amazon-apigateway-authorizer": { "providerARNs": ["arn:pool"] },
            } } },
            "x-amazon-apigateway-gateway-responses": { "THROTTLED": { "statusCode": "429" } },
        })
    }

    /// As API Gateway would show it: without what it does not keep, with fields of its own.
    fn shown() -> Value {
        let mut shown = wanted();
        shown["info"]["version"] = digest(canonical(&wanted())).into();
        let item = shown["paths"]["/x"].as_object_mut().unwrap();
        item.shift_remove("parameters");
        item["get"].as_object_mut().unwrap().shift_remove("summary");
        item["get"]["x-amazon-apigateway-integration"]["cacheNamespace"] = "abc".into();
        shown
    }

    #[test]
    fn an_api_made_of_the_document_is_the_same() {
        assert!(same(&wanted(), &wanted()));
        assert!(same(&wanted(), &shown()));
    }

    #[test]
    fn a_document_that_changed_in_what_is_not_kept_is_another() {
        let mut newer = wanted();
        newer["paths"]["/x"]["get"]["summary"] = "told better".into();
        assert!(!same(&newer, &shown()));
    }

    #[test]
    fn what_somebody_changed_by_hand_is_seen() {
        let changes: [(&str, Value); 4] = [
            ("/paths/~1x/get/x-amazon-apigateway-integration/uri", "arn:other".into()),
            ("/paths/~1x/get/security", Value::Null),
            (
                "/components/securitySchemes/users/x-amazon-apigateway-authorizer/providerARNs/0",
                "arn:other".into(),
            ),
            ("/x-amazon-apigateway-gateway-responses/THROTTLED/statusCode", "200".into()),
        ];
        for (path, value) in changes {
            let mut changed = shown();
            *changed.pointer_mut(path).unwrap() = value;
            assert!(!same(&wanted(), &changed), "{path}");
        }
        let mut more = shown();
        more["paths"]["/y"] = json!({ "get": {} });
        assert!(!same(&wanted(), &more));
    }
}
