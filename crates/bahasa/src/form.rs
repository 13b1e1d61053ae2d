//! The form of a sentence: its words, with places for what fills it in.
//!
//! Places: `{}` a name or value, or a list of them; `{p}` a property; `{n}` a number; `{..}` anything; `{*}` a sentence of its own, which
//! is said too. A translation has `{}` in the same order, or `{0}`, `{1}`, … by number.

/// A sentence with places, and its translation.
pub struct Form {
    english: Vec<Piece>,
    indonesian: Vec<Piece>,
    /// Letters of the English words: what has most of them is tried first.
    pub weight: usize,
}

#[derive(Clone, Copy)]
enum Piece {
    Words(&'static str),
    Place(Place),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Value,
    Property,
    Number,
    Anything,
    Sentence,
    /// In translations: the value of this number.
    Numbered(usize),
}

/// How to say what stands in a place: a word for a value, or a whole sentence.
pub struct Sayer {
    /// A word that stands for a value, as `not set`.
    pub word: fn(&str) -> Option<&'static str>,
    /// A whole text.
    pub sentence: fn(&str) -> Option<String>,
}

impl Form {
    /// Reads an entry of the catalogue.
    pub fn new(english: &'static str, indonesian: &'static str) -> Self {
        let english = pieces(english);
        let letters = |piece: &Piece| match piece {
            Piece::Words(words) => words.len(),
            Piece::Place(_) => 0,
        };
        let weight = english.iter().map(letters).sum();
        Self { english, indonesian: pieces(indonesian), weight }
    }

    /// The sentence in the other language, if it is of this form.
    pub fn say(&self, text: &str, sayer: &Sayer) -> Option<String> {
        let mut values = Vec::new();
        fits(&self.english, text, sayer, &mut values).then(|| self.fill(&values))
    }

    fn fill(&self, values: &[String]) -> String {
        let (mut next, mut told) = (0, String::new());
        for piece in &self.indonesian {
            match piece {
                Piece::Words(words) => told.push_str(words),
                Piece::Place(place) => {
                    let number = if let Place::Numbered(number) = place { *number } else { next };
                    told.push_str(values.get(number).map_or("", String::as_str));
                    next += 1;
                }
            }
        }
        told
    }
}

fn pieces(text: &'static str) -> Vec<Piece> {
    let (mut found, mut rest) = (Vec::new(), text);
    while let Some(start) = rest.find('{') {
        let Some(length) = rest[start..].find('}') else { break };
        let Some(place) = place(&rest[start + 1..start + length]) else { break };
        if start > 0 {
            found.push(Piece::Words(&rest[..start]));
        }
        found.push(Piece::Place(place));
        rest = &rest[start + length + 1..];
    }
    if !rest.is_empty() {
        found.push(Piece::Words(rest));
    }
    found
}

fn place(inside: &str) -> Option<Place> {
    Some(match inside {
        "" => Place::Value,
        "p" => Place::Property,
        "n" => Place::Number,
        ".." => Place::Anything,
        "*" => Place::Sentence,
        number => Place::Numbered(number.parse().ok()?),
    })
}

/// Whether the text is these pieces; what stands in their places, as it is said, goes to `values`.
fn fits(pieces: &[Piece], text: &str, sayer: &Sayer, values: &mut Vec<String>) -> bool {
    let Some((first, rest)) = pieces.split_first() else { return text.is_empty() };
    match first {
        Piece::Words(words) => text.strip_prefix(words).is_some_and(|text| fits(rest, text, sayer, values)),
        Piece::Place(place) => {
            let ends: Vec<usize> = match rest.first() {
                None => vec![text.len()],
                Some(Piece::Words(words)) => text.match_indices(words).map(|(at, _)| at).collect(),
                Some(Piece::Place(_)) => return false,
            };
            // A sentence is said last: whether it can be costs more than whether the rest fits.
            ends.into_iter().any(|end| {
                let before = values.len();
                let (text, after) = text.split_at(end);
                let last = *place == Place::Sentence;
                let Some(value) = (if last { Some(String::new()) } else { place.take(text, sayer) }) else {
                    return false;
                };
                values.push(value);
                let said = fits(rest, after, sayer, values)
                    .then(|| if last { place.take(text, sayer) } else { values.get(before).cloned() })
                    .flatten();
                match (said, values.get_mut(before)) {
                    (Some(said), Some(value)) => *value = said,
                    _ => {
                        values.truncate(before);
                        return false;
                    }
                }
                true
            })
        }
    }
}

impl Place {
    /// What stands in the place, as it is said; none if it cannot stand there.
    fn take(self, text: &str, sayer: &Sayer) -> Option<String> {
        match self {
            Self::Value => {
                (sayer.word)(text).map(str::to_owned).or_else(|| is_value(text).then(|| text.to_owned()))
            }
            Self::Property => is_property(text).then(|| text.to_owned()),
            Self::Number => number(text),
            Self::Anything => (!text.contains("; ")).then(|| text.to_owned()),
            Self::Sentence => (sayer.sentence)(text),
            Self::Numbered(_) => None,
        }
    }
}

/// One word, a list of words with commas, or something quoted or between brackets.
fn is_value(text: &str) -> bool {
    let enclosed = [('"', '"'), ('{', '}'), ('[', ']')]
        .iter()
        .any(|(from, to)| text.len() > 1 && text.starts_with(*from) && text.ends_with(*to));
    enclosed || text.split(", ").all(|one| !one.contains(char::is_whitespace))
}

/// The name of a property: `CidrBlock`, `rds.force_ssl`, never a word.
fn is_property(text: &str) -> bool {
    let inside = |sign: char| sign.is_uppercase() || matches!(sign, '.' | '_');
    !text.contains(char::is_whitespace) && text.contains(inside)
}

/// A number as Indonesian writes it: `1,31`.
fn number(text: &str) -> Option<String> {
    let figures = text.trim_start_matches('-');
    let whole = figures.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, '.' | ','));
    let swap = |sign| match sign {
        '.' => ',',
        ',' => '.',
        other => other,
    };
    (whole && !figures.is_empty()).then(|| text.chars().map(swap).collect())
}

impl Form {
    /// For tests: places of both languages.
    #[cfg(test)]
    pub fn places(&self) -> (usize, Vec<usize>) {
        let count = self.english.iter().filter(|piece| matches!(piece, Piece::Place(_))).count();
        let mut next = 0..;
        let places = self.indonesian.iter().filter_map(|piece| match piece {
            Piece::Place(Place::Numbered(number)) => Some(*number),
            Piece::Place(_) => next.next(),
            Piece::Words(_) => None,
        });
        let mut places: Vec<usize> = places.collect();
        places.sort_unstable();
        (count, places)
    }
}
