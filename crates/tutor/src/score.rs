//! The nine aspects of a conversation, from what can be counted in the learner's messages.
//!
//! Estimates, not a judgement: every number comes from a formula written beside it, the same
//! conversation always gives the same numbers, and none needs a model. Without a word of English
//! from the learner all are 0. The constants are our own choice, set so that a beginner's short
//! answers land near 30 to 40 and full, correct paragraphs near 90.

mod exchange;
mod features;

use lks_domain::conversation::Message;
use lks_domain::scores::Scores;

use crate::Tutor;
use features::Features;

pub(crate) fn scores(tutor: &Tutor, conversation: &[Message]) -> Scores {
    let features = Features::of(tutor, conversation);
    if features.words == 0 {
        return all(0);
    }
    let parts = [
        fluency(&features),
        vocabulary(&features),
        grammar(&features),
        exchange::comprehension(conversation),
        coherence(&features),
        etiquette(&features),
        exchange::responsiveness(conversation),
        clarity(&features),
    ];
    let overall = parts.iter().sum::<f32>() / 8.0;
    let [fluency, vocabulary, grammar, comprehension, coherence, etiquette, responsiveness, clarity] =
        parts.map(points);
    Scores {
        written_fluency: fluency,
        vocabulary,
        grammar,
        comprehension,
        coherence,
        digital_etiquette: etiquette,
        responsiveness,
        clarity,
        overall_communication: points(overall),
    }
}

const fn all(value: u8) -> Scores {
    Scores {
        written_fluency: value,
        vocabulary: value,
        grammar: value,
        comprehension: value,
        coherence: value,
        digital_etiquette: value,
        responsiveness: value,
        clarity: value,
        overall_communication: value,
    }
}

/// A share from 0 to 1 as whole points from 0 to 100.
fn points(share: f32) -> u8 {
    let rounded = (share.clamp(0.0, 1.0) * 100.0).round();
    (0..=100).rev().find(|value| f32::from(*value) <= rounded).unwrap_or(0)
}

/// How near `value` comes to what is plenty: 0 at 0, 0.63 at `scale`, towards 1.
fn saturating(value: f32, scale: f32) -> f32 {
    1.0 - (-value / scale).exp()
}

/// Ease of writing: two thirds from words a message (12 give 0.63), one third from words a sentence
/// (8 give 0.63), long and short sentences alike.
fn fluency(features: &Features) -> f32 {
    saturating(features.words_per_message(), 12.0) * 0.67
        + saturating(features.words_per_sentence(), 8.0) * 0.33
}

/// Range of words: Guiraud's index (different words by the square root of all words; 5 gives 0.63),
/// and the share of words with seven letters or more (0.15 gives 0.63), three to one.
fn vocabulary(features: &Features) -> f32 {
    saturating(features.guiraud(), 5.0) * 0.75 + saturating(features.share(features.long_words), 0.15) * 0.25
}

/// Correctness: falls with the weighted mistakes per hundred words (18 leave 0.37), and starts from
/// one half as long as there are few words to judge by. What the rules do not find they cannot count.
fn grammar(features: &Features) -> f32 {
    let seen = (-features.per_hundred(features.grammar_mistakes) / 18.0).exp();
    cautious(seen, features.words)
}

/// How ideas hang together: linking words a sentence (0.6 give 0.63) and the share of sentences that
/// take up a word of the sentence or message before.
fn coherence(features: &Features) -> f32 {
    let sentences = features.sentences.max(1) as f32;
    let links = saturating(features.linking_words as f32 / sentences, 0.6);
    let taken_up = saturating(features.taken_up as f32 / sentences, 0.4);
    cautious(0.15 + links * 0.5 + taken_up * 0.35, features.words)
}

