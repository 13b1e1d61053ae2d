//! A text cut into sentences and tokens, with what the lexicon knows of each word.
//!
//! Offsets are code points of the whole text. A sentence has empty tokens before and after its real
//! ones, so that a rule may look a few places to the left and right of any token without asking.

use std::ops::Range;

use lks_checker::Entry;

use crate::protected;

/// Empty tokens before the first and after the last real one.
const PAD: usize = 4;
/// Words longer than this are no words.
const LONGEST_WORD: usize = 40;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum TokenKind {
    /// Before the first or behind the last token.
    #[default]
    Edge,
    /// Letters, with apostrophes and hyphens inside.
    Word,
    /// Begins with a digit.
    Number,
    /// One mark of punctuation or a symbol.
    Mark,
    /// Code, an address: not looked into.
    Protected,
}

/// One word, number or mark.
#[derive(Debug, Clone, Default)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// As written.
    pub(crate) text: String,
    /// In lower case, apostrophes straight; empty at the edges.
    pub(crate) lower: String,
    pub(crate) entry: Entry,
}

/// A sentence: its tokens between empty ones.
#[derive(Debug, Clone)]
pub(crate) struct Sentence {
    tokens: Vec<Token>,
    /// Whether it begins the text or follows a full stop, question or exclamation mark.
    pub(crate) after_stop: bool,
}

impl Sentence {
    fn new(real: Vec<Token>, after_stop: bool) -> Self {
        let edges = || std::iter::repeat_with(Token::default).take(PAD);
        Self { tokens: edges().chain(real).chain(edges()).collect(), after_stop }
    }

    /// Indices of the real tokens.
    pub(crate) fn places(&self) -> Range<usize> {
        PAD..self.tokens.len() - PAD
    }

    /// The code points from its first to its last token.
    pub(crate) fn span(&self) -> Option<Range<usize>> {
        let places = self.places();
        let ends = self.tokens.get(places.start).zip(self.tokens.get(places.end.checked_sub(1)?))?;
        (!places.is_empty()).then_some(ends.0.start..ends.1.end)
    }

    /// Index of the first real token.
    pub(crate) fn first(&self) -> usize {
        PAD
    }

    /// Lower case text at `at`; empty outside.
    pub(crate) fn w(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.lower.as_str())
    }

    /// Whether the word at `at` is one of these.
    pub(crate) fn is(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.w(at))
    }

    /// The text at `at` as written.
    pub(crate) fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text.as_str())
    }

    /// What the lexicon knows of the word at `at`.
    pub(crate) fn entry(&self, at: usize) -> Entry {
        self.tokens.get(at).map(|token| token.entry).unwrap_or_default()
    }

    /// The token at `at`.
    pub(crate) fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// The kind of the token at `at`.
    pub(crate) fn kind(&self, at: usize) -> TokenKind {
        self.tokens.get(at).map_or(TokenKind::Edge, |token| token.kind)
    }

    /// Whether there is a word at `at`.
    pub(crate) fn is_word(&self, at: usize) -> bool {
        self.kind(at) == TokenKind::Word
    }

    /// Whether nothing more of a clause can stand at `at`: an edge or a mark.
    pub(crate) fn is_break(&self, at: usize) -> bool {
        matches!(self.kind(at), TokenKind::Edge | TokenKind::Mark)
    }

    /// Whether these words stand from `at` on.
    pub(crate) fn follows(&self, at: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(offset, word)| self.w(at + offset) == *word)
    }

    /// Whether any token is one of these.
    pub(crate) fn has(&self, words: &[&str]) -> bool {
        self.places().any(|at| self.is(at, words))
    }

    /// Whether it ends in a question mark.
    pub(crate) fn is_question(&self) -> bool {
        self.places().next_back().is_some_and(|last| self.w(last) == "?")
    }

    /// Whether the word at `at` is written with a capital that the start of a sentence does not explain.
    pub(crate) fn is_name(&self, at: usize) -> bool {
        self.is_word(at)
            && self.text(at).starts_with(char::is_uppercase)
            && self.w(at) != "i"
            && !self.w(at).starts_with("i'")
            && (at > self.first()
                || lks_checker::local_spelling(self.w(at)).is_some_and(|local| local == self.text(at)))
    }

    /// How many words it has.
    pub(crate) fn word_count(&self) -> usize {
        self.tokens.iter().filter(|token| token.kind == TokenKind::Word).count()
    }
}

/// Cuts a text into sentences.
pub(crate) fn split(text: &str) -> Vec<Sentence> {
    let chars: Vec<char> = text.chars().collect();
    let mut sentences = Vec::new();
    let mut tokens = Vec::new();
    let mut after_stop = true;
    for token in tokenize(&chars) {
        let previous_end = tokens.last().map_or(token.start, |last: &Token| last.end);
        let new_line = chars[previous_end..token.start].contains(&'\n');
        let stop = tokens.last().is_some_and(|last| ends_sentence(last, &tokens, token.start));
        if !tokens.is_empty() && (new_line || stop) {
            sentences.push(Sentence::new(std::mem::take(&mut tokens), after_stop));
            after_stop = stop;
        }
        tokens.push(token);
    }
    if !tokens.is_empty() {
        sentences.push(Sentence::new(tokens, after_stop));
    }
    sentences
}

