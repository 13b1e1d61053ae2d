//! A worker alone, for the client suites: `cargo run -p lks-worker --example serve -- 127.0.0.1:11500`.

use lks_tutor::Tutor;
use lks_worker::{Worker, WorkerConfig, router};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:11500".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    axum::serve(listener, router(Worker::new(Tutor::new(), WorkerConfig::default()))).await
}
