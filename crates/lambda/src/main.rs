//! `bootstrap`: what the Lambda service starts.

use std::process::ExitCode;
use std::sync::Arc;

use lambda_http::lambda_runtime::{self, LambdaEvent};
use lambda_http::service_fn;
use lks_lambda::function::Function;
use lks_lambda::log;
use lks_lambda::settings::Settings;
use serde_json::value::RawValue;

// One request at a time, so one thread; texts are corrected on a thread of their own.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let settings = match Settings::from_environment() {
        Ok(settings) => settings,
        Err(error) => {
            log::start("info");
            tracing::error!(%error, "the Lambda's settings cannot be used");
            return ExitCode::FAILURE;
        }
    };
    log::start(&settings.log);
    let function = Arc::new(Function::new(settings));
    function.prepare().await;
    let service = service_fn(|event: LambdaEvent<Box<RawValue>>| {
        let function = Arc::clone(&function);
        async move { function.answer(event.payload.get(), &event.context.request_id).await }
    });
    match lambda_runtime::run(service).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(error, "the Lambda service is gone");
            ExitCode::FAILURE
        }
    }
}
