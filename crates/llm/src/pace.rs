//! How fast a worker has written of late, from the statistics on the last line of its replies.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::Deserialize;

/// What counts as of late.
const LATELY: Duration = Duration::from_secs(300);
/// Replies that are remembered, at most.
const REMEMBERED: usize = 512;
/// A line without this is not the last one; saves reading every line of every reply.
const LAST: &[u8] = b"\"done\":true";

/// The replies of the last five minutes: tokens and how long they took.
#[derive(Debug, Default)]
pub struct Pace(Mutex<VecDeque<(Instant, u64, Duration)>>);

#[derive(Deserialize)]
struct Statistics {
    done: bool,
    eval_count: u64,
    /// Nanoseconds.
    eval_duration: u64,
}

impl Pace {
    /// Looks at a line of a reply; learns from it if it is the last one and took any time.
    pub fn see(&self, line: &[u8]) {
        if !line.windows(LAST.len()).any(|part| part == LAST) {
            return;
        }
        if let Ok(Statistics { done: true, eval_count, eval_duration: eval_duration @ 1.. }) =
            serde_json::from_slice(line)
        {
            self.learn(eval_count, Duration::from_nanos(eval_duration), Instant::now());
        }
    }

    fn learn(&self, tokens: u64, took: Duration, now: Instant) {
        let mut replies = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if replies.len() == REMEMBERED {
            replies.pop_front();
        }
        replies.push_back((now, tokens, took));
    }

    /// Tokens a second over the replies of late; none if there were none.
    pub fn tokens_per_second(&self) -> Option<f64> {
        self.at(Instant::now())
    }

    fn at(&self, now: Instant) -> Option<f64> {
        let mut replies = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        replies.retain(|(at, ..)| now.duration_since(*at) <= LATELY);
        let tokens: u64 = replies.iter().map(|(_, tokens, _)| tokens).sum();
        let seconds: f64 = replies.iter().map(|(.., took)| took.as_secs_f64()).sum();
        #[expect(clippy::cast_precision_loss, reason = "a few thousand tokens")]
        let tokens = tokens as f64;
        (seconds > 0.0).then(|| tokens / seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pace_is_that_of_all_replies_of_the_last_five_minutes() {
        let pace = Pace::default();
        assert_eq!(pace.tokens_per_second(), None);
        let now = Instant::now();
        pace.learn(1000, Duration::from_secs(1), now);
        pace.learn(30, Duration::from_secs(1), now + LATELY);
        pace.learn(10, Duration::from_secs(1), now + LATELY);
        assert_eq!(pace.at(now + LATELY + Duration::from_secs(1)), Some(20.0));
        assert_eq!(pace.at(now + LATELY * 3), None);
    }

    #[test]
    fn only_the_last_line_of_a_reply_is_learnt_from() {
        let pace = Pace::default();
        for line in [
            "{\"done\":false,\"message\":{\"content\":\"eval_count\"}}",
            "{\"done\":true}",
            "{\"done\":true,\"eval_count\":5,\"eval_duration\":0}",
            "not json \"done\":true",
        ] {
            pace.see(line.as_bytes());
        }
        assert_eq!(pace.tokens_per_second(), None);
        pace.see(b"{\"done\":true,\"eval_count\":50,\"eval_duration\":500000000,\"x\":1}\n");
        assert_eq!(pace.tokens_per_second(), Some(100.0));
    }
}
