//! Kinds of change: how much likelier each must make its sentence, and what is said about it.
//!
//! The thresholds were fixed on one part of the development set (`docs/CORRECTIONS.md` says how);
//! the figures of the other part are what the judge is measured by.

use crate::explanation::{Reason, judged as note};

/// What a change does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Kind {
    /// Another form of the same verb: go, goes, going, to go.
    VerbForm,
    /// Another tense of the same verb: go, went.
    Tense,
    /// Another form of be, have or do.
    Agreement,
    /// Another modal.
    Modal,
    /// Singular or plural.
    Number,
    /// `'s`.
    Possessive,
    /// An article more.
    ArticleMissing,
    /// An article less.
    ArticleExtra,
    /// Another article.
    ArticleOther,
    /// A preposition more.
    PrepositionMissing,
    /// A preposition less.
    PrepositionExtra,
    /// Another preposition.
    PrepositionOther,
    /// A form of be more.
    BeMissing,
    /// Another helping verb more.
    AuxiliaryMissing,
    /// `to` before a verb.
    ToMissing,
    /// No `to`.
    ToExtra,
    /// Some other small word less.
    WordExtra,
    /// Another small word more.
    WordMissing,
    /// Another pronoun.
    Pronoun,
    /// Another determiner: this, these; much, many.
    Determiner,
    /// A word that looks or sounds alike.
    Confused,
    /// Another word of the same family: quick, quickly.
    Family,
    /// A misspelt word.
    Spelling,
    /// Two words in the other order.
    Order,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 24] = [
        Self::VerbForm,
        Self::Tense,
        Self::Agreement,
        Self::Modal,
        Self::Number,
        Self::Possessive,
        Self::ArticleMissing,
        Self::ArticleExtra,
        Self::ArticleOther,
        Self::PrepositionMissing,
        Self::PrepositionExtra,
        Self::PrepositionOther,
        Self::BeMissing,
        Self::AuxiliaryMissing,
        Self::ToMissing,
        Self::ToExtra,
        Self::WordExtra,
        Self::WordMissing,
        Self::Pronoun,
        Self::Determiner,
        Self::Confused,
        Self::Family,
        Self::Spelling,
        Self::Order,
    ];

    /// Nats of total log-probability by which the sentence must gain.
    pub(super) const fn threshold(self) -> f32 {
        match self {
            Self::ArticleMissing | Self::Agreement | Self::Number => 4.0,
            Self::ToMissing => 4.5,
            Self::VerbForm | Self::BeMissing | Self::PrepositionMissing | Self::Spelling => 5.0,
            Self::ArticleOther
            | Self::PrepositionOther
            | Self::ToExtra
            | Self::AuxiliaryMissing
            | Self::Determiner => 5.5,
            Self::Tense => 6.0,
            Self::ArticleExtra | Self::PrepositionExtra | Self::Pronoun | Self::Possessive => 6.5,
            Self::WordMissing | Self::Order => 7.0,
            Self::Confused | Self::Family | Self::Modal => 7.5,
            Self::WordExtra => 8.5,
        }
    }

    pub(super) const fn note(self) -> Reason {
        match self {
            Self::VerbForm => note::VERB_FORM,
            Self::Tense => note::TENSE,
            Self::Agreement => note::AGREEMENT,
            Self::Modal => note::MODAL,
            Self::Number => note::NUMBER,
            Self::Possessive => note::POSSESSIVE,
            Self::ArticleMissing => note::ARTICLE_MISSING,
            Self::ArticleExtra => note::ARTICLE_EXTRA,
            Self::ArticleOther => note::ARTICLE_OTHER,
            Self::PrepositionMissing => note::PREPOSITION_MISSING,
            Self::PrepositionExtra => note::PREPOSITION_EXTRA,
            Self::PrepositionOther => note::PREPOSITION_OTHER,
            Self::BeMissing => note::BE_MISSING,
            Self::AuxiliaryMissing => note::AUXILIARY_MISSING,
            Self::ToMissing => note::TO_MISSING,
            Self::ToExtra => note::TO_EXTRA,
            Self::WordExtra => note::WORD_EXTRA,
            Self::WordMissing => note::WORD_MISSING,
            Self::Pronoun => note::PRONOUN,
            Self::Determiner => note::DETERMINER,
            Self::Confused => note::CONFUSED,
            Self::Family => note::FAMILY,
            Self::Spelling => note::SPELLING,
            Self::Order => note::ORDER,
        }
    }
}
