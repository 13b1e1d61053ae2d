//! `GET /admin/api/logs?source=&group=&search=&before=&limit=`.

use axum::extract::State;
use lks_domain::console::monitor::{LogPage, Source};
use serde::Deserialize;

use super::cloudwatch::{self, Looked};
use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::body::Query;
use crate::console::error::ConsoleError;
use crate::console::role::Viewer;
use crate::log_ring::Wanted;

const LIMIT: usize = 100;
const MOST: usize = 500;

/// What is looked for.
#[derive(Debug, Deserialize)]
pub struct Asked {
    source: Option<Source>,
    #[serde(default)]
    group: String,
    #[serde(default)]
    search: String,
    before: Option<u64>,
    limit: Option<usize>,
}

/// Lines of the log, newest first. Nothing personal is ever logged, so viewers may read all of it.
pub async fn list(
    State(console): State<Console>,
    _viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Answer<LogPage> {
    let limit = asked.limit.unwrap_or(LIMIT).clamp(1, MOST);
    match asked.source.unwrap_or(Source::Local) {
        Source::Local => {
            let log = console.log();
            let wanted =
                Wanted { group: &asked.group, search: &asked.search, before: asked.before, limit: limit + 1 };
            let mut lines = log.find(&wanted);
            let more = lines.len() > limit;
            lines.truncate(limit);
            let next = lines.last().filter(|_| more).map(|last| last.number);
            Ok(data(LogPage { source: Source::Local, groups: log.groups(), lines, next }))
        }
        Source::Simulated => Err(ConsoleError::not_found(
            "A simulated stack writes no logs. Connect an account to read those of a real one.",
        )),
        Source::Aws => {
            let Asked { group, search, before, .. } = asked;
            let looked = Looked { group, search, before, limit };
            Ok(data(console.on_desk(move |desk| cloudwatch::log(&*desk.deployment()?, &looked)).await?))
        }
    }
}
