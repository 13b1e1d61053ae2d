//! What one follower of a turn gets: every event behind the one it has, in order, each once.

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt as _;
use lks_domain::turn::{ChatEvent, SequencedEvent};

use super::live::Live;
use super::{Events, TurnKey, Turns};

/// How often the store is asked for a turn that is open but not live here.
const PAUSE: Duration = Duration::from_millis(500);

/// Follows a live turn until it is settled.
pub fn live(live: Arc<Live>, mut after: u64) -> Events {
    let mut changes = live.follow();
    async_stream::stream! {
        loop {
            changes.mark_unchanged();
            for event in live.after(after) {
                after = event.seq;
                let settled = event.event == ChatEvent::Settled;
                yield event;
                if settled {
                    return;
                }
            }
            // A follower that has the last event already waits for nothing.
            if live.settled() || changes.changed().await.is_err() {
                return;
            }
        }
    }
    .boxed()
}

/// Follows a turn in the store. One that is open but not live here is about to be live, or is
/// written by another process; either way it is looked after until it is settled.
pub fn stored(turns: Turns, key: TurnKey, mut after: u64) -> Events {
    async_stream::stream! {
        loop {
            if let Some(found) = turns.0.hub.live(&key) {
                let mut rest = live(found, after);
                while let Some(event) = rest.next().await {
                    yield event;
                }
                return;
            }
            let store = &turns.0.store;
            let Ok(events) = store.turn_events(&key.user, key.conversation, key.turn, 0).await else { return };
            let settled = events.last().is_none_or(|last| last.event == ChatEvent::Settled);
            let last = events.last().map_or(0, |last| last.seq);
            for event in behind(events, after, settled) {
                after = event.seq;
                yield event;
            }
            if settled || (after > last && turns.0.ending.is_cancelled()) {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
    .boxed()
}

/// The events behind a number. A follower may have seen more than was stored before a crash: it
/// then gets the end of the turn once more, under the numbers that it expects.
fn behind(events: Vec<SequencedEvent>, after: u64, settled: bool) -> Vec<SequencedEvent> {
    let last = events.last().map_or(0, |event| event.seq);
    if settled && after > last {
        let ending = events.into_iter().map(|event| event.event);
        let ending = ending.filter(|event| event.closes().is_some() || *event == ChatEvent::Settled);
        return (after + 1..).zip(ending).map(|(seq, event)| SequencedEvent { seq, event }).collect();
    }
    events.into_iter().filter(|event| event.seq > after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(events: impl IntoIterator<Item = ChatEvent>) -> Vec<SequencedEvent> {
        (1..).zip(events).map(|(seq, event)| SequencedEvent { seq, event }).collect()
    }

    #[test]
    fn a_follower_that_has_seen_more_than_was_stored_still_learns_the_end() {
        let delta = || ChatEvent::Delta { text: "x".into() };
        let events = stored([delta(), delta(), ChatEvent::Cancelled, ChatEvent::Settled]);
        let seqs = |after| behind(events.clone(), after, true).iter().map(|e| e.seq).collect::<Vec<_>>();
        assert_eq!(seqs(0), [1, 2, 3, 4]);
        assert_eq!(seqs(3), [4]);
        assert_eq!(seqs(4), [0; 0]);
        let late = behind(events, 9, true);
        assert_eq!(late[0], SequencedEvent { seq: 10, event: ChatEvent::Cancelled });
        assert_eq!(late[1], SequencedEvent { seq: 11, event: ChatEvent::Settled });
    }
}
