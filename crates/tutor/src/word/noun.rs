//! Singular and plural of nouns.

const IRREGULAR: &[(&str, &str)] = &[
    ("child", "children"),
    ("man", "men"),
    ("woman", "women"),
    ("person", "people"),
    ("foot", "feet"),
    ("tooth", "teeth"),
    ("mouse", "mice"),
    ("goose", "geese"),
    ("wife", "wives"),
    ("life", "lives"),
    ("knife", "knives"),
    ("leaf", "leaves"),
    ("shelf", "shelves"),
    ("half", "halves"),
    ("wolf", "wolves"),
    ("thief", "thieves"),
    ("loaf", "loaves"),
    ("potato", "potatoes"),
    ("tomato", "tomatoes"),
    ("hero", "heroes"),
    ("fish", "fish"),
    ("sheep", "sheep"),
];

/// The plural of a singular noun.
pub(crate) fn plural(singular: &str) -> String {
    if let Some((_, plural)) = IRREGULAR.iter().find(|(one, _)| *one == singular) {
        return (*plural).to_owned();
    }
    for (one, many) in [("policeman", "policemen"), ("fireman", "firemen"), ("grandchild", "grandchildren")] {
        if singular == one {
            return many.to_owned();
        }
    }
    let consonant_y = singular.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    if let Some(stem) = consonant_y {
        format!("{stem}ies")
    } else if singular.ends_with(['s', 'x', 'z']) || singular.ends_with("ch") || singular.ends_with("sh") {
        format!("{singular}es")
    } else {
        format!("{singular}s")
    }
}

/// The singular of a plural, if its form tells.
pub(crate) fn singular(plural: &str) -> Option<String> {
    if let Some((one, _)) = IRREGULAR.iter().find(|(_, many)| *many == plural) {
        return Some((*one).to_owned());
    }
    if let Some(stem) = plural.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return Some(format!("{stem}y"));
    }
    for ending in ["ches", "shes", "sses", "xes"] {
        if plural.ends_with(ending) {
            return plural.strip_suffix("es").map(ToOwned::to_owned);
        }
    }
    plural.strip_suffix('s').filter(|stem| !stem.ends_with('s') && stem.len() > 1).map(ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn singular_and_plural_lead_to_each_other() {
        for (one, many) in [
            ("book", "books"),
            ("city", "cities"),
            ("boy", "boys"),
            ("box", "boxes"),
            ("child", "children"),
            ("watch", "watches"),
        ] {
            assert_eq!(plural(one), many);
            assert_eq!(singular(many).as_deref(), Some(one));
        }
        assert_eq!(singular("class"), None);
    }
}
