//! The API's OpenAPI document with names of one's own choice in it, for validators and emulators:
//! `cargo run -p lks-provision --example api_document -- --function ARN --pool ARN --link ID
//! --balancer NAME --origin ORIGIN`. What is left out gets a name that means nothing.

#![allow(clippy::print_stdout)]

use clap::Parser;
use lks_provision::stack::Document;
use serde_json::Value;

#[derive(Parser)]
struct Names {
    /// ARN of the Lambda.
    #[arg(long, default_value = "arn:aws:lambda:us-east-1:123456789012:function:lks-lambda-conversations")]
    function: String,
    /// ARN of the user pool.
    #[arg(long, default_value = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_example")]
    pool: String,
    /// Id of the VPC link.
    #[arg(long, default_value = "abc123")]
    link: String,
    /// Name of the network load balancer behind the link.
    #[arg(long, default_value = "nlb.example.internal")]
    balancer: String,
    /// Where browsers come from.
    #[arg(long, default_value = "*")]
    origin: String,
}

fn main() {
    let names = Names::parse();
    let document = Document {
        title: "lks-api-gateway",
        origin: names.origin.into(),
        function: names.function.into(),
        link: names.link.into(),
        balancer: names.balancer.into(),
        pool: Some(names.pool.into()),
    };
    println!("{:#}", settled(document.write()));
}

/// The document with every `Fn::Sub` carried out: all its values are known here.
fn settled(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(settled).collect(),
        Value::Object(mut object) => match object.remove("Fn::Sub") {
            Some(Value::Array(parts)) => substituted(&parts),
            _ => object
                .into_iter()
                .map(|(key, value)| (key, settled(value)))
                .collect::<serde_json::Map<_, _>>()
                .into(),
        },
        other => other,
    }
}

fn substituted(parts: &[Value]) -> Value {
    let [Value::String(template), Value::Object(values)] = parts else { return Value::Null };
    let filled = values.iter().fold(template.clone(), |text, (name, value)| {
        text.replace(&format!("${{{name}}}"), value.as_str().unwrap_or_default())
    });
    filled.into()
}
