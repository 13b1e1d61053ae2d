//! Counting: what was found, what was missed, what was a false alarm.

use std::collections::BTreeSet;

use crate::development::{Change, Sample};

/// Counts of edits and of right texts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Figures {
    pub found: usize,
    pub false_alarms: usize,
    pub missed: usize,
    pub right: usize,
    pub untouched: usize,
}

impl Figures {
    /// Takes an answer to a text with mistakes.
    pub fn count(&mut self, sample: &Sample, given: &BTreeSet<Change>) {
        let mut open = given.clone();
        for slot in &sample.slots {
            // The answer that was given most of; of several the one that asks for least.
            let best = slot.answers.iter().max_by_key(|answer| {
                let met = answer.intersection(given).count();
                (met, usize::MAX - answer.len())
            });
            let Some(best) = best else { continue };
            let met = best.intersection(&open).count();
            self.found += met;
            self.missed += best.len() - met;
            open.retain(|change| !best.contains(change));
        }
        self.false_alarms += open.len();
    }

    /// Takes an answer to a text without any.
    pub fn count_right(&mut self, given: &BTreeSet<Change>) {
        self.right += 1;
        self.untouched += usize::from(given.is_empty());
        self.false_alarms += given.len();
    }

    /// Precision on the texts with mistakes, recall, F0.5, share of right texts untouched.
    pub fn line(&self, name: &str) -> String {
        let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        let precision = share(self.found, self.found + self.false_alarms);
        let recall = share(self.found, self.found + self.missed);
        let f = if precision + recall > 0.0 {
            1.25 * precision * recall / (0.25 * precision + recall)
        } else {
            0.0
        };
        let right = if self.right > 0 {
            format!(
                "{:.1} % of {} right ones untouched",
                100.0 * share(self.untouched, self.right),
                self.right
            )
        } else {
            format!(
                "precision {precision:.3}  recall {recall:.3}  F0.5 {f:.3}  ({} edits)",
                self.found + self.missed
            )
        };
        format!("{name:<28} {right}")
    }
}
