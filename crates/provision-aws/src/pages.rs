//! Every item of every page.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use lks_provision::cloud::CloudError;

/// Reads a paginator to its end.
macro_rules! all {
    ($request:expr) => {
        $crate::pages::collect($request.into_paginator().items().send().collect::<Result<Vec<_>, _>>().await)
    };
}
pub(crate) use all;

/// The items, or the error in the engine's words.
pub(crate) fn collect<T, E>(items: Result<Vec<T>, SdkError<E, HttpResponse>>) -> Result<Vec<T>, CloudError>
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    items.map_err(crate::fault::of)
}
