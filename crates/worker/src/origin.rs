//! Which web pages may use a worker, as Ollama has it by default: those of this machine and of
//! applications with pages of their own. A page from elsewhere is refused, so that no web site can use
//! the worker of somebody who visits it.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::ApiError;

const METHODS: HeaderValue = HeaderValue::from_static("GET, POST, DELETE, HEAD, OPTIONS");
const HOUR: HeaderValue = HeaderValue::from_static("3600");
const SCHEMES: [&str; 5] = ["app", "file", "tauri", "vscode-webview", "vscode-file"];
const HOSTS: [&str; 4] = ["localhost", "127.0.0.1", "0.0.0.0", "[::1]"];

/// Answers a browser's questions before a request, refuses foreign pages, and marks answers as readable.
pub(crate) async fn check(request: Request, next: Next) -> Response {
    let Some(origin) = request.headers().get(header::ORIGIN).cloned() else {
        return next.run(request).await;
    };
    if !allowed(&origin, request.headers()) {
        return ApiError::Forbidden("this page's origin may not use the worker".to_owned()).into_response();
    }
    let asks = request.headers().get(header::ACCESS_CONTROL_REQUEST_HEADERS).cloned();
    let mut response = if request.method() == Method::OPTIONS {
        StatusCode::NO_CONTENT.into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(header::VARY, HeaderValue::from_static("origin"));
    if response.status() == StatusCode::NO_CONTENT {
        may(response.headers_mut(), asks);
    }
    response
}

fn may(headers: &mut HeaderMap, asked: Option<HeaderValue>) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HOUR);
    if let Some(asked) = asked {
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked);
    }
}

fn allowed(origin: &HeaderValue, headers: &HeaderMap) -> bool {
    let Some((scheme, authority)) = origin.to_str().ok().and_then(|origin| origin.split_once("://")) else {
        return false;
    };
    let own = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => host,
        _ => authority,
    };
    SCHEMES.contains(&scheme) || HOSTS.contains(&host) || own == Some(authority)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_this_machine_and_of_the_worker_itself_are_allowed() {
        let headers = HeaderMap::from_iter([(header::HOST, HeaderValue::from_static("lab.example:8080"))]);
        for (origin, expected) in [
            ("http://localhost", true),
            ("https://localhost:3000", true),
            ("http://127.0.0.1:5173", true),
            ("http://[::1]:3000", true),
            ("tauri://x", true),
            ("http://lab.example:8080", true),
            ("http://lab.example", false),
            ("https://evil.example", false),
            ("http://localhost.evil.example", false),
            ("http://evil.example:x@localhost", false),
            ("null", false),
        ] {
            assert_eq!(allowed(&HeaderValue::from_static(origin), &headers), expected, "{origin}");
        }
    }
}
