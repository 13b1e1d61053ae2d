//! The account that the console works in: how it is connected, as whom, and for how long.
//!
//! Credentials travel in one direction only, towards the server, and no `Debug` shows them.

use serde::{Deserialize, Serialize};

use super::Words;
use crate::error::Invalid;
use crate::timestamp::Timestamp;

/// How an account is connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionKind {
    /// A simulated account on this machine.
    Sandbox,
    /// An access key, mostly with a session token.
    Keys,
    /// A profile of the server's AWS configuration.
    Profile,
    /// The role of the machine that the server runs on.
    InstanceRole,
    /// A service that speaks AWS's protocols at another address.
    Endpoint,
}

/// The answer of `GET /admin/api/account`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AccountView {
    /// What is connected now; none after a disconnect.
    pub connection: Option<Connection>,
    /// Every way to connect, and whether this server can go it.
    pub on_offer: Vec<Offer>,
    /// A run that waits for new credentials.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting_run: Option<String>,
}

/// A way to connect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Which.
    pub kind: ConnectionKind,
    /// Whether it can be chosen.
    pub available: bool,
    /// What it is, or why it cannot be chosen and what to do.
    pub about: Words,
}

/// A connected account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Connection {
    /// How.
    pub kind: ConnectionKind,
    /// Twelve digits.
    pub account: String,
    /// Who we are in it (an ARN).
    pub caller: String,
    /// The address of an AWS-compatible service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// When the credentials end, by the cloud's clock; none: they do not, or do not say.
    pub expires_at: Option<Timestamp>,
    /// Seconds until then, by the cloud's clock; below zero: they have ended.
    pub seconds_left: Option<i64>,
    /// Whether they end within [`WARNING_SECONDS`], or have ended.
    pub ending: bool,
    /// Whether nothing of it is real.
    pub simulated: bool,
    /// How fast the simulated clock runs beside a real one; 0: as fast as it can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sandbox_speed: Option<f64>,
    /// When it was connected.
    pub connected_at: Timestamp,
    /// Who connected it: an address; empty for what the server does by itself.
    pub connected_by: String,
    /// What may be done in it, as far as it could be asked.
    pub permissions: Vec<Permission>,
}

/// How long before their end credentials are warned of.
pub const WARNING_SECONDS: i64 = 30 * 60;

/// The result of one probe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permission {
    /// What was asked for: `ec2`, `rds`, …
    pub id: String,
    /// Whether it is allowed; none: it could not be told.
    pub allowed: Option<bool>,
    /// What that means.
    pub words: Words,
}

/// The body of `POST /admin/api/account`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Connect {
    /// The simulated account.
    Sandbox {
        /// How fast its clock runs beside a real one; 0: as fast as it can; absent: 60.
        #[serde(default)]
        speed: Option<f64>,
        /// After how many minutes of its clock the credentials end, to practise that; absent: never.
        #[serde(default)]
        ends_in_minutes: Option<f64>,
    },
    /// By an access key.
    Keys(Keys),
    /// By a profile.
    Profile {
        /// Its name.
        name: String,
    },
    /// By the machine's role.
    InstanceRole,
    /// An AWS-compatible service.
    Endpoint {
        /// Where (`http://…` or `https://…`).
        url: String,
        /// As whom.
        #[serde(flatten)]
        keys: Keys,
    },
}

impl Connect {
    /// How.
    pub const fn kind(&self) -> ConnectionKind {
        match self {
            Self::Sandbox { .. } => ConnectionKind::Sandbox,
            Self::Keys(_) => ConnectionKind::Keys,
            Self::Profile { .. } => ConnectionKind::Profile,
            Self::InstanceRole => ConnectionKind::InstanceRole,
            Self::Endpoint { .. } => ConnectionKind::Endpoint,
        }
    }
}

impl std::fmt::Debug for Connect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connect").field("kind", &self.kind()).finish_non_exhaustive()
    }
}

/// An access key.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Keys {
    /// `aws_access_key_id`
    pub access_key_id: String,
    /// `aws_secret_access_key`
    pub secret_access_key: String,
    /// `aws_session_token`; temporary credentials have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_token: Option<String>,
    /// When they end, where what was pasted says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// Minutes that are left by the lab's own clock, as somebody has read it there: a lab's keys do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes_left: Option<u32>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys").finish_non_exhaustive()
    }
}

impl Keys {
    /// Reads what the lab shows ("AWS CLI: Show"), a credentials file's section, `export` lines of
    /// a shell, or `$Env:` lines of PowerShell.
    ///
    /// # Errors
    /// A sentence that names what is missing, and no part of what was pasted.
    pub fn from_pasted(text: &str) -> Result<Self, Invalid> {
        let value = |name: &str| text.lines().find_map(|line| value_of(line, name));
        let required = |name: &str| {
            value(name).ok_or_else(|| {
                Invalid::new(format!("There is no line {name}=… in what was pasted. Copy the whole block."))
            })
        };
        Ok(Self {
            access_key_id: required("aws_access_key_id")?,
            secret_access_key: required("aws_secret_access_key")?,
            session_token: value("aws_session_token"),
            expires_at: EXPIRY.iter().find_map(|name| Timestamp::parse(&value(name)?)),
            minutes_left: None,
        })
    }

