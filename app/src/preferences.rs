//! What a learner has chosen in this browser: language, theme, region, models.

use leptos::prelude::*;
use lks_domain::correction::Language;
use lks_domain::region::Region;
use serde::{Deserialize, Serialize};

use crate::browser;

/// Key in the browser's storage; `theme.js` reads it before the first paint.
const KEY: &str = "lks.preferences";

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All themes, in the order of the settings page.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its name in the storage and in the style sheet.
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Everything that can be chosen; what is not chosen follows the browser or the region.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    /// Interface and explanations.
    pub language: Option<Language>,
    /// Light or dark.
    pub theme: Theme,
    /// Which region answers.
    pub region: Option<Region>,
    /// Which model answers, where the region has it.
    pub model: Option<String>,
    /// Which model makes vectors, where the region has it.
    pub embedding_model: Option<String>,
}

/// The learner's choices, for the whole page.
#[derive(Clone, Copy)]
pub struct Preferences {
    choices: RwSignal<Choices>,
    browser_language: RwSignal<Language>,
}

impl Preferences {
    /// Provides the defaults, and the stored choices once the page is alive.
    pub fn provide() -> Self {
        let preferences = Self {
            choices: RwSignal::new(Choices::default()),
            browser_language: RwSignal::new(Language::En),
        };
        provide_context(preferences);
        Effect::new(move |_| {
            preferences.browser_language.set(of_browser(browser::language().as_deref()));
            if let Some(stored) = browser::stored(KEY).and_then(|text| serde_json::from_str(&text).ok()) {
                preferences.choices.set(stored);
            }
        });
        Effect::new(move |_| {
            browser::mark_root("lang", Some(preferences.language().code()));
            let theme = preferences.choices.with(|choices| choices.theme);
            browser::mark_root("data-theme", (theme != Theme::System).then(|| theme.name()));
        });
        preferences
    }

    /// Language of the interface and of explanations.
    pub fn language(self) -> Language {
        self.choices.with(|choices| choices.language).unwrap_or_else(|| self.browser_language.get())
    }

    /// All choices.
    pub fn choices(self) -> Choices {
        self.choices.get()
    }

    /// All choices as of now, for use after an answer has come.
    pub fn choices_now(self) -> Choices {
        self.choices.get_untracked()
    }

    /// The region that answers.
    pub fn region(self) -> Region {
        self.choices.with(|choices| choices.region).unwrap_or(Region::UsEast1)
    }

    /// Changes something and remembers it.
    pub fn change(self, change: impl FnOnce(&mut Choices)) {
        self.choices.update(change);
        let text = self.choices.with_untracked(|choices| serde_json::to_string(choices).unwrap_or_default());
        browser::store(KEY, &text);
    }
}

/// `id-ID` and the old code `in` mean Bahasa Indonesia; anything else is served in English.
fn of_browser(tag: Option<&str>) -> Language {
    let primary = tag.and_then(|tag| tag.split('-').next()).unwrap_or_default().to_lowercase();
    if primary == "id" || primary == "in" { Language::Id } else { Language::En }
}

/// The choices of this page.
pub fn use_preferences() -> Preferences {
    expect_context()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_language_decides_between_the_two() {
        for (tag, language) in [
            (Some("id-ID"), Language::Id),
            (Some("in"), Language::Id),
            (Some("en-GB"), Language::En),
            (Some("it"), Language::En),
            (None, Language::En),
        ] {
            assert_eq!(of_browser(tag), language, "{tag:?}");
        }
    }

    #[test]
    fn choices_of_an_older_version_are_read() {
        let choices: Choices = serde_json::from_str(r#"{"theme":"dark","gone":1}"#).unwrap();
        assert_eq!((choices.theme, choices.region), (Theme::Dark, None));
    }
}
