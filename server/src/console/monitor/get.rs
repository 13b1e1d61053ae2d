//! `GET /admin/api/monitor?source=&minutes=`.

use axum::extract::State;
use lks_domain::console::monitor::{MonitorView, Source};
use lks_domain::timestamp::Timestamp;
use serde::Deserialize;

use super::{local, simulated};
use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::body::Query;
use crate::console::desk::Desk;
use crate::console::role::Viewer;
use crate::identity::clock;

const MINUTES: i64 = 60;
/// This server remembers six hours; CloudWatch is asked for a day.
const MOST: i64 = 360;
const MOST_OF_AWS: i64 = 1440;
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
    let source = source.unwrap_or(Source::Local);
    let most = if source == Source::Aws { MOST_OF_AWS } else { MOST };
    let from = Timestamp::from_millis(to.millis() - minutes.unwrap_or(MINUTES).clamp(5, most) * 60_000);
    let (groups, alarms) = match source {
        Source::Local => (
            local::groups(&console.recorder().since(from, POINTS)),
            local::alarms(&console.regions().snapshot()),
        ),
        Source::Simulated => {
            console.on_desk(move |desk| simulated::charts(&*desk.deployment()?, from, to)).await?
        }
        Source::Aws => {
            let cloudwatch = console.cloudwatch();
            console.on_desk(move |desk| cloudwatch.charts(&*desk.deployment()?, from, to)).await?
        }
    };
    let sources = console.on_desk(|desk| Ok(sources(desk))).await?;
    Ok(data(MonitorView { source, sources, from, to, groups, alarms }))
}

/// What can be asked for: figures of a stack are made up or measured, as its account is.
fn sources(desk: &Desk) -> Vec<Source> {
    let of_stack = desk.account().connection.map(|account| match account.simulated {
        true => Source::Simulated,
        false => Source::Aws,
    });
    [Source::Local].into_iter().chain(of_stack).collect()
}
