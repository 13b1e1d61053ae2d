//! The line at the bottom of a terminal while a run is at work: how far it is, how long it will take, and what
//! it waits for. Redrawn with every event and every half second.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lks_domain::timestamp::Timestamp;

use super::answer::time;
use super::progress;
use crate::event::{Event, Happening, Subject};
use crate::ink::Ink;

/// Takes the cursor to the beginning of the line and clears it.
const CLEAR: &str = "\r\u{1b}[2K";
/// Cells of the bar.
const BAR: usize = 20;

/// Lines of a run on `out`, and a status line below them if `out` is a terminal.
pub(super) struct Live<'a> {
    inner: Mutex<Inner<'a>>,
    ended: AtomicBool,
}

struct Inner<'a> {
    out: &'a mut (dyn Write + Send),
    ink: Ink,
    on_terminal: bool,
    /// Whether a status line stands there now.
    drawn: bool,
    status: Status,
}

/// What the status line says.
#[derive(Default)]
struct Status {
    done: usize,
    of: usize,
    /// Seconds that were left, and when that was so.
    left: Option<(u64, Timestamp)>,
    /// Steps at work, and since when.
    at_work: BTreeMap<(String, String), Timestamp>,
    paused: bool,
}

impl<'a> Live<'a> {
    pub(super) fn new(out: &'a mut (dyn Write + Send), ink: Ink, on_terminal: bool) -> Self {
        let inner = Inner { out, ink, on_terminal, drawn: false, status: Status::default() };
        Self { inner: Mutex::new(inner), ended: AtomicBool::new(false) }
    }

    fn inner(&self) -> MutexGuard<'_, Inner<'a>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes what an event is worth. That nobody reads it does not stop a run.
    pub(super) fn tell(&self, event: &Event) {
        let mut inner = self.inner();
        inner.status.fold(event);
        let line =
            progress::line(event, inner.ink, inner.on_terminal).map(|line| line + "\n").unwrap_or_default();
        inner.write(&line, event.at);
    }

    /// Lets somebody write who is not an event, before the run begins.
    pub(super) fn write<T>(&self, write: impl FnOnce(&mut dyn Write) -> T) -> T {
        let mut inner = self.inner();
        write(&mut *inner.out)
    }

    /// Redraws the status line until [`Live::end`]. `now` is the cloud's time.
    pub(super) fn tick(&self, now: impl Fn() -> Timestamp) {
        while !self.ended.load(Ordering::Acquire) {
            std::thread::park_timeout(Duration::from_millis(500));
            let at = now();
            self.inner().write("", at);
        }
    }

    /// No more is drawn.
    pub(super) fn end(&self) {
        self.ended.store(true, Ordering::Release);
        let mut inner = self.inner();
        inner.status = Status::default();
        inner.write("", Timestamp::from_millis(0));
    }
}

impl Inner<'_> {
    /// Writes lines where the status line stands, and that below them again.
    fn write(&mut self, lines: &str, now: Timestamp) {
        let status = if self.on_terminal { self.status.line(now, self.ink) } else { String::new() };
        let clear = if self.drawn { CLEAR } else { "" };
        self.drawn = !status.is_empty();
        if !(clear.is_empty() && lines.is_empty() && status.is_empty()) {
            let text = format!("{clear}{lines}{status}");
            let _nobody_reads = self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush());
        }
    }
}

impl Status {
    fn fold(&mut self, event: &Event) {
        match &event.what {
            Happening::Started { steps, seconds, .. } => {
                self.of = *steps;
                self.left = Some((*seconds, event.at));
            }
            Happening::StepStarted { subject, .. } => {
                self.at_work.insert(place(subject), event.at);
            }
            Happening::StepDone { subject, done, of, left_seconds, .. } => {
                self.at_work.remove(&place(subject));
                (self.done, self.of) = (*done, *of);
                self.left = Some((*left_seconds, event.at));
            }
            Happening::StepFailed { subject, .. } => drop(self.at_work.remove(&place(subject))),
            Happening::Paused { .. } => self.paused = true,
            Happening::Resumed { .. } => self.paused = false,
            Happening::Finished { .. } => *self = Self::default(),
            Happening::Called { .. } | Happening::Answered { .. } | Happening::Retried { .. } => {}
        }
    }

