//! A run's events as lines for people, or as they are for scripts.

use super::answer::time;
use crate::event::{Ending, Event, Happening, Subject};
use crate::ink::Ink;

/// The line of an event; `None`: it is not worth one. On a terminal the time left is said elsewhere.
pub(super) fn line(event: &Event, ink: Ink, on_terminal: bool) -> Option<String> {
    Some(match &event.what {
        Happening::Started { steps, seconds, .. } => format!("{steps} steps, about {}", time(*seconds)),
        Happening::StepDone { action, subject, seconds, done, of, left_seconds } => {
            let width = of.to_string().len();
            let took = format!("{:>10}", time(*seconds));
            let left = if on_terminal { String::new() } else { format!(", {} left", time(*left_seconds)) };
            format!(
                "{}  {:7} {}  {}",
                ink.good(&format!("{done:>width$}/{of}")),
                action.word(),
                name(subject),
                ink.faint(&(took + &left))
            )
        }
        Happening::StepFailed { subject, message, request_id } => {
            let request = request_id.as_ref().map_or_else(String::new, |id| format!(" (request {id})"));
            format!("{}  {}: {message}{request}", ink.bad("FAILED"), name(subject).trim_end())
        }
        Happening::Paused { message, .. } => format!("{}  {message}", ink.notable("PAUSED")),
        Happening::Resumed { message, .. } => format!("going on: {message}"),
        Happening::Finished { outcome, seconds, left } => ended(*outcome, *seconds, left, ink),
        Happening::StepStarted { .. }
        | Happening::Called { .. }
        | Happening::Answered { .. }
        | Happening::Retried { .. } => return None,
    })
}

fn ended(outcome: Ending, seconds: u64, left: &[String], ink: Ink) -> String {
    let word = match outcome {
        Ending::Done => ink.good("Done"),
        Ending::Cancelled => ink.notable("Cancelled"),
        Ending::Failed => ink.bad("Failed"),
    };
    let rest: String = left.iter().map(|line| format!("\n  {line}")).collect();
    format!("{word} after {}.{rest}", time(seconds))
}

/// The last part of the kind says enough beside the name; the whole of it would not fit into a terminal.
fn name(subject: &Subject) -> String {
    let kind = subject.kind.name().rsplit("::").next().unwrap_or_default();
    format!("{kind:27} {:40} {}", subject.name, subject.region)
}
