//! Closed lists of words, as the rules need them.

/// Subject pronouns that take -s.
pub(crate) const THIRD: &[&str] = &["he", "she", "it"];
/// Subject pronouns that take no -s.
pub(crate) const PLAIN: &[&str] = &["i", "you", "we", "they"];
/// Subject pronouns.
pub(crate) const SUBJECTS: &[&str] = &["i", "you", "he", "she", "it", "we", "they"];
/// Adverbs that stand between subject and verb.
pub(crate) const MIDDLE_ADVERBS: &[&str] = &[
    "always",
    "usually",
    "often",
    "sometimes",
    "never",
    "rarely",
    "seldom",
    "also",
    "really",
    "still",
    "just",
    "only",
    "already",
    "even",
    "actually",
    "probably",
    "normally",
    "generally",
    "truly",
    "mostly",
    "hardly",
    "ever",
];
/// Verbs that ask for a base form behind their subject in questions, and negatives.
pub(crate) const DO_FORMS: &[&str] = &["do", "does", "did", "don't", "doesn't", "didn't"];
/// Modal verbs, with their negatives.
pub(crate) const MODALS: &[&str] = &[
    "can",
    "could",
    "will",
    "would",
    "shall",
    "should",
    "may",
    "might",
    "must",
    "can't",
    "cannot",
    "couldn't",
    "won't",
    "wouldn't",
    "shouldn't",
    "mustn't",
];
/// Forms of be.
pub(crate) const BE: &[&str] = &["am", "is", "are", "was", "were"];
/// Words that can stand before a subject at the beginning of a clause.
pub(crate) const CLAUSE_OPENERS: &[&str] = &[
    "and",
    "but",
    "because",
    "so",
    "when",
    "if",
    "although",
    "though",
    "while",
    "that",
    "since",
    "then",
    "or",
    "after",
    "before",
    "unless",
    "until",
    "think",
    "know",
    "believe",
    "hope",
    "say",
    "says",
    "said",
    "maybe",
    "yes",
    "no",
    "sorry",
    "hi",
    "hello",
    "yesterday",
    "today",
    "now",
    "tomorrow",
    "sometimes",
    "usually",
    "everyday",
    "whenever",
    "where",
];
/// Determiners that say whose.
pub(crate) const POSSESSIVES: &[&str] = &["my", "your", "his", "her", "its", "our", "their"];
