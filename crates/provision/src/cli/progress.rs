//! A run's events as lines for people, or as they are for scripts.

use crate::event::{Ending, Event, Happening, Subject};

pub(super) struct Progress {
    json: bool,
}

impl Progress {
    pub(super) fn new(json: bool) -> Self {
        Self { json }
    }

    /// The line of an event; `None`: it is not worth one.
    pub(super) fn line(&self, event: &Event, json: String) -> Option<String> {
        if self.json { Some(json) } else { human(&event.what) }
    }
}

fn human(what: &Happening) -> Option<String> {
    Some(match what {
        Happening::Started { steps, seconds, .. } => format!("{steps} steps, about {}", time(*seconds)),
        Happening::StepDone { action, subject, done, of, left_seconds, .. } => {
            let width = of.to_string().len();
            format!(
                "{done:>width$}/{of}  {:7} {}  {} left",
                action.word(),
                name(subject),
                time(*left_seconds)
            )
        }
        Happening::StepFailed { subject, message } => format!("FAILED  {}: {message}", name(subject)),
        Happening::Paused { message } => format!("PAUSED  {message}"),
        Happening::Resumed => "going on".into(),
        Happening::Finished { outcome, seconds, left } => ended(*outcome, *seconds, left),
        Happening::StepStarted { .. } | Happening::Called { .. } | Happening::Retried { .. } => return None,
    })
}

fn ended(outcome: Ending, seconds: u64, left: &[String]) -> String {
    let word = match outcome {
        Ending::Done => "Done",
        Ending::Cancelled => "Cancelled",
        Ending::Failed => "Failed",
    };
    let rest: String = left.iter().map(|line| format!("\n  {line}")).collect();
    format!("{word} after {}.{rest}", time(seconds))
}

fn name(subject: &Subject) -> String {
    format!("{:45} {:40} {}", subject.kind, subject.name, subject.region)
}

fn time(seconds: u64) -> String {
    if seconds < 90 { format!("{seconds} s") } else { format!("{} min {} s", seconds / 60, seconds % 60) }
}