/// Whether `last` closes a sentence when the next token begins at `next`.
fn ends_sentence(last: &Token, tokens: &[Token], next: usize) -> bool {
    const ABBREVIATIONS: &[&str] = &[
        "mr", "mrs", "ms", "dr", "prof", "st", "vs", "etc", "e.g", "i.e", "no", "jl", "pt", "a.m", "p.m",
        "g", "e", "m",
    ];
    let before = tokens.len().checked_sub(2).and_then(|at| tokens.get(at));
    let closing = matches!(last.lower.as_str(), "\"" | "”" | ")" | "'" | "’");
    let mark = if closing { before.map_or("", |token| token.lower.as_str()) } else { last.lower.as_str() };
    match mark {
        "!" | "?" | "…" => next > last.end,
        "." => {
            let word = if closing { None } else { before };
            let short = word.is_some_and(|word| {
                word.kind == TokenKind::Word
                    && word.end == last.start
                    && (ABBREVIATIONS.contains(&word.lower.as_str())
                        || (word.text.chars().count() == 1
                            && word.text.chars().all(char::is_uppercase)
                            && word.lower != "i"))
            });
            next > last.end && !short
        }
        _ => false,
    }
}

fn tokenize(chars: &[char]) -> Vec<Token> {
    let protected = protected::ranges(chars);
    let mut tokens = Vec::new();
    let mut at = 0;
    let mut next_protected = protected.iter().peekable();
    while at < chars.len() {
        while next_protected.peek().is_some_and(|range| range.end <= at) {
            next_protected.next();
        }
        if let Some(range) = next_protected.peek().filter(|range| range.start == at) {
            tokens.push(token(TokenKind::Protected, range.start, range.end, chars));
            at = range.end;
        } else if chars[at].is_whitespace() {
            at += 1;
        } else {
            let (kind, end) = run(chars, at);
            tokens.push(token(kind, at, end, chars));
            at = end;
        }
    }
    tokens
}

fn run(chars: &[char], start: usize) -> (TokenKind, usize) {
    let first = chars[start];
    if !first.is_alphanumeric() {
        return (TokenKind::Mark, start + 1);
    }
    let is_letter = |c: char| c.is_alphanumeric() || is_combining(c);
    let mut end = start + 1;
    while end < chars.len() {
        let inside = is_letter(chars[end])
            || ("'’-".contains(chars[end]) && chars.get(end + 1).is_some_and(|next| next.is_alphanumeric()))
            || (first.is_ascii_digit()
                && ".,:".contains(chars[end])
                && chars.get(end + 1).is_some_and(char::is_ascii_digit));
        if !inside {
            break;
        }
        end += 1;
    }
    (if first.is_numeric() { TokenKind::Number } else { TokenKind::Word }, end)
}

fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn token(kind: TokenKind, start: usize, end: usize, chars: &[char]) -> Token {
    let text: String = chars[start..end].iter().collect();
    let readable =
        matches!(kind, TokenKind::Word | TokenKind::Number | TokenKind::Mark) && end - start <= LONGEST_WORD;
    let lower = if readable { text.to_lowercase().replace('’', "'") } else { "\u{fffc}".to_owned() };
    let entry =
        if kind == TokenKind::Word && readable { lks_checker::entry(&lower) } else { Entry::default() };
    Token { kind, start, end, text, lower, entry }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<Vec<String>> {
        let words = |sentence: &Sentence| sentence.places().map(|at| sentence.text(at).to_owned()).collect();
        split(text).iter().map(words).collect()
    }

    #[test]
    fn sentences_end_at_stops_but_not_at_abbreviations_or_numbers() {
        assert_eq!(texts("Hi! I'm Dr. Budi. It's 7.30 a.m. now.").len(), 3);
        assert_eq!(texts("She said \"go.\" He went.").len(), 2);
        assert_eq!(texts("one\ntwo")[1], ["two"]);
    }

    #[test]
    fn tokens_are_words_numbers_and_marks() {
        assert_eq!(texts("Don't go, well-known 7.30!"), [["Don't", "go", ",", "well-known", "7.30", "!"]]);
        assert_eq!(texts("see `x y` 😀")[0], ["see", "`x y`", "😀"]);
    }

    #[test]
    fn looking_outside_a_sentence_finds_nothing() {
        let sentence = &split("Go")[0];
        assert_eq!((sentence.w(sentence.first() - 1), sentence.w(99)), ("", ""));
        assert!(sentence.is_break(sentence.first() + 1));
    }
}
