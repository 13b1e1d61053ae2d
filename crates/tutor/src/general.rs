//! The general checker's findings as edits, explained to a learner.

use lks_checker::{Finding, Kind};
use lks_domain::correction::{Category, Edit, Language, Severity};

/// Turns a finding into an edit; none when its best suggestion is not fit to be applied.
pub(crate) fn edit(finding: &Finding, chars: &[char], language: Language) -> Option<Edit> {
    let original: String = chars.get(finding.start..finding.end)?.iter().collect();
    let replacement = finding.suggestions.first()?.clone();
    if replacement.is_empty() && finding.kind != Kind::Redundancy {
        return None;
    }
    // Indonesian words may stand in an English sentence: names of foods, words asked about.
    let local = lks_checker::is_local(&original) || crate::partner::is_indonesian_word(&original);
    if local && finding.kind == Kind::Spelling {
        return None;
    }
    let explanation = explain(finding, &original, &replacement, language);
    Some(Edit {
        start: finding.start,
        end: finding.end,
        original,
        replacement,
        category: category(finding.kind),
        severity: severity(finding.kind),
        explanation,
        source: "checker".to_owned(),
    })
}

/// Whether a finding still means something beside what our rules change: a misspelt word always
/// does, but a finding of grammar right next to a change was judged in a wrong context.
pub(crate) fn is_independent(finding: &Finding, edits: &[Edit]) -> bool {
    let own_word = finding.rule == "Spelling" || finding.rule == "LocalCapital";
    own_word || !edits.iter().any(|edit| edit.start <= finding.end + 1 && finding.start <= edit.end + 1)
}

const fn category(kind: Kind) -> Category {
    match kind {
        Kind::Spelling => Category::Spelling,
        Kind::Capitalization => Category::Capitalization,
        Kind::Agreement => Category::Agreement,
        Kind::Grammar => Category::Verb,
        Kind::Punctuation => Category::Punctuation,
        Kind::WordChoice => Category::WordChoice,
        Kind::WordOrder => Category::WordOrder,
        Kind::Redundancy => Category::Structure,
        Kind::Style => Category::Style,
        _ => Category::Other,
    }
}

const fn severity(kind: Kind) -> Severity {
    match kind {
        Kind::Agreement | Kind::Grammar | Kind::WordOrder => Severity::Major,
        Kind::Style => Severity::Suggestion,
        _ => Severity::Minor,
    }
}

fn explain(finding: &Finding, original: &str, replacement: &str, language: Language) -> String {
    let others = alternatives(finding, language);
    match (finding.kind, language) {
        (Kind::Spelling, Language::Id) => {
            format!("Ejaan “{original}” belum tepat; yang benar “{replacement}”.{others}")
        }
        (Kind::Spelling, Language::En) => {
            format!("“{original}” is not spelt like this; write “{replacement}”.{others}")
        }
        (Kind::Capitalization, Language::Id) => format!(
            "“{replacement}” ditulis dengan huruf besar. Nama orang, tempat, hari, bulan, dan bahasa selalu diawali huruf besar."
        ),
        (Kind::Capitalization, Language::En) => format!(
            "“{replacement}” is written with a capital letter, like all names of people, places, days, months and languages."
        ),
        (_, Language::Id) if replacement.is_empty() => {
            format!("“{original}” di sini berlebihan, hapus saja.")
        }
        (_, Language::Id) => {
            format!(
                "“{original}” kurang tepat di sini; tulis “{replacement}”.{others} (Catatan: {})",
                finding.message
            )
        }
        (_, Language::En) => finding.message.clone(),
    }
}

/// The second and third suggestion of a misspelt word: only the learner knows which was meant.
fn alternatives(finding: &Finding, language: Language) -> String {
    let others: Vec<String> =
        finding.suggestions.iter().skip(1).take(2).map(|word| format!("“{word}”")).collect();
    match (others.is_empty() || finding.kind != Kind::Spelling, language) {
        (true, _) => String::new(),
        (_, Language::Id) => format!(" Atau maksudmu {}?", others.join(" atau ")),
        (_, Language::En) => format!(" Or did you mean {}?", others.join(" or ")),
    }
}
