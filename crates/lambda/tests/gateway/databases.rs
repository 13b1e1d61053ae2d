//! The stack has its own database; the suite's cases are given one that nobody looks at.

use std::future::Future;

use lks_store::Store;

/// Writes every case once.
macro_rules! both {
    ($(async fn $name:ident($store:ident: Store) $body:block)+) => {
        mod cases {
            use super::*;
            $(pub async fn $name($store: Store) $body)+
        }
        mod stack {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                $crate::databases::on_sqlite(super::cases::$name).await;
            })+
        }
    };
}
pub(crate) use both;

pub async fn on_sqlite<F: Future<Output = ()> + Send + 'static>(case: impl FnOnce(Store) -> F) {
    case(Store::open("sqlite::memory:").await.unwrap()).await;
}
