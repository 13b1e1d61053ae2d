//! What the connection needs to know; where it comes from is the program's affair. The SDK's own
//! loader reads the rest: `AWS_PROFILE`, `AWS_ENDPOINT_URL` and `AWS_ENDPOINT_URL_<SERVICE>`,
//! `~/.aws`, the instance's metadata.

use std::path::PathBuf;
use std::time::Duration;

use lks_domain::console::account::Keys;

/// Where the credentials come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Source {
    /// As every AWS tool finds them: environment, `~/.aws`, the instance's role.
    #[default]
    Ambient,
    /// Keys that somebody pasted.
    Keys(Keys),
    /// A profile of `~/.aws`, read again when it changes.
    Profile(String),
}

/// How to connect.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Whose account.
    pub source: Source,
    /// An AWS-compatible endpoint for every service in place of AWS's own.
    pub endpoint: Option<String>,
    /// After this long a read shows what was written.
    pub read_lag: Duration,
    /// How many times faster than the wall's the waits are; more than 1 only against emulators.
    pub pace: u32,
    /// The folder with what the build made: `lambda.zip` and `client.zip`.
    pub artifacts: PathBuf,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            source: Source::default(),
            endpoint: None,
            // AWS.md: several negative reads over a minute before something counts as not made.
            read_lag: Duration::from_secs(60),
            pace: 1,
            artifacts: PathBuf::from("artifacts"),
        }
    }
}
