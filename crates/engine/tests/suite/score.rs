//! Scores of texts.

use lks_engine::TokenScore;

use crate::house::Tiny;

fn total(scores: &[TokenScore]) -> f32 {
    scores.iter().map(|score| score.log_probability).sum()
}

#[test]
fn every_token_is_scored_and_stands_where_it_stands_in_the_text() {
    let tiny = Tiny::new();
    let text = "Hé 😀!";
    let scores = tiny.engine.score(&[text, "", "H"]).expect("scores");
    let spans: Vec<_> = scores[0].iter().map(|score| (score.start, score.end)).collect();
    assert_eq!(spans, (0..text.len()).map(|at| (at, at + 1)).collect::<Vec<_>>());
    assert!(scores[0].iter().all(|score| score.log_probability < 0.0));
    assert!(scores[1].is_empty());
    assert_eq!(scores[2][0].log_probability, scores[0][0].log_probability);
}

#[test]
fn texts_with_a_common_beginning_score_as_they_do_alone() {
    let tiny = Tiny::new();
    let texts = ["She goes to school.", "She go to school.", "He goes to school.", "She goes to school."];
    let together = tiny.engine.score(&texts).expect("scores");
    assert_eq!(together[0], together[3]);
    for (text, scores) in texts.iter().zip(&together) {
        let alone = tiny.engine.score(&[text]).expect("scores");
        assert!(
            (total(scores) - total(&alone[0])).abs() < 0.05,
            "{text}: {} {}",
            total(scores),
            total(&alone[0])
        );
    }
    assert_eq!(tiny.engine.score(&texts).expect("scores"), together);
}

#[test]
fn many_texts_and_long_ones_are_scored_in_parts() {
    let tiny = Tiny::new();
    let texts: Vec<String> =
        (0..300).map(|n| format!("{n} is a number, and the rest is long enough.")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let scores = tiny.engine.score(&texts).expect("scores");
    assert_eq!(scores.len(), 300);
    assert!(scores.iter().zip(&texts).all(|(scores, text)| scores.len() == text.len()));
    let long = "x".repeat(900);
    assert_eq!(tiny.engine.score(&[&long]).expect("scores")[0].len(), 900);
    assert!(tiny.engine.score(&[&"x".repeat(1024)]).is_err());
}

#[test]
fn a_gap_is_nothing_where_the_token_is_the_likeliest() {
    let tiny = Tiny::new();
    let gaps = tiny.engine.first_gaps("Hello").expect("gaps");
    assert_eq!(gaps.len(), 5);
    assert!(gaps.iter().all(|gap| gap.gap >= 0.0) && gaps.iter().any(|gap| gap.gap > 0.0), "{gaps:?}");
}

#[test]
fn openings_are_as_likely_as_the_tokens_that_they_are() {
    let tiny = Tiny::new();
    let text = "Hello";
    let scores = tiny.engine.score(&[text, "Hex", "Hellos"]).expect("scores");
    let openings = [(2, "llo"), (2, "x"), (0, "H"), (5, "s"), (99, "x"), (1, "")];
    let found = tiny.engine.openings(text, &openings).expect("openings");
    for (found, expected) in found.iter().zip([scores[0][2], scores[1][2], scores[0][0], scores[2][5]]) {
        let found = found.expect("a token begins there");
        assert!((found - expected.log_probability).abs() < 0.05, "{found} {expected:?}");
    }
    assert_eq!(found[4..], [None, None]);
}
