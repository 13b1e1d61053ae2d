//! A turn that is being written: its events in memory, and word to all who follow it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use lks_domain::turn::{ChatEvent, SequencedEvent};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::TurnKey;

/// One live turn. Only its task publishes; anybody may read or stop it.
#[derive(Debug)]
pub struct Live {
    key: TurnKey,
    events: Mutex<Vec<SequencedEvent>>,
    /// Number of the last event.
    last: watch::Sender<u64>,
    stop: CancellationToken,
    closed: CancellationToken,
}

impl Live {
    /// A turn whose first event is stored.
    pub fn new(key: TurnKey, first: ChatEvent) -> Self {
        Self {
            key,
            events: Mutex::new(vec![SequencedEvent { seq: 1, event: first }]),
            last: watch::Sender::new(1),
            stop: CancellationToken::new(),
            closed: CancellationToken::new(),
        }
    }

    /// Which turn it is.
    pub const fn key(&self) -> &TurnKey {
        &self.key
    }

    /// Appends an event and tells everybody. Never waits.
    pub fn publish(&self, event: ChatEvent) {
        let closes = event.closes().is_some();
        let seq = {
            let mut events = self.events();
            let seq = self.next(&events);
            events.push(SequencedEvent { seq, event });
            seq
        };
        if closes {
            self.closed.cancel();
        }
        self.last.send_replace(seq);
    }

    /// The events behind this number.
    pub fn after(&self, seq: u64) -> Vec<SequencedEvent> {
        let events = self.events();
        let known = usize::try_from(seq).unwrap_or(usize::MAX);
        events.get(known..).unwrap_or_default().to_vec()
    }

    /// Whether nothing more will come.
    pub fn settled(&self) -> bool {
        self.events().last().is_some_and(|last| last.event == ChatEvent::Settled)
    }

    /// The event that would be published next, for storing it first.
    pub fn sequenced(&self, event: ChatEvent) -> SequencedEvent {
        let seq = self.next(&self.events());
        SequencedEvent { seq, event }
    }

    /// Changes with every event.
    pub fn follow(&self) -> watch::Receiver<u64> {
        self.last.subscribe()
    }

    /// Asks the writer to stop.
    pub fn stop(&self) {
        self.stop.cancel();
    }

    /// Resolves when somebody has asked the writer to stop.
    pub async fn stopped(&self) {
        self.stop.cancelled().await;
    }

    /// Resolves when the reply is closed.
    pub async fn closed(&self) {
        self.closed.cancelled().await;
    }

    fn events(&self) -> MutexGuard<'_, Vec<SequencedEvent>> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Events are numbered from 1 without gaps, so the next number follows from how many there are.
    fn next(&self, events: &[SequencedEvent]) -> u64 {
        events.last().map_or(1, |event| event.seq + 1)
    }
}
