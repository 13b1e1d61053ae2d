//! From the Lambda service's event to a request of the router, and from its answer back.

use axum::body::Body;
use http::{Request, Response, StatusCode, Uri};
use http_body_util::BodyExt as _;
use lambda_http::aws_lambda_events::apigw::ApiGatewayProxyResponse;
use lambda_http::request::RequestContext;
use lambda_http::{RequestExt as _, request};

/// Largest answer that the Lambda service takes is 6 MB as JSON, in which a body is quoted.
const LARGEST_ANSWER: usize = 6 * 1024 * 1024;

/// A request with the pattern of its path.
#[derive(Debug)]
pub struct Asked {
    /// For the router: the stage is not in its path.
    pub request: Request<Body>,
    /// As API Gateway matched it, such as `/conversations/{uid}`.
    pub route: String,
}

/// Reads an event. None if it is no request: with streamed answers API Gateway also tells when an
/// answer has arrived, and anybody who may invoke the function can send anything.
pub fn read(event: &str) -> Option<Asked> {
    let (mut parts, body) = request::from_str(event).ok()?.into_parts();
    let route = match parts.extensions.request_context_ref() {
        Some(RequestContext::ApiGatewayV1(context)) => context.resource_path.clone()?,
        _ => return None,
    };
    parts.uri = without_stage(&parts.uri, parts.extensions.raw_http_path());
    let body = match body {
        lambda_http::Body::Text(text) => Body::from(text),
        lambda_http::Body::Binary(bytes) => Body::from(bytes),
        _ => Body::empty(),
    };
    Some(Asked { request: Request::from_parts(parts, body), route })
}

/// An address that cannot be written is nobody's, as the root is.
fn without_stage(uri: &Uri, path: &str) -> Uri {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{}{query}", encoded(path)).parse().unwrap_or_default()
}

/// The path with its signs as an address holds them: API Gateway tells it decoded.
fn encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/%-._~!$&'()*+,;=:@".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// Reads the router's answer to its end.
pub async fn whole(answer: Response<Body>) -> Response<String> {
    let (parts, body) = answer.into_parts();
    // The router's bodies are in memory and JSON: they neither break off nor hold other bytes.
    let bytes = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    Response::from_parts(parts, String::from_utf8_lossy(&bytes).into_owned())
}

/// Whether the Lambda service would refuse it.
pub fn is_too_large(answer: &Response<String>) -> bool {
    // Quoted, a body grows by what must be escaped in it.
    let escapes = answer.body().bytes().filter(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)).count();
    answer.body().len() + escapes + 8 * 1024 > LARGEST_ANSWER
}

/// The answer as API Gateway takes it.
pub fn written(answer: Response<String>) -> ApiGatewayProxyResponse {
    let (parts, body) = answer.into_parts();
    let mut written = ApiGatewayProxyResponse::default();
    written.status_code = i64::from(parts.status.as_u16());
    written.multi_value_headers = parts.headers;
    // Its length is API Gateway's to say.
    written.multi_value_headers.remove(http::header::CONTENT_LENGTH);
    written.body = Some(lambda_http::Body::Text(body));
    written
}

/// What is answered to an event that is no request; nobody reads it.
pub fn acknowledged() -> ApiGatewayProxyResponse {
    let mut written = ApiGatewayProxyResponse::default();
    written.status_code = i64::from(StatusCode::OK.as_u16());
    written.body = Some(lambda_http::Body::Text("{}".to_owned()));
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_any_signs_is_a_request_and_not_taken_for_something_else() {
        let encoded =
            ["/conversations/a b", "/conversations/ü😀", "/x/\u{1}\"<>{}|\\^`?#", "", "/100%"].map(encoded);
        assert_eq!(encoded[..2], ["/conversations/a%20b", "/conversations/%C3%BC%F0%9F%98%80"]);
        for path in encoded {
            without_stage(&Uri::from_static("/stage/x?a=b"), &path);
        }
        assert_eq!(without_stage(&Uri::from_static("/s/x?a=b"), "/x y"), "/x%20y?a=b");
        assert_eq!(without_stage(&Uri::from_static("/s"), ""), "/");
    }
}
