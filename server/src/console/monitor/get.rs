//! `GET /admin/api/monitor?source=&minutes=`.

use axum::extract::State;
use lks_domain::console::monitor::{MonitorView, Source};
use lks_domain::timestamp::Timestamp;
use serde::Deserialize;

use super::{local, simulated};
use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::body::Query;
use crate::console::error::ConsoleError;
use crate::console::role::Viewer;
use crate::identity::clock;

const MINUTES: i64 = 60;
const MOST: i64 = 360;
/// Lines are drawn, not read: more points than this say no more.
const POINTS: usize = 360;

/// What is looked for.
#[derive(Debug, Deserialize)]
pub struct Asked {
    source: Option<Source>,
    minutes: Option<i64>,
}

/// Charts and alarms of this server or of the stack.
pub async fn get(
    State(console): State<Console>,
    _viewer: Viewer,
    Query(Asked { source, minutes }): Query<Asked>,
) -> Answer<MonitorView> {
    let to = clock::now();
    let from = Timestamp::from_millis(to.millis() - minutes.unwrap_or(MINUTES).clamp(5, MOST) * 60_000);
    let source = source.unwrap_or(Source::Local);
    let (groups, alarms) = match source {
        Source::Local => (
            local::groups(&console.recorder().since(from, POINTS)),
            local::alarms(&console.regions().snapshot()),
        ),
        Source::Simulated => {
            console.on_desk(move |desk| simulated::charts(&*desk.deployment()?, from, to)).await?
        }
        Source::Aws => {
            return Err(ConsoleError::not_found(
                "Metrics of CloudWatch cannot be read from here yet. Look at the dashboard lks-dashboard.",
            ));
        }
    };
    let sources = vec![Source::Local, Source::Simulated];
    Ok(data(MonitorView { source, sources, from, to, groups, alarms }))
}
