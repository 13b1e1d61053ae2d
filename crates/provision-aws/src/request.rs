//! The number that AWS gives a request, for whoever asks its support. The SDK tells it in a way of its
//! own for each service; here it is read off the answer once for all, where every answer passes.

use std::cell::RefCell;
use std::future::Future;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;

tokio::task_local! {
    static LAST: RefCell<Option<String>>;
}

/// The output of a call of the engine, and the number of the last request that it made.
pub(crate) async fn noted<T>(call: impl Future<Output = T>) -> (T, Option<String>) {
    LAST.scope(RefCell::new(None), async {
        let output = call.await;
        (output, LAST.with(RefCell::take))
    })
    .await
}

/// An HTTP client that notes the numbers of requests.
#[derive(Debug)]
pub(crate) struct Noting(pub SharedHttpClient);

impl HttpClient for Noting {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(Connector(self.0.http_connector(settings, components)))
    }
}

#[derive(Debug)]
struct Connector(SharedHttpConnector);

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let answer = self.0.call(request);
        HttpConnectorFuture::new(async move {
            let answer = answer.await;
            if let Ok(answer) = &answer {
                note(answer);
            }
            answer
        })
    }
}

fn note(answer: &HttpResponse) {
    let names = ["x-amzn-requestid", "x-amz-request-id"];
    let number = names.into_iter().find_map(|name| answer.headers().get(name));
    let number = number.map(str::to_owned);
    // Outside of a call of the engine nobody asks.
    let _asked = LAST.try_with(|last| last.replace(number));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_last_requests_number_is_the_calls() {
        let (output, number) = noted(async {
            for id in ["first", "second"] {
                let mut answer = HttpResponse::new(200.try_into().unwrap(), "".into());
                answer.headers_mut().insert("x-amzn-requestid", id);
                note(&answer);
            }
            7
        })
        .await;
        assert_eq!((output, number.as_deref()), (7, Some("second")));
    }
}
