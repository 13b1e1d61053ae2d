//! What the dictionary knows of a single word: which parts of speech it can be.

use std::sync::{Arc, OnceLock};

use harper_core::DictWordMetadata;
use harper_core::spell::{Dictionary, MutableDictionary};

/// What a word can be; several at once ("book" is a noun and a verb). All false: unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Entry {
    /// Whether the dictionary has it at all, in any capitalisation.
    pub known: bool,
    /// Among the words people use most.
    pub common: bool,
    /// A singular noun.
    pub noun: bool,
    /// A plural noun.
    pub plural: bool,
    /// A noun that cannot be counted.
    pub mass: bool,
    /// A noun that can be counted.
    pub countable: bool,
    /// A name.
    pub proper: bool,
    /// The base form of a verb.
    pub verb: bool,
    /// A simple past form.
    pub past: bool,
    /// A past participle.
    pub participle: bool,
    /// An -ing form.
    pub ing: bool,
    /// A third person singular present form.
    pub third: bool,
    /// An adjective.
    pub adjective: bool,
    /// A comparative or superlative.
    pub degree: bool,
    /// An adverb.
    pub adverb: bool,
    /// A preposition.
    pub preposition: bool,
}

impl Entry {
    /// Whether it can be any form of a verb.
    pub const fn any_verb(&self) -> bool {
        self.verb || self.past || self.participle || self.ing || self.third
    }
}

/// Looks a word up, whatever its capitalisation.
pub fn entry(word: &str) -> Entry {
    let word: Vec<char> = word.chars().map(|c| if c == '’' { '\'' } else { c }).collect();
    dictionary().get_word_metadata(&word).map_or_else(Entry::default, |found| read(&found))
}

/// The English dictionary, shared.
pub(crate) fn dictionary() -> &'static Arc<MutableDictionary> {
    static DICTIONARY: OnceLock<Arc<MutableDictionary>> = OnceLock::new();
    DICTIONARY.get_or_init(MutableDictionary::curated)
}

fn read(word: &DictWordMetadata) -> Entry {
    Entry {
        known: true,
        common: word.common,
        noun: word.is_singular_noun(),
        plural: word.is_plural_noun(),
        mass: word.is_mass_noun(),
        countable: word.is_countable_noun(),
        proper: word.is_proper_noun(),
        verb: word.is_verb_lemma(),
        past: word.is_verb_simple_past_form(),
        participle: word.is_verb_past_participle_form(),
        ing: word.is_verb_progressive_form(),
        third: word.is_verb_third_person_singular_present_form(),
        adjective: word.is_adjective(),
        degree: word.is_comparative_adjective() || word.is_superlative_adjective(),
        adverb: word.is_adverb(),
        preposition: word.preposition,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_looked_up_whatever_their_case() {
        assert!(entry("book").noun && entry("book").verb);
        assert!(entry("Books").plural);
        assert!(entry("went").past);
        assert!(entry("eaten").participle);
        assert!(entry("running").ing);
        assert!(entry("goes").third);
        assert!(entry("beautiful").adjective);
        assert!(!entry("qwzrty").known);
    }
}
