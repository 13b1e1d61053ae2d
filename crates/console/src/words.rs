//! The console in English and Bahasa Indonesia: every text has a key, and both languages or none.

/// Makes a set of texts in both languages. `{n}`, `{name}` and the like are filled in where they are shown.
macro_rules! texts {
    ($(#[$about:meta])* $name:ident { $($key:ident: $english:literal, $indonesian:literal;)* }) => {
        $(#[$about])*
        pub struct $name {
            $(#[doc = $english] pub $key: &'static str,)*
        }

        impl $name {
            pub(super) const ENGLISH: Self = Self { $($key: $english,)* };
            pub(super) const INDONESIAN: Self = Self { $($key: $indonesian,)* };
            #[cfg(test)]
            pub(super) const PAIRS: &[(&str, &str)] = &[$(($english, $indonesian),)*];
        }
    };
}

mod account;
mod audit;
mod destroy;
mod drift;
mod frame;
mod map;
mod monitor;
mod overview;
mod plan;
mod refusal;
mod run;
mod users;
mod verify;

use leptos::prelude::*;
use lks_app::preferences::{Preferences, use_preferences};
use lks_domain::console;
use lks_domain::correction::Language;

use crate::figure;

/// All texts of the console in one language, by the page they are on.
pub struct Words {
    /// Account.
    pub account: account::Account,
    /// Audit log.
    pub audit: audit::Audit,
    /// Removal.
    pub destroy: destroy::Destroy,
    /// Drift.
    pub drift: drift::Drift,
    /// Around every page.
    pub frame: frame::Frame,
    /// Map of the regions.
    pub map: map::Map,
    /// Monitor.
    pub monitor: monitor::Monitor,
    /// Overview.
    pub overview: overview::Overview,
    /// Plan.
    pub plan: plan::Plan,
    /// Why the server refused.
    pub refusal: refusal::Refusal,
    /// Runs.
    pub run: run::Run,
    /// Users and classes.
    pub users: users::Users,
    /// The jury's sheet.
    pub verify: verify::Verify,
}

static ENGLISH: Words = Words {
    account: account::Account::ENGLISH,
    audit: audit::Audit::ENGLISH,
    destroy: destroy::Destroy::ENGLISH,
    drift: drift::Drift::ENGLISH,
    frame: frame::Frame::ENGLISH,
    map: map::Map::ENGLISH,
    monitor: monitor::Monitor::ENGLISH,
    overview: overview::Overview::ENGLISH,
    plan: plan::Plan::ENGLISH,
    refusal: refusal::Refusal::ENGLISH,
    run: run::Run::ENGLISH,
    users: users::Users::ENGLISH,
    verify: verify::Verify::ENGLISH,
};
static INDONESIAN: Words = Words {
    account: account::Account::INDONESIAN,
    audit: audit::Audit::INDONESIAN,
    destroy: destroy::Destroy::INDONESIAN,
    drift: drift::Drift::INDONESIAN,
    frame: frame::Frame::INDONESIAN,
    map: map::Map::INDONESIAN,
    monitor: monitor::Monitor::INDONESIAN,
    overview: overview::Overview::INDONESIAN,
    plan: plan::Plan::INDONESIAN,
    refusal: refusal::Refusal::INDONESIAN,
    run: run::Run::INDONESIAN,
    users: users::Users::INDONESIAN,
    verify: verify::Verify::INDONESIAN,
};

/// Speaks the admin's language.
#[derive(Clone, Copy)]
pub struct Speech(Preferences);

impl Speech {
    /// The language; reactive.
    pub fn language(self) -> Language {
        self.0.language()
    }

    /// All texts; reactive.
    pub fn words(self) -> &'static Words {
        match self.language() {
            Language::En => &ENGLISH,
            Language::Id => &INDONESIAN,
        }
    }

    /// All texts as of now, for use after an answer has come.
    pub fn words_now(self) -> &'static Words {
        untrack(|| self.words())
    }

    /// One text that follows the language.
    pub fn say(self, pick: fn(&Words) -> &'static str) -> impl Fn() -> &'static str + Copy + Send + Sync {
        move || pick(self.words())
    }

    /// A text of the server in the admin's language; reactive.
    pub fn of(self, words: &console::Words) -> String {
        words.in_language(self.language()).to_owned()
    }

    /// What the engine or the server said in English alone, in the admin's language; reactive.
    pub fn told(self, english: &str) -> String {
        match self.language() {
            Language::En => english.to_owned(),
            Language::Id => lks_bahasa::said(english).into_owned(),
        }
    }

    /// A figure as the admin's language writes it; reactive.
    pub fn figure(self, english: String) -> String {
        figure::written(english, self.language())
    }

    /// Money as the admin's language writes it; reactive.
    pub fn usd(self, amount: f64) -> String {
        self.figure(figure::usd(amount))
    }

    /// What was said in English alone, as a text that follows the language.
    pub fn telling(self, english: String) -> impl Fn() -> String + Clone + Send + Sync {
        move || self.told(&english)
    }
}

/// How this page speaks.
pub fn use_speech() -> Speech {
    Speech(use_preferences())
}

/// Puts values in the places of a text: `fill("{n} of {of}", &[("n", "3"), ("of", "5")])`.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_places_to_fill_in() {
        let places = |text: &str| {
            let mut found: Vec<String> =
                text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect();
            found.sort();
            found
        };
        let all = [
            account::Account::PAIRS,
            audit::Audit::PAIRS,
            destroy::Destroy::PAIRS,
            drift::Drift::PAIRS,
            frame::Frame::PAIRS,
            map::Map::PAIRS,
            monitor::Monitor::PAIRS,
            overview::Overview::PAIRS,
            plan::Plan::PAIRS,
            refusal::Refusal::PAIRS,
            run::Run::PAIRS,
            users::Users::PAIRS,
            verify::Verify::PAIRS,
        ];
        for (english, indonesian) in all.into_iter().flatten() {
            assert_eq!(places(english), places(indonesian), "{english}");
            assert!(!english.trim().is_empty() && !indonesian.trim().is_empty());
        }
    }

    #[test]
    fn values_go_to_their_places() {
        assert_eq!(fill("{n} of {of}", &[("n", "3"), ("of", "5")]), "3 of 5");
    }
}
