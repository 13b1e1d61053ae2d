//! Forms of the verbs that learners use: a table of irregular ones, rules for the rest.

use std::collections::HashMap;
use std::sync::OnceLock;

const IRREGULAR: &str = include_str!("../../data/irregular_verbs.txt");
const REGULAR: &str = include_str!("../../data/regular_verbs.txt");

/// All forms of one verb; the first of `past` and `participle` is the one to suggest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verb {
    pub(crate) base: String,
    pub(crate) third: String,
    pub(crate) past: Vec<String>,
    pub(crate) participle: Vec<String>,
    pub(crate) ing: String,
}

impl Verb {
    pub(crate) fn past(&self) -> &str {
        self.past.first().map_or("", String::as_str)
    }

    pub(crate) fn participle(&self) -> &str {
        self.participle.first().map_or("", String::as_str)
    }
}

/// Which form of a verb a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Form {
    Base,
    Third,
    Past,
    Participle,
    Ing,
}

/// The verb of which `word` is this form.
pub(crate) fn as_form(word: &str, form: Form) -> Option<&'static Verb> {
    let table = table();
    let readings = table.forms.get(word)?;
    readings.iter().find(|(found, _)| *found == form).and_then(|(_, at)| table.verbs.get(*at))
}

/// The verb with this base form.
pub(crate) fn base(word: &str) -> Option<&'static Verb> {
    as_form(word, Form::Base)
}

/// The verb of which `word` is any form; irregular ones and base forms first.
pub(crate) fn any(word: &str) -> Option<&'static Verb> {
    let table = table();
    table.forms.get(word)?.first().and_then(|(_, at)| table.verbs.get(*at))
}

/// Whether it can be this form of a verb.
pub(crate) fn is(word: &str, form: Form) -> bool {
    as_form(word, form).is_some()
}

/// A past form that is nothing else: "went", "saw" is not one of them ("a saw"), nor "bought".
pub(crate) fn is_past_only(word: &str) -> bool {
    table().forms.get(word).is_some_and(|readings| readings.iter().all(|(form, _)| *form == Form::Past))
        && !["saw", "fell", "lay", "bore", "rose", "shook"].contains(&word)
}

struct Table {
    verbs: Vec<Verb>,
    forms: HashMap<String, Vec<(Form, usize)>>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let verbs: Vec<Verb> = words(IRREGULAR).filter_map(irregular).chain(regular_words()).collect();
        let mut forms: HashMap<String, Vec<(Form, usize)>> = HashMap::new();
        for (at, verb) in verbs.iter().enumerate() {
            let mut add = |word: &str, form| forms.entry(word.to_owned()).or_default().push((form, at));
            add(&verb.base, Form::Base);
            add(&verb.third, Form::Third);
            add(&verb.ing, Form::Ing);
            verb.past.iter().for_each(|word| add(word, Form::Past));
            verb.participle.iter().for_each(|word| add(word, Form::Participle));
        }
        forms.values_mut().for_each(|readings| readings.sort());
        Table { verbs, forms }
    })
}

fn words(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).filter(|line| !line.is_empty())
}

fn irregular(line: &'static str) -> Option<Verb> {
    let mut columns = line.split_whitespace();
    let base = columns.next()?;
    let mut forms =
        || columns.next().map(|forms| forms.split('/').map(ToOwned::to_owned).collect::<Vec<_>>());
    let (past, participle) = (forms()?, forms()?);
    Some(Verb { base: base.to_owned(), third: third(base), past, participle, ing: ing(base) })
}

fn regular_words() -> impl Iterator<Item = Verb> {
    words(REGULAR)
        .flat_map(str::split_whitespace)
        .map(|word| regular(word.trim_end_matches('*'), word.ends_with('*')))
}

/// The forms of a regular verb; some double their last consonant (stop, stopped).
pub(super) fn regular(base: &str, doubles: bool) -> Verb {
    let stem = if doubles { doubled(base) } else { base.to_owned() };
    let past = ed(&stem);
    Verb {
        base: base.to_owned(),
        third: third(base),
        past: vec![past.clone()],
        participle: vec![past],
        ing: if doubles { format!("{stem}ing") } else { ing(base) },
    }
}

fn doubled(base: &str) -> String {
    base.chars().chain(base.chars().last()).collect()
}

/// goes, studies, plays.
fn third(base: &str) -> String {
    match base {
        "have" => "has".to_owned(),
        _ if ends_in_consonant_y(base) => format!("{}ies", &base[..base.len() - 1]),
        _ if base.ends_with(['s', 'x', 'z', 'o']) || base.ends_with("ch") || base.ends_with("sh") => {
            format!("{base}es")
        }
        _ => format!("{base}s"),
    }
}

fn ed(base: &str) -> String {
    if base.ends_with('e') {
        format!("{base}d")
    } else if ends_in_consonant_y(base) {
        format!("{}ied", &base[..base.len() - 1])
    } else {
        format!("{base}ed")
    }
}

/// Irregular verbs that double their last consonant before -ing.
const DOUBLING: &[&str] = &[
    "begin", "bet", "cut", "dig", "forbid", "forget", "get", "hit", "let", "put", "quit", "run", "set",
    "shut", "sit", "split", "swim", "win",
];

fn ing(base: &str) -> String {
    if DOUBLING.contains(&base) {
        format!("{}ing", doubled(base))
    } else if let Some(stem) = base.strip_suffix("ie") {
        format!("{stem}ying")
    } else if base.ends_with('e') && !base.ends_with("ee") && !base.ends_with("ye") {
        format!("{}ing", &base[..base.len() - 1])
    } else {
        format!("{base}ing")
    }
}

fn ends_in_consonant_y(base: &str) -> bool {
    base.strip_suffix('y').is_some_and(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_regular_and_irregular_verbs_are_right() {
        for (word, third, past, participle, ing) in [
            ("go", "goes", "went", "gone", "going"),
            ("study", "studies", "studied", "studied", "studying"),
            ("play", "plays", "played", "played", "playing"),
            ("stop", "stops", "stopped", "stopped", "stopping"),
            ("have", "has", "had", "had", "having"),
            ("watch", "watches", "watched", "watched", "watching"),
            ("swim", "swims", "swam", "swum", "swimming"),
            ("lie", "lies", "lay", "lain", "lying"),
            ("agree", "agrees", "agreed", "agreed", "agreeing"),
            ("make", "makes", "made", "made", "making"),
            ("visit", "visits", "visited", "visited", "visiting"),
        ] {
            let verb = base(word).unwrap();
            assert_eq!(
                (verb.third.as_str(), verb.past(), verb.participle(), verb.ing.as_str()),
                (third, past, participle, ing)
            );
        }
    }

    #[test]
    fn a_form_leads_back_to_its_verb() {
        assert_eq!(any("bought").map(|verb| verb.base.as_str()), Some("buy"));
        assert!(is("read", Form::Past) && is("read", Form::Base));
        assert!(is_past_only("went") && !is_past_only("bought") && !is_past_only("worked"));
        assert!(any("computer").is_none());
    }
}
