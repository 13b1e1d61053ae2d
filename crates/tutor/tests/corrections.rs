//! What the rules and the checker together do to whole sentences, right ones and wrong ones.
//! The sentences were written for this project.

use lks_domain::correction::{Corrections, Language};
use lks_tutor::Tutor;
use proptest::prelude::*;

const RIGHT: &str = include_str!("right.txt");
const WRONG: &str = include_str!("wrong.txt");

fn changed(text: &str) -> Corrections {
    Tutor::new().correct(text, Language::Id)
}

#[test]
fn right_sentences_stay_untouched() {
    let alarms: Vec<String> = RIGHT
        .lines()
        .filter_map(|line| {
            let result = changed(line);
            (result.corrected != line)
                .then(|| format!("{line}\n   {} {}", result.corrected, finders(&result)))
        })
        .collect();
    eprintln!("untouched: {} of {}", RIGHT.lines().count() - alarms.len(), RIGHT.lines().count());
    assert!(RIGHT.lines().count() >= 150);
    assert!(alarms.is_empty(), "{}", alarms.join("\n"));
}

#[test]
fn wrong_sentences_become_what_they_should_be() {
    let pairs: Vec<(&str, &str)> = WRONG.lines().filter_map(|line| line.split_once(" => ")).collect();
    let missed: Vec<String> = pairs
        .iter()
        .filter_map(|(wrong, right)| {
            let result = changed(wrong);
            (result.corrected != *right).then(|| {
                format!("{wrong}\n   got  {} {}\n   want {right}", result.corrected, finders(&result))
            })
        })
        .collect();
    eprintln!("mended: {} of {}", pairs.len() - missed.len(), pairs.len());
    assert!(pairs.len() >= 120 && pairs.len() == WRONG.lines().count());
    assert!(missed.is_empty(), "{} of {}\n{}", missed.len(), pairs.len(), missed.join("\n"));
}

fn finders(result: &Corrections) -> String {
    let edits: Vec<String> = result
        .edits
        .iter()
        .map(|edit| {
            format!(
                "{}: {}>{} ({:?}, {})",
                edit.source, edit.original, edit.replacement, edit.category, edit.explanation
            )
        })
        .collect();
    format!("[{}]", edits.join("; "))
}

#[test]
fn every_edit_is_explained_in_the_language_asked_for() {
    for line in WRONG.lines().filter_map(|line| line.split(" => ").next()) {
        let (id, en) = (Tutor::new().correct(line, Language::Id), Tutor::new().correct(line, Language::En));
        assert_eq!(id.corrected, en.corrected);
        for (a, b) in id.edits.iter().zip(&en.edits) {
            assert!(!a.explanation.is_empty() && !a.explanation.contains("{"), "{}", a.explanation);
            assert_ne!(a.explanation, b.explanation, "{line}");
        }
    }
}

#[test]
fn indonesian_code_and_addresses_are_left_alone() {
    for text in [
        "Saya suka belajar bahasa Inggris di sekolah.",
        "Kemarin aku pergi ke pasar sama ibu, beli ikan dan sayur.",
        "I use `she go` in my code.",
        "My email is siti_rahayu@smk.sch.id.",
        "See https://example.com/she-go-home for more.",
        "",
        "😀",
        "こんにちは",
    ] {
        assert_eq!(changed(text).corrected, text);
    }
}

#[test]
fn a_very_long_text_is_done_in_bounded_time() {
    changed("She go to school.");
    let started = std::time::Instant::now();
    for piece in [
        "She go to school yesterday and buy many book. ",
        "qwpoe zxmcn vbnml I like ",
        "a`b@c😀e\u{301} ",
        "((((",
        "\u{202e}",
    ] {
        let text: String = piece.chars().cycle().take(20_000).collect();
        consistent(&text);
    }
    let seconds = started.elapsed().as_secs_f32();
    eprintln!("5 texts of 20,000 characters: {seconds} s");
    assert!(seconds < 120.0, "{seconds} s");
}

/// Offsets are valid, originals are what stands there, edits are in order and make the result.
fn consistent(text: &str) {
    let result = changed(text);
    let chars: Vec<char> = text.chars().collect();
    let mut rebuilt = String::new();
    let mut at = 0;
    for edit in &result.edits {
        assert!(at <= edit.start && edit.start <= edit.end && edit.end <= chars.len());
        assert_eq!(chars[edit.start..edit.end].iter().collect::<String>(), edit.original);
        assert_ne!(edit.original, edit.replacement);
        rebuilt.extend(&chars[at..edit.start]);
        rebuilt.push_str(&edit.replacement);
        at = edit.end;
    }
    rebuilt.extend(&chars[at..]);
    assert_eq!(rebuilt, result.corrected);
    assert_eq!(changed(text), result, "the same text gives the same answer");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_consistent_edits(text in "\\PC{0,120}") {
        consistent(&text);
    }

    #[test]
    fn words_of_learners_in_any_order_give_consistent_edits(
        words in proptest::collection::vec(
            prop::sample::select(vec![
                "I", "i", "she", "go", "goes", "went", "to", "the", "a", "an", "is", "are", "not", "very", "like", ",", ".",
                "?", "yesterday", "many", "book", "in", "Monday", "my", "father", "he", "have", "has", "been", "`x`", "\n",
                "much", "informations", "don't", "because", "so", "although", "but", "and", "me", "her", "😀", "17", "years",
                "old", "there", "if", "will", "since", "2015", "for", "more", "better", "than", "then", "i'm",
            ]),
            0..25,
        )
    ) {
        consistent(&words.join(" "));
    }
}
