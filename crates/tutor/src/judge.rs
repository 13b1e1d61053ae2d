//! Corrections with a language model as the judge: of many small changes those stay that make the
//! sentence much likelier English.
//!
//! The model is behind a trait; which one it is and how it runs, nobody here knows. The rules' and
//! the checker's own edits pass the same judge, who can only veto them. The model never writes: what
//! can be changed, and what is said about it, comes from here. Same text, same model, same answer.

mod bench;
mod candidate;
mod draft;
mod kind;
mod session;

use lks_domain::correction::{Corrections, Edit};

pub use bench::{Trial, trials};
pub use kind::Kind;

use crate::sentence;
use session::Session;

/// Log-probability of one token of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TokenScore {
    /// First byte of the token in the text.
    pub start: usize,
    /// First byte behind it.
    pub end: usize,
    /// Natural logarithm of its probability after what stands before it.
    pub log_probability: f32,
}

/// A way in which a text could go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening<'a> {
    /// The byte of the text behind which it would go on so.
    pub at: usize,
    /// What would stand there, with the space before it, as far as it matters.
    pub words: &'a str,
}

/// The model cannot judge now; the rules' own answer stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the model cannot judge: {0}")]
pub struct Unavailable(pub String);

/// What a judge must be able to do. Calls block.
pub trait LanguageModel {
    /// Its name, as edits give their source.
    fn name(&self) -> &str;

    /// Log-probability that the text goes on with the first token of each opening, by one look at the
    /// text; 0 where no token begins there and the model cannot tell.
    ///
    /// # Errors
    /// [`Unavailable`] if the model does not answer.
    fn openings(&self, text: &str, openings: &[Opening<'_>]) -> Result<Vec<f32>, Unavailable>;

    /// Scores the tokens of variants of one text, all in one go, so that their sums can be compared.
    ///
    /// # Errors
    /// [`Unavailable`] if the model does not answer.
    fn score(&self, variants: &[&str]) -> Result<Vec<Vec<TokenScore>>, Unavailable>;
}

/// Tokens that one text may cost; what is left when they are spent is left to the rules.
const BUDGET: usize = 4_000;

/// Judges `text`, for which the rules and the checker proposed `edits` (the best first).
pub(crate) fn judge(
    text: &str,
    edits: Vec<Edit>,
    language: lks_domain::correction::Language,
    model: &dyn LanguageModel,
) -> Result<Corrections, Unavailable> {
    let chars: Vec<char> = text.chars().collect();
    let mut session = Session::new(model, BUDGET);
    let mut judged = Vec::new();
    let (mut inside, outside) = split(edits, &chars, text);
    judged.extend(outside);
    for sentence in sentence::split(text) {
        let Some(span) = sentence.span() else { continue };
        let (own, rest) = inside.into_iter().partition(|edit: &Edit| span.contains(&edit.start));
        inside = rest;
        judged.extend(session.sentence(&chars, span, own, language)?);
    }
    Ok(Corrections::apply(text, judged))
}

/// Edits that lie in one sentence each, and those between sentences, which are no matter of likelihood.
fn split(edits: Vec<Edit>, chars: &[char], text: &str) -> (Vec<Edit>, Vec<Edit>) {
    let spans: Vec<_> = sentence::split(text).iter().filter_map(sentence::Sentence::span).collect();
    let kept = crate::merge::compatible(edits);
    debug_assert!(kept.iter().all(|edit| edit.end <= chars.len()));
    kept.into_iter()
        .partition(|edit| spans.iter().any(|span| span.contains(&edit.start) && edit.end <= span.end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tutor;
    use lks_domain::correction::Language;

    /// A model that knows one text and finds others the less likely the more they differ from it.
    struct Knows(&'static str);

    impl Knows {
        /// Nats for the words of `text` that do not stand there in the same order in the known one.
        fn distance(&self, text: &str) -> f32 {
            let words = |text: &str| text.split_whitespace().map(ToOwned::to_owned).collect::<Vec<_>>();
            let (known, text) = (words(self.0), words(text));
            let mut row: Vec<usize> = vec![0; known.len() + 1];
            for word in &text {
                let before = row.clone();
                for at in 1..=known.len() {
                    row[at] =
                        if *word == known[at - 1] { before[at - 1] + 1 } else { before[at].max(row[at - 1]) };
                }
            }
            let same = row.iter().max().copied().unwrap_or_default();
            #[allow(clippy::cast_precision_loss)]
            let different = (text.len() - same) as f32;
            different * 10.0
        }
    }

    impl LanguageModel for Knows {
        fn name(&self) -> &str {
            "knows:1"
        }

        fn openings(&self, _: &str, openings: &[Opening<'_>]) -> Result<Vec<f32>, Unavailable> {
            let known = |opening: &Opening<'_>| {
                self.0.contains(opening.words.split_whitespace().next().unwrap_or("?"))
            };
            Ok(openings.iter().map(|opening| if known(opening) { 5.0 } else { 0.0 }).collect())
        }

        fn score(&self, variants: &[&str]) -> Result<Vec<Vec<TokenScore>>, Unavailable> {
            // The whole stands in the last token; what is cut off at the end is not the variant's fault.
            let score = |text: &&str| {
                vec![TokenScore { start: 0, end: text.len(), log_probability: -self.distance(text) }]
            };
            Ok(variants.iter().map(score).collect())
        }
    }

    struct Gone;

    impl LanguageModel for Gone {
        fn name(&self) -> &str {
            "gone:1"
        }

        fn openings(&self, _: &str, _: &[Opening<'_>]) -> Result<Vec<f32>, Unavailable> {
            Err(Unavailable("it is gone".to_owned()))
        }

        fn score(&self, _: &[&str]) -> Result<Vec<Vec<TokenScore>>, Unavailable> {
            Err(Unavailable("it is gone".to_owned()))
        }
    }

    #[test]
    fn several_mistakes_are_mended_one_by_one_and_explained() {
        let model = Knows("The visitors discuss the new plan in the meeting.");
        let text = "The visitors discusses about the new plan at the meeting.";
        let judged = Tutor::new().judge(text, Language::Id, &model).unwrap();
        assert_eq!(judged.corrected, model.0);
        assert!(judged.edits.iter().any(|edit| edit.source == "knows:1"));
        for edit in &judged.edits {
            let original: String = text.chars().skip(edit.start).take(edit.end - edit.start).collect();
            assert_eq!(edit.original, original);
            assert!(!edit.explanation.is_empty() && !edit.explanation.contains('{'));
        }
    }

    #[test]
    fn an_edit_of_the_rules_goes_where_the_model_surely_knows_better() {
        let text = "She go to school.";
        assert_ne!(Tutor::new().correct(text, Language::En).corrected, text);
        let judged = Tutor::new().judge(text, Language::En, &Knows("She go to school.")).unwrap();
        assert_eq!(judged.corrected, text);
    }

    #[test]
    fn a_model_that_does_not_answer_is_an_error_and_no_silence() {
        assert!(Tutor::new().judge("She go to school.", Language::En, &Gone).is_err());
    }

    #[test]
    fn other_languages_are_left_alone() {
        let text = "Saya suka makan nasi goreng di rumah.";
        assert_eq!(Tutor::new().judge(text, Language::En, &Gone).unwrap().corrected, text);
    }
}
