//! Plain HTTP beside the services' own calls: uploads to addresses that a service gives, and looks at
//! what the stack answers. Over the SDK's connector, so that there is one TLS in the program.

use std::time::Duration;

use aws_smithy_http_client::Connector;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_runtime_api::client::http::HttpConnector;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use lks_provision::cloud::{CloudError, ErrorClass};

use crate::fault::{self, Done};

/// A request.
pub(crate) struct Ask<'a> {
    pub method: &'a str,
    pub url: &'a str,
    pub headers: &'a [(String, String)],
    pub body: Vec<u8>,
    pub timeout: Duration,
}

/// Status and body.
pub(crate) async fn ask(ask: Ask<'_>) -> Done<(u16, Vec<u8>)> {
    let wrong = |what: &str| {
        CloudError::new(ErrorClass::InvalidParameter, "NotSent", format!("{what} of {}", ask.url))
    };
    let mut request = HttpRequest::new(SdkBody::from(ask.body));
    request.set_method(ask.method).map_err(|_| wrong("the method cannot be sent"))?;
    request.set_uri(ask.url).map_err(|_| wrong("the address cannot be read"))?;
    for (name, value) in ask.headers {
        request
            .headers_mut()
            .try_insert(name.clone(), value.clone())
            .map_err(|_| wrong("a header cannot be sent"))?;
    }
    let connector = Connector::builder().tls_provider(Provider::Rustls(CryptoMode::Ring)).build();
    let exchange = async {
        let answer = connector.call(request).await.map_err(|error| fault::unanswered(&error))?;
        let status = answer.status().as_u16();
        let body =
            ByteStream::new(answer.into_body()).collect().await.map_err(|error| lost(&error.to_string()))?;
        Ok((status, body.to_vec()))
    };
    tokio::time::timeout(ask.timeout, exchange).await.unwrap_or_else(|_| Err(lost("no answer came in time")))
}

fn lost(why: &str) -> CloudError {
    CloudError::new(ErrorClass::UnknownOutcome, "NoAnswer", why)
}
