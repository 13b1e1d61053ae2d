//! The development set: texts with what should stand there instead, and edits in a form in which two
//! answers can be compared.

use std::collections::BTreeSet;

use lks_domain::correction::Edit;

/// What an edit does to the tokens of the text: these go, those come. Capitals do not count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    pub from: usize,
    pub to: usize,
    pub words: Vec<String>,
}

/// One place where something is wrong, with every answer that is right.
#[derive(Debug, Clone)]
pub struct Slot {
    pub answers: Vec<BTreeSet<Change>>,
}

/// One text of the set.
#[derive(Debug, Clone)]
pub struct Sample {
    pub text: String,
    pub slots: Vec<Slot>,
}

/// Every sample of a file in the notation that its head explains.
pub fn samples(file: &str) -> Vec<Sample> {
    file.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).map(sample).collect()
}

fn sample(line: &str) -> Sample {
    let mut text = String::new();
    let mut marked = Vec::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('[') {
        let Some((inside, behind)) = after.split_once(']') else { break };
        let (wrong, right) = inside.split_once('|').unwrap_or((inside, inside));
        text.push_str(before);
        // "[|a] b" and "[a|] b" bring or take their space with them.
        let start = text.chars().count();
        text.push_str(wrong);
        let end = text.chars().count();
        marked.push((start, end, right.split('/').map(ToOwned::to_owned).collect::<Vec<_>>()));
        rest = behind;
    }
    text.push_str(rest);
    let raw: Vec<char> = text.chars().collect();
    let slots = marked.iter().map(|(start, end, rights)| slot(&raw, *start, *end, rights)).collect();
    Sample { text: single_spaced(&text), slots }
}

/// The answers of one slot, in tokens; the marks leave double spaces, which are no tokens.
fn slot(raw: &[char], start: usize, end: usize, rights: &[String]) -> Slot {
    let from = tokens(&raw[..start]).len();
    let to = from + tokens(&raw[start..end]).len();
    let old = words(&raw[start..end]);
    let answer = |right: &String| {
        let new = words(&right.chars().collect::<Vec<_>>());
        smallest(from, to, &old, new)
    };
    Slot { answers: rights.iter().map(answer).collect() }
}

fn single_spaced(text: &str) -> String {
    let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
    [(" ,", ","), (" .", "."), (" ?", "?"), (" !", "!")]
        .iter()
        .fold(spaced, |text, (a, b)| text.replace(a, b))
}

/// What edits of a text do to its tokens.
pub fn changes(text: &str, edits: &[Edit]) -> BTreeSet<Change> {
    let chars: Vec<char> = text.chars().collect();
    let places = tokens(&chars);
    edits
        .iter()
        .flat_map(|edit| {
            // The tokens that the edit touches; one that it only abuts belongs to it if no space is between.
            let touches = |place: &(usize, usize)| {
                let inside = place.0 < edit.end && edit.start < place.1;
                let within = edit.start == edit.end && place.0 < edit.start && edit.start < place.1;
                let glued_behind =
                    place.1 == edit.start && edit.replacement.starts_with(char::is_alphanumeric);
                let glued_before = place.0 == edit.end && edit.replacement.ends_with(char::is_alphanumeric);
                inside || within || glued_behind || glued_before
            };
            let first = places.iter().position(touches);
            let from = first.unwrap_or_else(|| places.iter().filter(|place| place.1 <= edit.start).count());
            let to = places.iter().rposition(touches).map_or(from, |last| last + 1);
            let (start, end) = match first {
                Some(first) => (places[first].0.min(edit.start), places[to - 1].1.max(edit.end)),
                None => (edit.start, edit.end),
            };
            let old = words(&chars[start..end]);
            let mut new: Vec<char> = chars[start..edit.start].to_vec();
            new.extend(edit.replacement.chars());
            new.extend(&chars[edit.end..end]);
            smallest(from, to, &old, words(&new))
        })
        .collect()
}

/// The change without what stays the same; of as many words for as many each on its own.
fn smallest(from: usize, to: usize, old: &[String], new: Vec<String>) -> BTreeSet<Change> {
    if old.len() == new.len() {
        let single = |(at, (a, b)): (usize, (&String, String))| {
            (*a != b).then(|| Change { from: from + at, to: from + at + 1, words: vec![b] })
        };
        return old.iter().zip(new).enumerate().filter_map(single).collect();
    }
    let same =
        |pairs: &mut dyn Iterator<Item = (&String, &String)>| pairs.take_while(|(a, b)| a == b).count();
    let front = same(&mut old.iter().zip(&new));
    let back = same(&mut old[front..].iter().rev().zip(new[front..].iter().rev()));
    let words = new[front..new.len() - back].to_vec();
    BTreeSet::from([Change { from: from + front, to: to - back, words }])
}

fn words(chars: &[char]) -> Vec<String> {
    tokens(chars)
        .into_iter()
        .map(|(start, end)| chars[start..end].iter().collect::<String>().to_lowercase())
        .collect()
}

/// Words and marks.
fn tokens(chars: &[char]) -> Vec<(usize, usize)> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if chars[at].is_whitespace() {
            at += 1;
            continue;
        }
        let word = |c: char| c.is_alphanumeric() || "'’-".contains(c);
        let length = if word(chars[at]) { chars[at..].iter().take_while(|c| word(**c)).count() } else { 1 };
        tokens.push((at, at + length));
        at += length;
    }
    tokens
}
