//! Amazon Cognito's protocol, which the local server speaks too: one `POST`, the operation in a header.

use lks_domain::client_config::ClientConfig;
use serde_json::Value;

use super::problem::Problem;
use crate::browser::{self, Outgoing};

/// Performs an operation such as `SignUp`; the answer's JSON.
///
/// # Errors
/// [`Problem::Refused`] with Cognito's error type as its code.
pub async fn perform(config: &ClientConfig, operation: &str, body: &Value) -> Result<Value, Problem> {
    let outgoing = Outgoing {
        method: "POST",
        url: config.identity.endpoint.clone(),
        headers: vec![
            ("Content-Type", "application/x-amz-json-1.1".to_owned()),
            ("X-Amz-Target", format!("AWSCognitoIdentityProviderService.{operation}")),
        ],
        body: Some(body.to_string()),
        timeout_ms: Some(super::PATIENCE_MS),
    };
    let answer = browser::fetch(&outgoing).await?;
    let status = answer.status();
    let text = answer.text().await?;
    match status {
        200 if text.trim().is_empty() => Ok(Value::Null),
        200 => serde_json::from_str(&text).map_err(|_| Problem::Garbled),
        _ => Err(refused(status, &text)),
    }
}

fn refused(status: u16, text: &str) -> Problem {
    let body: Value = serde_json::from_str(text).unwrap_or_default();
    let word = |key: &str| body.get(key).and_then(Value::as_str);
    match word("__type") {
        // AWS may put a namespace in front: `com.amazonaws…#NotAuthorizedException`.
        Some(kind) if status < 500 => Problem::Refused {
            code: kind.rsplit('#').next().unwrap_or(kind).to_owned(),
            message: word("message").unwrap_or_default().to_owned(),
        },
        _ => Problem::from_answer(status, text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_type_is_read_with_and_without_a_namespace() {
        for kind in ["CodeMismatchException", "com.amazonaws.x#CodeMismatchException"] {
            let text = format!(r#"{{"__type":"{kind}","message":"m"}}"#);
            let expected = Problem::Refused { code: "CodeMismatchException".into(), message: "m".into() };
            assert_eq!(refused(400, &text), expected);
        }
    }
}
