//! The contract of SPEC section 4 alone, for whoever stands before it: what existing clients use, and
//! nothing of what our own pages need beside it.
//!
//! API Gateway's document is made from this one, which is kept as a file beside the code that makes
//! it: the provisioner must not depend on this crate. The test writes the file and keeps it in step, so
//! this module is compiled for tests only.

use serde_json::{Value, json};
use utoipa::openapi::OpenApi;

use super::refined;

/// The document of these endpoints with the schemas of their bodies, which is what a gateway can check.
fn contract(endpoints: &OpenApi) -> Value {
    let document = refined(endpoints);
    let mut paths = document["paths"].clone();
    for operation in paths.as_object_mut().into_iter().flatten().flat_map(|(_, item)| operations(item)) {
        operation.retain(|key, _| {
            matches!(key.as_str(), "operationId" | "summary" | "tags" | "parameters" | "requestBody")
        });
    }
    let mut schemas = document["components"]["schemas"].clone();
    let wanted = referred(&paths, &schemas);
    if let Some(schemas) = schemas.as_object_mut() {
        schemas.retain(|name, _| wanted.contains(name));
    }
    json!({
        "openapi": document["openapi"], "info": document["info"], "paths": paths,
        "components": { "schemas": schemas },
    })
}

fn operations(item: &mut Value) -> impl Iterator<Item = &mut serde_json::Map<String, Value>> {
    item.as_object_mut().into_iter().flatten().filter_map(|(_, operation)| operation.as_object_mut())
}

/// The schemas that these paths refer to, and those that they refer to in turn.
fn referred(paths: &Value, schemas: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut texts = vec![paths.to_string()];
    while let Some(text) = texts.pop() {
        let names = text.split("#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next());
        for name in names {
            if !found.iter().any(|known| known == name) {
                found.push(name.to_owned());
                texts.push(schemas[name].to_string());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::router::contract_document;

    #[test]
    fn the_provisioners_copy_is_in_step() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../provision/src/stack/api/contract.json");
        let document = contract(&contract_document());
        let text = format!("{}\n", serde_json::to_string_pretty(&document).expect("JSON"));
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(path, &text).expect("the file is written");
        }
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(written == text, "write it anew: UPDATE_DOCS=1 cargo test -p lks-api contract");
    }

    #[test]
    fn it_has_every_endpoint_of_the_contract_and_no_other() {
        let mut document = contract(&contract_document());
        let mut all = Vec::new();
        for (path, item) in document["paths"].as_object_mut().expect("paths") {
            all.extend(item.as_object().expect("an item").keys().map(|method| format!("{method} {path}")));
        }
        all.sort();
        assert_eq!(
            all,
            [
                "delete /conversations/{uid}",
                "delete /conversations/{uid}/{id}",
                "get /conversations/{uid}",
                "get /conversations/{uid}/{id}",
                "get /us-east-1/{path}",
                "get /us-west-2/{path}",
                "post /conversations/{uid}",
                "post /corrections",
                "post /us-east-1/{path}",
                "post /us-west-2/{path}",
                "put /conversations/{uid}/{id}",
            ]
        );
        let schemas: Vec<&String> =
            document["components"]["schemas"].as_object().expect("schemas").keys().collect();
        assert_eq!(schemas, ["ConversationPatch", "CorrectionRequest", "Language", "NewConversation"]);
    }
}
