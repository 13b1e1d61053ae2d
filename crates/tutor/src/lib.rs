//! The tutor: what is wrong in a learner's English and why, how well a conversation goes, and the
//! rule-based practice partner.
//!
//! Pure computing: no I/O, no clock, no async, and always the same answer to the same question. The
//! general checker (`lks-checker`) loads on first use; `Tutor::warm_up` does it ahead of time.

mod explanation;
mod general;
pub mod judge;
pub mod language;
mod merge;
pub mod partner;
mod protected;
mod rule;
mod score;
mod sentence;
mod word;

use lks_domain::conversation::Message;
use lks_domain::correction::{Corrections, Edit, Language};
use lks_domain::ollama::ChatMessage;
use lks_domain::scores::Scores;

use crate::language::Written;
use crate::rule::Proposal;

/// Name of the model whose judgement these corrections are.
pub const MODEL: &str = "practice-rules";

/// Corrects, scores and explains. Cheap to clone; every method may take milliseconds of pure
/// computing a sentence, the first call a second or two unless warmed up.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tutor {
    // Only `new` makes one, so that a tutor may get state later.
    _private: (),
}

impl Tutor {
    /// Returns at once.
    pub const fn new() -> Self {
        Self { _private: () }
    }

    /// Loads the checker and the tables. Takes a second or two; call it off the request path.
    pub fn warm_up(&self) {
        lks_checker::warm_up();
        let _ = self.correct("She go to school yesterday.", Language::En);
    }

    /// What is wrong in `text`, explained in `language`; nothing for a text that is not English.
    /// No edits does not mean that the text is right.
    pub fn correct(&self, text: &str, language: Language) -> Corrections {
        merge::apply(text, self.proposed(text, language))
    }

    /// The same with a language model as the judge of what the rules and the checker found and of
    /// what else could be wrong. Edits that the model made have its name as their source.
    ///
    /// # Errors
    /// [`Unavailable`](judge::Unavailable) if the model does not answer; the rules' own answer stands then.
    pub fn judge(
        &self,
        text: &str,
        language: Language,
        model: &dyn judge::LanguageModel,
    ) -> Result<Corrections, judge::Unavailable> {
        if language::written(text) != Written::English {
            return Ok(Corrections { corrected: text.to_owned(), edits: Vec::new() });
        }
        judge::judge(text, self.proposed(text, language), language, model)
    }

    /// What the rules and the checker propose, the best first.
    fn proposed(&self, text: &str, language: Language) -> Vec<Edit> {
        if language::written(text) != Written::English {
            return Vec::new();
        }
        let chars: Vec<char> = text.chars().collect();
        let protected = protected::ranges(&chars);
        let by_rules = sentence::split(text)
            .iter()
            .flat_map(rule::proposals)
            .filter_map(|proposal| by_rule(&proposal, &chars, language))
            .collect::<Vec<_>>();
        let by_checker = lks_checker::lint(text)
            .into_iter()
            .filter(|found| general::is_independent(found, &by_rules))
            .filter_map(|found| general::edit(&found, &chars, language))
            .collect::<Vec<_>>();
        by_rules
            .into_iter()
            .chain(by_checker)
            .filter(|edit| !protected::touches(&protected, &(edit.start..edit.end)))
            .collect()
    }

    /// What the model `practice-rules` says next; the same for the same messages and seed.
    pub fn reply(&self, messages: &[ChatMessage], seed: u64) -> String {
        partner::reply(messages, seed)
    }

    /// What the rules say to a message that they know better than a small model; see [`partner::kept`].
    pub fn kept(&self, messages: &[ChatMessage], seed: u64) -> Option<String> {
        partner::kept(messages, seed)
    }

    /// The nine aspects of a conversation, by what can be counted in the learner's messages; see
    /// the functions' descriptions for what each number means.
    pub fn scores(&self, conversation: &[Message]) -> Scores {
        score::scores(self, conversation)
    }
}

fn by_rule(proposal: &Proposal, chars: &[char], language: Language) -> Option<Edit> {
    let original: String = chars.get(proposal.span.clone())?.iter().collect();
    let note = proposal.reason;
    Some(Edit {
        start: proposal.span.start,
        end: proposal.span.end,
        replacement: proposal.replacement.clone(),
        category: note.category,
        severity: note.severity,
        explanation: note.text(language, &original, &proposal.replacement, &proposal.about),
        source: "rules".to_owned(),
        original,
    })
}
