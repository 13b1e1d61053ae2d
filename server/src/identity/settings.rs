//! What the identity service can be told. Reads no environment: `config.rs` fills it in.

use std::path::PathBuf;
use std::time::Duration;

/// The region in the pool's name; a name only, nothing is in AWS.
pub const REGION: &str = "us-east-1";
/// The user pool, the same on every fresh data directory.
pub const POOL_ID: &str = "us-east-1_lkslocal1";
/// The app client, the same on every fresh data directory.
pub const CLIENT_ID: &str = "lkslocalclient000000000000";

/// Everything that the identity service is configured by.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Scheme and authority that browsers reach the server at, without a slash at the end.
    pub public_base: String,
    /// Directory of the signing keys (`<data>/identity`); made when needed.
    pub directory: PathBuf,
    /// How long tokens live.
    pub lifetimes: Lifetimes,
    /// Whether a new account must prove its e-mail address with a code before it can sign in.
    pub require_confirmation: bool,
    /// Whether a code that no mail server takes is written to the log (target `outbox`).
    pub log_codes: bool,
    /// The mail server; without one, codes wait in the outbox for an admin to read.
    pub smtp: Option<Smtp>,
    /// How much password hashing may go on at once.
    pub hashing: Hashing,
}

impl Settings {
    /// The defaults of local mode for this address and directory.
    pub fn local(public_base: impl Into<String>, directory: impl Into<PathBuf>) -> Self {
        Self {
            public_base: public_base.into().trim_end_matches('/').to_owned(),
            directory: directory.into(),
            lifetimes: Lifetimes::default(),
            require_confirmation: false,
            log_codes: true,
            smtp: None,
            hashing: Hashing::default(),
        }
    }

    /// `iss` of every token, and the base of the key document's address.
    pub fn issuer(&self) -> String {
        format!("{}/identity/{POOL_ID}", self.public_base)
    }
}

/// Lifetimes; the defaults are Amazon Cognito's (app client: 60 minutes, 60 minutes, 30 days; codes
/// for forgotten passwords 1 hour, for confirmation 24 hours).
#[derive(Debug, Clone)]
pub struct Lifetimes {
    /// Of an ID token.
    pub id: Duration,
    /// Of an access token.
    pub access: Duration,
    /// Of a refresh token, counted from the sign-in; it is not extended.
    pub refresh: Duration,
    /// Of a code that resets a password.
    pub reset_code: Duration,
    /// Of a code that confirms an account.
    pub confirmation_code: Duration,
}

impl Default for Lifetimes {
    fn default() -> Self {
        const HOUR: Duration = Duration::from_secs(3600);
        Self {
            id: HOUR,
            access: HOUR,
            refresh: HOUR * 24 * 30,
            reset_code: HOUR,
            confirmation_code: HOUR * 24,
        }
    }
}

/// Bounds on hashing, which costs 19 MiB and some 20 ms of a core each time.
#[derive(Debug, Clone)]
pub struct Hashing {
    /// Hashes at once.
    pub parallel: usize,
    /// Requests that are let in to hash or to wait for it; one more is told to come back later.
    pub admitted: usize,
}

impl Default for Hashing {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self { parallel: cores.min(8), admitted: 128 }
    }
}

/// A mail server.
#[derive(Clone)]
pub struct Smtp {
    /// Host name or address.
    pub host: String,
    /// TCP port (25, 465, 587).
    pub port: u16,
    /// How the connection is protected.
    pub tls: SmtpTls,
    /// Certificates (PEM) of a school's own authority, believed beside the public ones.
    pub authority: Option<Vec<u8>>,
    /// User and password, where the server wants them.
    pub credentials: Option<(String, String)>,
    /// The sender, as in `Sofya <sofya@example.com>`.
    pub from: String,
    /// Pauses before further tries at a message; when they are used up it is given up.
    pub retries: Vec<Duration>,
}

impl Smtp {
    /// The usual pauses: 10 s, 1 min, 5 min, 15 min, within the hour that a code lives.
    pub fn usual_retries() -> Vec<Duration> {
        [10, 60, 300, 900].map(Duration::from_secs).to_vec()
    }
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Smtp")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("tls", &self.tls)
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}

/// How a connection to a mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmtpTls {
    /// Not at all; for a relay on this machine.
    None,
    /// `STARTTLS`, required (port 587).
    StartTls,
    /// TLS from the first byte (port 465).
    Wrapped,
}
