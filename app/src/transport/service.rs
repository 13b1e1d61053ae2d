//! Through the server's turn service: the server stores, asks and corrects; the browser listens, and
//! comes back with the last event's number when the network has been away.

use std::pin::pin;

use futures::future::{Either, select};
use lks_domain::turn::{ChatEvent, SequencedEvent};
use uuid::Uuid;

use super::sse::{Frame, Frames};
use super::{Listener, Question, Report, Stop, pressed, unless};
use crate::browser::{self, Incoming};
use crate::client::Api;
use crate::client::problem::Problem;

/// Attempts to come back without hearing anything new before giving up: about a minute.
const ATTEMPTS: u32 = 10;
/// A connection that is silent for longer is taken for dead; the server sends comments more often.
const SILENCE_MS: u32 = 60_000;

/// The way through the turn service.
pub struct Service {
    api: Api,
}

impl Service {
    /// With this caller.
    pub const fn new(api: Api) -> Self {
        Self { api }
    }

    /// See [`super::TurnTransport::ask`].
    pub async fn ask(&self, question: &Question, stop: Stop, listener: &Listener) -> Result<(), Problem> {
        let turn = question.request.id;
        let opened = self.open(question).await?;
        self.until_settled(question.conversation, turn, Some(opened), stop, listener).await
    }

    /// See [`super::TurnTransport::attach`].
    pub async fn attach(
        &self,
        conversation: Uuid,
        turn: Uuid,
        stop: Stop,
        listener: &Listener,
    ) -> Result<(), Problem> {
        self.until_settled(conversation, turn, None, stop, listener).await
    }

    /// Sends the question; the turn's id makes it safe to send it again when no answer came.
    async fn open(&self, question: &Question) -> Result<Incoming, Problem> {
        let mut attempt = 0;
        loop {
            match self.api.open_turn(question.conversation, &question.request).await {
                Err(Problem::Offline) if attempt < 2 => {
                    attempt += 1;
                    browser::sleep(pause_ms(attempt)).await;
                }
                outcome => return outcome,
            }
        }
    }

    async fn until_settled(
        &self,
        conversation: Uuid,
        turn: Uuid,
        opened: Option<Incoming>,
        stop: Stop,
        listener: &Listener,
    ) -> Result<(), Problem> {
        let listening = pin!(self.listen(conversation, turn, opened, listener));
        let stopping = pin!(async {
            pressed(stop).await;
            if let Err(problem) = self.api.stop_turn(conversation, turn).await {
                listener(Report::StopFailed(problem));
            }
        });
        match select(listening, stopping).await {
            Either::Left((outcome, _)) => outcome,
            Either::Right(((), listening)) => listening.await,
        }
    }

    async fn listen(
        &self,
        conversation: Uuid,
        turn: Uuid,
        mut opened: Option<Incoming>,
        listener: &Listener,
    ) -> Result<(), Problem> {
        let mut seen = 0;
        let mut attempt = 0;
        loop {
            let stream = match opened.take() {
                Some(stream) => Ok(stream),
                None => self.api.turn_events(conversation, turn, seen).await,
            };
            match stream {
                Ok(stream) => {
                    listener(Report::Connected);
                    let before = seen;
                    if read(stream, &mut seen, listener).await {
                        return Ok(());
                    }
                    attempt = if seen > before { 0 } else { attempt };
                }
                Err(problem) if problem.is_passing() => {}
                Err(problem) => return Err(problem),
            }
            attempt += 1;
            if attempt > ATTEMPTS {
                return Err(Problem::Offline);
            }
            listener(Report::Interrupted);
            browser::sleep(pause_ms(attempt)).await;
        }
    }
}

/// Reads until the stream ends or breaks; whether the turn is settled.
async fn read(mut stream: Incoming, seen: &mut u64, listener: &Listener) -> bool {
    let mut frames = Frames::default();
    while let Some(Ok(Some(piece))) = unless(browser::sleep(SILENCE_MS), stream.chunk()).await {
        for event in frames.push(&piece).into_iter().filter_map(known) {
            *seen = event.seq.max(*seen);
            let settled = event.event == ChatEvent::Settled;
            listener(Report::Event(event));
            if settled {
                return true;
            }
        }
    }
    false
}

/// An event that this page does not know is skipped.
fn known(frame: Frame) -> Option<SequencedEvent> {
    Some(SequencedEvent { seq: frame.seq?, event: serde_json::from_str(&frame.data).ok()? })
}

/// Doubles from half a second to eight.
fn pause_ms(attempt: u32) -> u32 {
    250 << attempt.min(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_that_is_not_known_is_skipped() {
        let frame = |data: &str| Frame { seq: Some(2), name: String::new(), data: data.to_owned() };
        assert_eq!(known(frame(r#"{"type":"news"}"#)), None);
        assert_eq!(
            known(frame(r#"{"type":"done"}"#)),
            Some(SequencedEvent { seq: 2, event: ChatEvent::Done })
        );
    }

    #[test]
    fn pauses_grow_and_stay_bearable() {
        let pauses: Vec<u32> = (1..=ATTEMPTS).map(pause_ms).collect();
        assert_eq!(pauses[..6], [500, 1000, 2000, 4000, 8000, 8000]);
        assert!(pauses.iter().sum::<u32>() < 70_000);
    }
}
