//! A moment as the admin's clock has it.

use lks_app::browser;
use lks_domain::correction::Language;
use lks_domain::timestamp::Timestamp;

/// Date and time, in the place and the language of the admin.
pub fn moment(at: Timestamp, language: Language) -> String {
    browser::local_time(at.millis(), language.code())
}
