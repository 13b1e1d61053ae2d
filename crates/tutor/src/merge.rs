//! One list of edits out of everything that was found: earlier finders win, nothing overlaps.

use lks_domain::correction::{Corrections, Edit};

/// Keeps of `candidates` (best first) those that touch none kept before, and applies them.
pub(crate) fn apply(text: &str, candidates: Vec<Edit>) -> Corrections {
    Corrections::apply(text, compatible(candidates))
}

/// Those of `candidates` (best first) that touch none kept before.
pub(crate) fn compatible(candidates: Vec<Edit>) -> Vec<Edit> {
    let mut kept: Vec<Edit> = Vec::new();
    for edit in candidates {
        if edit.original != edit.replacement && !kept.iter().any(|other| overlap(other, &edit)) {
            kept.push(edit);
        }
    }
    kept
}

/// Spans that share a code point, and insertions at the edge of another change.
fn overlap(a: &Edit, b: &Edit) -> bool {
    let insertion = a.start == a.end || b.start == b.end;
    (a.start < b.end && b.start < a.end) || (insertion && a.start <= b.end && b.start <= a.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lks_domain::correction::{Category, Severity};

    fn edit(start: usize, end: usize, original: &str, replacement: &str) -> Edit {
        Edit {
            start,
            end,
            original: original.into(),
            replacement: replacement.into(),
            category: Category::Other,
            severity: Severity::Minor,
            explanation: String::new(),
            source: "rules".into(),
        }
    }

    #[test]
    fn the_better_of_two_overlapping_edits_stays_whatever_its_position() {
        let result = apply("she go now", vec![edit(4, 6, "go", "goes"), edit(0, 6, "she go", "x")]);
        assert_eq!(result.corrected, "she goes now");
    }

    #[test]
    fn an_edit_that_changes_nothing_is_dropped() {
        assert!(apply("ok", vec![edit(0, 2, "ok", "ok")]).edits.is_empty());
    }
}
