//! Bodies and queries of the console. What is wrong is named by its field; what was sent is never
//! repeated, because it may be a credential.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use lks_domain::json::replace_lone_surrogates;
use serde::de::DeserializeOwned;

use super::error::ConsoleError;

/// A JSON body, whatever `Content-Type` says. One that is empty is an empty object.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = ConsoleError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ConsoleError> {
        let body = Bytes::from_request(request, state).await.map_err(|rejection| unreadable(&rejection))?;
        read(&body).map(Self)
    }
}

fn unreadable(rejection: &BytesRejection) -> ConsoleError {
    if rejection.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        ConsoleError::bad_input("The body is larger than 1 MiB.")
    } else {
        ConsoleError::bad_input("The body broke off before its end; send it again.")
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, ConsoleError> {
    let body = if body.trim_ascii().is_empty() { b"{}" } else { body };
    let body = replace_lone_surrogates(body);
    let mut reader = serde_json::Deserializer::from_slice(&body);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| wrong(&error))?;
    reader.end().map_err(|_| ConsoleError::bad_input("The body is not valid JSON."))?;
    Ok(value)
}

fn wrong(error: &serde_path_to_error::Error<serde_json::Error>) -> ConsoleError {
    let reason = error.inner().to_string();
    if !error.inner().is_data() {
        return ConsoleError::bad_input("The body is not valid JSON.");
    }
    match (reason.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()), error.path()) {
        (Some(field), _) => ConsoleError::bad_input(format!("The field '{field}' is missing.")),
        (None, path) if path.iter().next().is_some() => {
            ConsoleError::bad_input(format!("The field '{path}' is not as expected."))
        }
        _ => ConsoleError::bad_input("The body is not as expected."),
    }
}

/// The query of the address.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = ConsoleError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ConsoleError> {
        let query = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        let wrong = |_| ConsoleError::bad_input("What stands behind the question mark is not as expected.");
        query.map(|query| Self(query.0)).map_err(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lks_domain::console::account::Connect;

    #[test]
    fn a_wrong_body_is_named_and_never_repeated() {
        for body in [
            r#"{"kind":"keys","access_key_id":"AKIASECRET","secret_access_key":7}"#,
            r#"{"kind":"keys","access_key_id":"AKIASECRET"}"#,
            r#"{"kind":"AKIASECRET"}"#,
            r#""AKIASECRET""#,
            r#"{"kind":"sandbox","speed":"AKIASECRET"}"#,
            "AKIASECRET",
        ] {
            let refusal = read::<Connect>(body.as_bytes()).err();
            let sentence = refusal.map(|error| error.message().to_owned()).unwrap_or_default();
            assert!(!sentence.is_empty() && !sentence.contains("AKIASECRET"), "{body}: {sentence}");
        }
        let missing = read::<Connect>(br#"{"kind":"keys","access_key_id":"A"}"#).err();
        assert!(missing.is_some_and(|error| error.message().contains("secret_access_key")));
    }
}