    /// Less than 80 characters wide; empty before the run begins and after it has ended.
    fn line(&self, now: Timestamp, ink: Ink) -> String {
        let Some((left, at)) = self.left else { return String::new() };
        let left = left.saturating_sub(passed(at, now));
        let full = (self.done * BAR).checked_div(self.of).unwrap_or(BAR).min(BAR);
        let bar = format!("{}{}", ink.good(&"█".repeat(full)), ink.faint(&"░".repeat(BAR - full)));
        let rest = match self.longest_at_work(now) {
            _ if self.paused => "paused".to_owned(),
            _ if left == 0 => "any moment now".to_owned(),
            _ => format!("{} left", time(left)),
        };
        let waits = self.longest_at_work(now).map_or_else(String::new, |(name, seconds)| {
            ink.faint(&format!("{:.20} {}", name, time(seconds)))
        });
        format!("{:>3}/{} {bar} {rest:16} {waits}", self.done, self.of)
    }

    /// What has been at work for the longest.
    fn longest_at_work(&self, now: Timestamp) -> Option<(&str, u64)> {
        let oldest = self.at_work.iter().min_by_key(|(_, began)| **began);
        oldest.map(|((_, name), began)| (name.as_str(), passed(*began, now)))
    }
}

fn place(subject: &Subject) -> (String, String) {
    (subject.region.to_string(), subject.name.clone())
}

fn passed(began: Timestamp, now: Timestamp) -> u64 {
    u64::try_from((now.millis() - began.millis()) / 1000).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use lks_domain::region::Region;

    use super::*;
    use crate::event::{Cause, Ending};
    use crate::plan::Action;
    use crate::resource::Kind;

    fn subject(name: &str) -> Subject {
        Subject { kind: Kind::DbInstance, name: name.into(), region: Region::UsEast1, id: None }
    }

    fn at(seconds: i64, what: Happening) -> Event {
        Event { seq: 1, at: Timestamp::from_millis(seconds * 1000), what }
    }

    /// A run in which the database takes its time.
    fn under_way() -> Vec<Event> {
        let (verb, action) = (crate::journal::Verb::Apply, Action::Create);
        let done = Happening::StepDone {
            action,
            subject: subject("lks-vpc-zone-a"),
            seconds: 2,
            done: 40,
            of: 163,
            left_seconds: 400,
        };
        vec![
            at(0, Happening::Started { verb, steps: 163, seconds: 500, simulated: true }),
            at(
                1,
                Happening::StepStarted {
                    action,
                    subject: subject("lks-rds-with-a-name-that-goes-on-and-on"),
                },
            ),
            at(100, done),
        ]
    }

    fn written(events: &[Event], on_terminal: bool) -> String {
        let mut out = Vec::new();
        let live = Live::new(&mut out, Ink::PLAIN, on_terminal);
        events.iter().for_each(|event| live.tell(event));
        drop(live);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn into_a_pipe_go_whole_lines_and_no_signs_of_a_terminal() {
        let text = written(&under_way(), false);
        assert!(!text.contains(['\r', '\u{1b}']), "{text:?}");
        assert!(text.starts_with("163 steps, about 8 min 20 s\n"), "{text}");
        assert!(text.ends_with("2 s, 6 min 40 s left\n"), "{text}");
    }

    #[test]
    fn the_status_line_says_how_far_it_is_how_long_it_takes_and_what_it_waits_for() {
        let mut status = Status::default();
        under_way().iter().for_each(|event| status.fold(event));
        let line = status.line(Timestamp::from_millis(160_000), Ink::PLAIN);
        assert_eq!(line, " 40/163 ████░░░░░░░░░░░░░░░░ 5 min 40 s left  lks-rds-with-a-name- 2 min 39 s");
        assert!(line.chars().count() < 80);
        let (cause, message) = (Cause::Person, String::new());
        status.fold(&at(170, Happening::Paused { cause, message }));
        assert!(status.line(Timestamp::from_millis(170_000), Ink::PLAIN).contains("paused"));
    }

    #[test]
    fn when_the_run_has_ended_no_status_line_is_left() {
        let mut events = under_way();
        let (outcome, left) = (Ending::Done, Vec::new());
        events.push(at(200, Happening::Finished { outcome, seconds: 200, left }));
        assert!(written(&events, true).ends_with(&format!("{CLEAR}Done after 3 min 20 s.\n")));
    }
}
