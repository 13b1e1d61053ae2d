//! The newest lines of the log in memory, for the console.

use std::collections::{BTreeSet, VecDeque};
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use lks_domain::console::monitor::LogLine;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

use crate::identity::clock;

/// Lines that are kept.
const KEPT: usize = 5000;
/// Longest line, in bytes.
const LONGEST: usize = 2000;
/// Lines of this target hold codes that open accounts: for whoever stands at the machine alone.
const SECRET: &str = "outbox";

/// The lines of this process. Cheap to clone.
#[derive(Clone, Default)]
pub struct LogRing(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    lines: VecDeque<LogLine>,
    last: u64,
}

/// What is looked for.
pub struct Wanted<'a> {
    /// Part of the program; empty: all.
    pub group: &'a str,
    /// Text, in any case; empty: all.
    pub search: &'a str,
    /// Only lines with smaller numbers.
    pub before: Option<u64>,
    /// How many, at most.
    pub limit: usize,
}

impl LogRing {
    /// The one that the log of this process is kept in.
    pub fn of_process() -> Self {
        static RING: LazyLock<LogRing> = LazyLock::new(LogRing::default);
        RING.clone()
    }

    /// Lines, newest first.
    pub fn find(&self, wanted: &Wanted<'_>) -> Vec<LogLine> {
        let search = wanted.search.to_lowercase();
        let fits = |line: &&LogLine| {
            wanted.before.is_none_or(|before| line.number < before)
                && (wanted.group.is_empty() || line.group == wanted.group)
                && (search.is_empty() || line.message.to_lowercase().contains(&search))
        };
        self.inner().lines.iter().rev().filter(fits).take(wanted.limit).cloned().collect()
    }

    /// Parts of the program that have written.
    pub fn groups(&self) -> Vec<String> {
        let inner = self.inner();
        inner
            .lines
            .iter()
            .map(|line| line.group.as_str())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .map(String::from)
            .collect()
    }

    fn push(&self, group: &str, level: &str, mut message: String) {
        message.truncate(message.floor_char_boundary(LONGEST));
        let mut inner = self.inner();
        inner.last += 1;
        let number = inner.last;
        if inner.lines.len() == KEPT {
            inner.lines.pop_front();
        }
        inner.lines.push_back(LogLine {
            number,
            at: clock::now(),
            group: group.to_owned(),
            level: level.to_owned(),
            message,
        });
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S: Subscriber> Layer<S> for LogRing {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let metadata = event.metadata();
        if metadata.target() == SECRET {
            return;
        }
        let mut text = Text::default();
        event.record(&mut text);
        let group = metadata.target().split("::").next().unwrap_or_default();
        self.push(group, metadata.level().as_str(), text.message + &text.fields);
    }
}

/// An event as one line: the message, then its fields.
#[derive(Default)]
struct Text {
    message: String,
    fields: String,
}

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let _never_fails = if field.name() == "message" {
            write!(self.message, "{value:?}")
        } else {
            write!(self.fields, " {}={value:?}", field.name())
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing_subscriber::layer::SubscriberExt as _;

    fn all() -> Wanted<'static> {
        Wanted { group: "", search: "", before: None, limit: 10 }
    }

    #[test]
    fn lines_are_found_by_text_and_number_and_codes_are_never_kept() {
        let ring = LogRing::default();
        let subscriber = tracing_subscriber::registry().with(ring.clone());
        tracing::subscriber::with_default(subscriber, || {
            tracing::info!(answer = 42, "first thing");
            tracing::warn!("second thing");
            tracing::info!(target: "outbox", code = "123456", "a code waits");
        });
        let lines = ring.find(&all());
        assert_eq!(lines.iter().map(|line| line.number).collect::<Vec<_>>(), [2, 1]);
        assert_eq!((lines[1].message.as_str(), lines[1].level.as_str()), ("first thing answer=42", "INFO"));
        assert_eq!(ring.find(&Wanted { search: "SECOND", ..all() }).len(), 1);
        assert_eq!(ring.find(&Wanted { before: Some(2), ..all() })[0].number, 1);
        assert_eq!(ring.groups(), ["lks_server"]);
    }

    #[test]
    fn old_lines_go_and_long_ones_are_cut() {
        let ring = LogRing::default();
        (0..KEPT + 3).for_each(|_| ring.push("a", "INFO", "é".repeat(LONGEST)));
        assert_eq!(ring.inner().lines.len(), KEPT);
        assert_eq!(ring.find(&all())[0].message.len(), LONGEST);
    }
}