/// Tone: starts at 0.7; greetings, thanks and please add up to 0.3; shouting in capitals, rude words
/// and rows of marks take 0.15 each, chat spelling 0.03.
fn etiquette(features: &Features) -> f32 {
    let polite = saturating(features.polite_words as f32, 2.0) * 0.3;
    0.7 + polite
        - 0.15 * features.shouting as f32
        - 0.15 * features.rude_words as f32
        - 0.03 * features.chat_words as f32
}

/// How easily it is understood: falls with mistakes of meaning, spelling and structure per hundred
/// words (25 leave 0.37) and with sentences of over 35 words (each takes 0.05).
fn clarity(features: &Features) -> f32 {
    let seen = (-features.per_hundred(features.unclear) / 25.0).exp();
    cautious(seen, features.words) - 0.05 * features.endless_sentences as f32
}

/// Few words prove little: mixes in ten words' worth of one half.
fn cautious(seen: f32, words: usize) -> f32 {
    let words = words as f32;
    (seen * words + 5.0) / (words + 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn talk(texts: &[(&str, &str)]) -> Vec<Message> {
        let message = |(role, content): &(&str, &str)| Message {
            role: (*role).to_owned(),
            content: (*content).to_owned(),
            ..Message::default()
        };
        texts.iter().map(message).collect()
    }

    fn scored(texts: &[(&str, &str)]) -> Scores {
        scores(&Tutor::new(), &talk(texts))
    }

    #[test]
    fn nothing_said_scores_nothing() {
        assert_eq!(scored(&[]).values(), [0; 9]);
        assert_eq!(scored(&[("assistant", "Hi! How are you?")]).values(), [0; 9]);
        assert_eq!(scored(&[("user", "Saya suka makan nasi goreng di rumah")]).values(), [0; 9]);
    }

    #[test]
    fn mistakes_lower_grammar_and_clarity() {
        let right = scored(&[("user", "Yesterday I went to the market with my mother and bought two fish.")]);
        let wrong = scored(&[(
            "user",
            "Yesterday I go to the market with my mother and buy two fishs. She like it. He don't know nothing.",
        )]);
        assert!(wrong.grammar < right.grammar, "{wrong:?} {right:?}");
        assert!(wrong.clarity < right.clarity);
    }

    #[test]
    fn one_word_answers_lower_fluency_and_vocabulary() {
        let short = scored(&[("assistant", "What do you like?"), ("user", "Football")]);
        let long = scored(&[
            ("assistant", "What do you like?"),
            (
                "user",
                "I like football because my friends and I play together every Saturday afternoon, and our team often wins.",
            ),
        ]);
        assert!(short.written_fluency < long.written_fluency);
        assert!(short.vocabulary < long.vocabulary);
        assert!(short.overall_communication < long.overall_communication);
    }

    #[test]
    fn politeness_raises_and_shouting_lowers_etiquette() {
        let polite = scored(&[("user", "Hello! Could you help me, please? Thank you very much.")]);
        let plain = scored(&[("user", "I want to talk about my house in the village.")]);
        let rude = scored(&[("user", "THIS IS STUPID AND BORING!!! SHUT UP NOW!!!")]);
        assert!(
            polite.digital_etiquette > plain.digital_etiquette
                && plain.digital_etiquette > rude.digital_etiquette
        );
    }

    #[test]
    fn answers_that_fit_raise_comprehension_and_responsiveness() {
        let question = ("assistant", "What is your favourite food?");
        let fits = scored(&[question, ("user", "My favourite food is rendang. What about you?")]);
        let ignores = scored(&[question, ("user", "The bus is blue")]);
        assert!(fits.comprehension > ignores.comprehension);
        assert!(fits.responsiveness > ignores.responsiveness);
    }

    #[test]
    fn scores_are_bounded_for_any_text() {
        for text in [
            "a",
            "!!!!",
            "AAAA AAAA AAAA AAAA",
            &"word ".repeat(2_000),
            "fuck fuck fuck fuck fuck fuck fuck fuck",
        ] {
            let values = scored(&[("user", text)]).values();
            assert!(values.iter().all(|value| *value <= 100), "{text}");
        }
    }
}
