//! A JSON body as browsers send it: lone surrogates mended, the type's name in no header needed,
//! and a sentence about the field that is wrong.

use std::time::Duration;

use axum::body::{Bytes, HttpBody as _};
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use http::StatusCode;
use lks_domain::json::replace_lone_surrogates;
use lks_domain::limits;
use serde::de::DeserializeOwned;

use crate::error::ApiError;

/// The body, read as JSON whatever `Content-Type` says.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        read(&whole(request, state).await?).map(Self)
    }
}

/// How long a body of at most 1 MiB may take to arrive.
const ARRIVAL: Duration = Duration::from_secs(30);

/// The whole body, if it is not too large and arrives in time. One that is announced as too large
/// is refused before it is sent.
pub async fn whole<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, ApiError> {
    if request.body().size_hint().lower() > limits::BODY_BYTES as u64 {
        return Err(ApiError::too_large());
    }
    match tokio::time::timeout(ARRIVAL, Bytes::from_request(request, state)).await {
        Ok(body) => body.map_err(|rejection| refused(&rejection)),
        Err(_) => Err(ApiError::body_too_slow()),
    }
}

fn refused(rejection: &BytesRejection) -> ApiError {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        ApiError::too_large()
    } else {
        ApiError::bad_input("The body broke off before its end; send it again")
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    match body.trim_ascii().first() {
        Some(b'{') => {}
        None => return Err(ApiError::bad_input("The body is empty; a JSON object is expected")),
        // An array would otherwise be taken for the fields in their order.
        Some(_) => return Err(ApiError::bad_input("The body is not valid: a JSON object is expected")),
    }
    let body = replace_lone_surrogates(body);
    let mut reader = serde_json::Deserializer::from_slice(&body);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| wrong(&error))?;
    reader.end().map_err(|error| ApiError::bad_input(format!("The body is not valid JSON: {error}")))?;
    Ok(value)
}

fn wrong(error: &serde_path_to_error::Error<serde_json::Error>) -> ApiError {
    let path = error.path().to_string();
    let inner = error.inner();
    if !inner.is_data() {
        return ApiError::bad_input(format!("The body is not valid JSON: {inner}"));
    }
    let reason = inner.to_string();
    let reason = reason.rsplit_once(" at line ").map_or(reason.as_str(), |(reason, _)| reason);
    if path == "." {
        ApiError::bad_input(format!("The body is not as expected: {reason}"))
    } else {
        ApiError::bad_input(format!("The field '{path}' is not as expected: {reason}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lks_domain::conversation::NewConversation;

    fn sentence(body: &str) -> String {
        read::<NewConversation>(body.as_bytes())
            .map_or_else(|error| error.message().to_owned(), |_| String::new())
    }

    #[test]
    fn a_wrong_body_is_refused_with_the_field_that_is_wrong() {
        let id = "0190d7c1-7f4e-7c3b-8a27-3d2b7c1f0a55";
        for (body, expected) in [
            ("", "The body is empty"),
            ("  ", "The body is empty"),
            ("{", "The body is not valid JSON: EOF"),
            ("{}x", "missing field `id`"),
            ("[1]", "a JSON object is expected"),
            (r#"{"id":7}"#, "The field 'id' is not as expected: invalid type: integer `7`"),
            (r#"{"id":"7"}"#, "The field 'id'"),
            (&format!(r#"{{"id":"{id}"}}"#), "missing field `title`"),
            (&format!(r#"{{"id":"{id}","title":"","conversation":{{}}}}"#), "The field 'conversation'"),
            (
                &format!(r#"{{"id":"{id}","title":"","conversation":[],"embedding":[1,"a"]}}"#),
                "The field 'embedding[1]'",
            ),
            (
                &format!(r#"{{"id":"{id}","title":"","conversation":[]}} x"#),
                "The body is not valid JSON: trailing",
            ),
        ] {
            let sentence = sentence(body);
            assert!(sentence.contains(expected), "{body}: {sentence}");
        }
        assert_eq!(
            sentence(&format!(r#"{{"id":"{id}","title":"\ud83d","conversation":[],"userId":1}}"#)),
            ""
        );
    }
}
