//! `GET /admin/api/audit/export?format=`: the whole log, oldest first, a piece at a time.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures::Stream;
use lks_domain::console::audit::AuditEntry;
use lks_store::Store;
use serde::Deserialize;

use crate::console::body::Query;
use crate::console::error::ConsoleError;
use crate::console::role::Viewer;
use crate::console::{Console, csv};

const PIECE: u32 = 500;

/// As what.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    format: Format,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Format {
    #[default]
    Ndjson,
    Csv,
}

/// The whole log as a file.
pub async fn export(
    State(console): State<Console>,
    _viewer: Viewer,
    Query(Wanted { format }): Query<Wanted>,
) -> Result<Response, ConsoleError> {
    let (content_type, name) = match format {
        Format::Ndjson => ("application/x-ndjson", "audit.ndjson"),
        Format::Csv => ("text/csv; charset=utf-8", "audit.csv"),
    };
    let disposition = format!("attachment; filename=\"{name}\"");
    let body = Body::from_stream(pieces(console.store().clone(), format));
    let headers =
        [(header::CONTENT_TYPE, content_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, body).into_response())
}

/// The log ends where it cannot be read on: whoever checks the chain sees that the end is missing.
fn pieces(store: Store, format: Format) -> impl Stream<Item = Result<String, Infallible>> {
    async_stream::stream! {
        yield Ok(head(format));
        let mut after = 0;
        while let Ok(entries) = store.audit_after(after, PIECE).await {
            let Some(last) = entries.last() else { return };
            after = last.seq;
            yield Ok(entries.iter().map(|entry| line(entry, format)).collect());
        }
    }
}

fn head(format: Format) -> String {
    match format {
        Format::Ndjson => String::new(),
        Format::Csv => {
            csv::line(["seq", "at", "who", "what", "subject", "detail", "plan", "previous", "hash"])
        }
    }
}

fn line(entry: &AuditEntry, format: Format) -> String {
    match format {
        Format::Ndjson => serde_json::to_string(entry).unwrap_or_default() + "\n",
        Format::Csv => csv::line([
            &entry.seq.to_string(),
            &entry.at.to_string(),
            &entry.who,
            &entry.what,
            &entry.subject,
            &entry.detail,
            &entry.plan,
            &entry.previous,
            &entry.hash,
        ]),
    }
}
