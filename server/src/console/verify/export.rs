//! `GET /admin/api/verify/{id}/export?format=&language=`: the sheet as a page of its own, or for programs.

use axum::extract::{Path, State};
use axum::response::Response;
use lks_domain::correction::Language;
use lks_provision::report;
use serde::Deserialize;

use super::view;
use crate::console::Console;
use crate::console::answer::file;
use crate::console::body::Query;
use crate::console::error::ConsoleError;
use crate::console::role::Viewer;

/// As what.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    format: Format,
    /// Of the page; what is for programs is in English.
    #[serde(default)]
    language: Language,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Format {
    #[default]
    Html,
    Json,
}

/// A sheet as a file.
pub async fn export(
    State(console): State<Console>,
    _viewer: Viewer,
    Path(id): Path<String>,
    Query(Wanted { format, language }): Query<Wanted>,
) -> Result<Response, ConsoleError> {
    let kept = console.on_desk(move |desk| desk.sheet(Some(&id))).await?;
    let name = |end: &str| format!("verification-{}.{end}", kept.id);
    Ok(match format {
        Format::Html => {
            let page = report::html(&kept.sheet, &kept.occasion, language);
            file(&name("html"), "text/html; charset=utf-8", page)
        }
        Format::Json => {
            let sheet = serde_json::to_string_pretty(&view::of(&kept)).unwrap_or_default();
            file(&name("json"), "application/json", sheet)
        }
    })
}
