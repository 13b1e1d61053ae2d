//! Forms of any verb that the lexicon has: the table of `verb` first, regular forms for the rest.

use std::borrow::Cow;

use super::verb::{self, Verb};

/// The verb of which `word` is a form.
pub(crate) fn verb_of(word: &str) -> Option<Cow<'static, Verb>> {
    if let Some(verb) = verb::any(word) {
        return Some(Cow::Borrowed(verb));
    }
    let entry = lks_checker::entry(word);
    if entry.verb {
        return Some(Cow::Owned(regular(word)));
    }
    if !entry.any_verb() {
        return None;
    }
    let verbs =
        bases(word).into_iter().filter(|base| lks_checker::entry(base).verb).map(|base| regular(&base));
    verbs.into_iter().find(|verb| forms(verb).any(|form| form == word)).map(Cow::Owned)
}

/// Every form once, base form first.
pub(crate) fn forms(verb: &Verb) -> impl Iterator<Item = &str> {
    let past = verb.past.iter().chain(&verb.participle).map(String::as_str);
    [verb.base.as_str(), verb.third.as_str(), verb.ing.as_str()].into_iter().chain(past)
}

/// Doubled where the lexicon knows that form only.
fn regular(base: &str) -> Verb {
    let plain = verb::regular(base, false);
    let doubles = !known(&plain.ing) && known(&verb::regular(base, true).ing);
    if doubles { verb::regular(base, true) } else { plain }
}

fn known(word: &str) -> bool {
    lks_checker::entry(word).known
}

/// What `word` could be a form of.
fn bases(word: &str) -> Vec<String> {
    let mut bases = Vec::new();
    for ending in ["ing", "ed", "es", "s", "d"] {
        let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() > 1) else { continue };
        bases.push(stem.to_owned());
        bases.push(format!("{stem}e"));
        if let Some(short) = stem.strip_suffix('i') {
            bases.push(format!("{short}y"));
        }
        let mut letters = stem.chars().rev();
        if letters.next().is_some_and(|last| letters.next() == Some(last)) {
            bases.push(stem.chars().take(stem.chars().count() - 1).collect());
        }
    }
    bases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_outside_the_table_have_their_forms_by_rule_and_lexicon() {
        for (word, base, past, ing) in [
            ("discusses", "discuss", "discussed", "discussing"),
            ("planned", "plan", "planned", "planning"),
            ("influences", "influence", "influenced", "influencing"),
            ("applied", "apply", "applied", "applying"),
            ("went", "go", "went", "going"),
        ] {
            let verb = verb_of(word).unwrap();
            assert_eq!((verb.base.as_str(), verb.past(), verb.ing.as_str()), (base, past, ing));
        }
        assert!(verb_of("beautiful").is_none());
    }
}