    /// The same keys with the moment when they end, if anything is known of it. `now` is when they were given.
    #[must_use]
    pub fn ending(self, now: Timestamp) -> Self {
        let left = self
            .minutes_left
            .map(|minutes| Timestamp::from_millis(now.millis() + i64::from(minutes) * 60_000));
        Self { expires_at: self.expires_at.or(left), minutes_left: None, ..self }
    }
}

/// Under which names tools write when keys end: `aws configure export-credentials`, and others that put
/// temporary keys into a credentials file.
const EXPIRY: [&str; 3] = ["aws_credential_expiration", "aws_session_expiration", "x_security_token_expires"];

/// Minutes that a lab's clock shows as hours and minutes: `3:59`. Nothing where the text is something else.
pub fn lab_minutes(text: &str) -> Option<u32> {
    let (hours, minutes) = text.trim().split_once([':', '.'])?;
    let number = |text: &str, below: u32| text.parse::<u32>().ok().filter(|number| *number < below);
    Some(number(hours, 100)? * 60 + number(minutes, 60)?)
}

fn value_of(line: &str, name: &str) -> Option<String> {
    let (key, value) = line.split_once('=')?;
    let key = key.trim().to_ascii_lowercase();
    let key = key.strip_prefix("export ").or_else(|| key.strip_prefix("set ")).unwrap_or(&key).trim();
    let key = key.strip_prefix("$env:").unwrap_or(key);
    let value = value.trim().trim_matches(['"', '\'']);
    (key == name && !value.is_empty()).then(|| value.to_owned())
}

/// The body of `PATCH /admin/api/account`: what can be changed of a simulated account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SandboxChange {
    /// How fast its clock runs beside a real one; 0: as fast as it can.
    pub speed: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_the_lab_and_as_shells_show_them() {
        let expected = Keys {
            access_key_id: "ASIAEXAMPLE".into(),
            secret_access_key: "abc/d+e=".into(),
            session_token: Some("tok==".into()),
            ..Keys::default()
        };
        for text in [
            "[default]\naws_access_key_id=ASIAEXAMPLE\naws_secret_access_key=abc/d+e=\naws_session_token=tok==\n",
            "aws_access_key_id = ASIAEXAMPLE\r\naws_secret_access_key = abc/d+e=\r\naws_session_token = tok==",
            "export AWS_ACCESS_KEY_ID=\"ASIAEXAMPLE\"\nexport AWS_SECRET_ACCESS_KEY=\"abc/d+e=\"\nexport AWS_SESSION_TOKEN=\"tok==\"",
            "$Env:AWS_ACCESS_KEY_ID=\"ASIAEXAMPLE\"\n$Env:AWS_SECRET_ACCESS_KEY=\"abc/d+e=\"\n$Env:AWS_SESSION_TOKEN=\"tok==\"",
        ] {
            assert_eq!(Keys::from_pasted(text), Ok(expected.clone()), "{}", text.len());
        }
    }

    #[test]
    fn keys_end_when_they_say_so_or_when_the_labs_clock_does() {
        let now = Timestamp::from_millis(1_795_454_025_123);
        let pasted = "export AWS_ACCESS_KEY_ID=A\nexport AWS_SECRET_ACCESS_KEY=B\nexport AWS_CREDENTIAL_EXPIRATION=2026-11-23T20:00:00+00:00";
        let keys = Keys::from_pasted(pasted).unwrap_or_default();
        let told = Timestamp::parse("2026-11-23T20:00:00Z");
        assert_eq!(Keys { minutes_left: Some(5), ..keys }.ending(now).expires_at, told);
        let from_clock = Keys { minutes_left: lab_minutes(" 3:59 "), ..Keys::default() }.ending(now);
        assert_eq!(from_clock.expires_at, Some(Timestamp::from_millis(now.millis() + 239 * 60_000)));
        assert_eq!(Keys::default().ending(now).expires_at, None);
        for wrong in ["", "3", "3:60", "x:10", "-1:10", "3:5x"] {
            assert_eq!(lab_minutes(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_missing_is_named_and_nothing_pasted_is_repeated() {
        let refusal = Keys::from_pasted("aws_access_key_id=ASIAEXAMPLE\nsecret").map_err(|e| e.0);
        let sentence = refusal.err().unwrap_or_default();
        assert!(sentence.contains("aws_secret_access_key") && !sentence.contains("ASIA"), "{sentence}");
    }

    #[test]
    fn no_debug_output_shows_a_key() {
        let keys = Keys { access_key_id: "ASIA".into(), secret_access_key: "hush".into(), ..Keys::default() };
        let shown =
            format!("{:?} {:?}", keys, Connect::Endpoint { url: "http://x".into(), keys: keys.clone() });
        assert!(!shown.contains("hush") && !shown.contains("ASIA"), "{shown}");
    }
}
