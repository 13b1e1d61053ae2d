//! What a follower of a run gets: every event behind the one it has, in order, each once; and the
//! run's line whenever an admin had a word with it.

use std::sync::Arc;
use std::time::Duration;

use futures::Stream;
use lks_domain::console::run::{RunState, RunSummary};

use super::{Line, Live};
use crate::console::desk::Desk;

/// Events that are handed over at once.
const PIECE: usize = 256;
/// How often a run of another process is looked at.
const PAUSE: Duration = Duration::from_millis(500);

/// What a follower is told.
pub enum Told {
    /// An event.
    Event(Arc<Line>),
    /// Somebody had a word with the run; this is how it stands.
    Summary(Box<RunSummary>),
}

/// Follows a live run until nothing more will come.
pub fn live(live: Arc<Live>, mut after: u64) -> impl Stream<Item = Told> + Send {
    let mut changes = live.follow();
    async_stream::stream! {
        let mut words = changes.borrow().words;
        loop {
            let change = *changes.borrow_and_update();
            if change.words != words {
                words = change.words;
                yield Told::Summary(Box::new(live.summary()));
            }
            loop {
                let lines = live.after(after, PIECE);
                let Some(last) = lines.last() else { break };
                after = last.seq;
                for line in lines {
                    yield Told::Event(line);
                }
            }
            if change.ended || changes.changed().await.is_err() {
                return;
            }
        }
    }
}

/// Follows a run in its files: one that has ended, or one that another process carries out.
pub fn stored(desk: Desk, id: String, mut after: u64) -> impl Stream<Item = Told> + Send {
    async_stream::stream! {
        loop {
            let (desk, id) = (desk.clone(), id.clone());
            let read = tokio::task::spawn_blocking(move || desk.stored_lines(&id, after)).await;
            let Ok(Ok((lines, state))) = read else { return };
            let silent = lines.is_empty();
            for line in lines {
                after = line.seq;
                yield Told::Event(Arc::new(line));
            }
            if state != RunState::Running && silent {
                return;
            }
            if silent {
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}
