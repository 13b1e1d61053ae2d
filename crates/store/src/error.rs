//! What can go wrong with a database, by what the caller can do about it.
//!
//! Messages are for operators and logs. They never hold what users wrote, nor an address with a
//! password.

use sqlx::migrate::MigrateError;
use sqlx::postgres::PgDatabaseError;
use sqlx::sqlite::SqliteError;
use uuid::Uuid;

/// Why something could not be stored or read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process or request holds the database; the same call may work a moment later.
    #[error("the database is locked by another process or overloaded; try again in a moment")]
    Busy,
    /// No room is left; nothing of the call was stored.
    #[error("the disk of the database is full; free some space and try again")]
    Full,
    /// The database cannot be reached or refuses us.
    #[error("the database cannot be used: {0}")]
    Unavailable(String),
    /// The call contradicts what is stored.
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// The file or a row in it is not what this program wrote.
    #[error("the database is damaged or not ours: {0}")]
    Corrupt(String),
    /// A newer version of this program has changed the database.
    #[error(
        "the database was changed by a newer version of lks (migration {0}); start that version, or restore a backup"
    )]
    Newer(i64),
    /// The address of the database makes no sense.
    #[error("the address of the database is wrong: {0}")]
    Address(String),
    /// A mistake of ours.
    #[error("unexpected database error: {0}")]
    Internal(String),
}

/// How a call contradicts what is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// The reply of another turn of this conversation is still being written.
    #[error("another reply of this conversation is still being written; stop it or wait for its end")]
    TurnOpen(Uuid),
    /// The message to replace from is not in the conversation.
    #[error("the message to replace is not in the conversation; load the conversation again")]
    UnknownMessage,
    /// Events of a turn left out a number: the one expected, the one given.
    #[error("event {given} was given where {expected} is next")]
    EventGap {
        /// The next number.
        expected: u64,
        /// What was given.
        given: u64,
    },
    /// Nobody could administer afterwards.
    #[error("this is the last admin; make somebody else an admin first")]
    LastAdmin,
    /// A row like this is there already.
    #[error("it exists already")]
    Exists,
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(error) => {
                if let Some(error) = error.try_downcast_ref::<SqliteError>() {
                    from_sqlite(error)
                } else if let Some(error) = error.try_downcast_ref::<PgDatabaseError>() {
                    from_postgres(error)
                } else {
                    Self::Internal(error.to_string())
                }
            }
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::Io(error) => Self::Unavailable(error.to_string()),
            sqlx::Error::Protocol(_) => {
                Self::Unavailable("what answers there does not speak PostgreSQL's protocol".to_owned())
            }
            sqlx::Error::Tls(error) => Self::Unavailable(format!("TLS: {error}")),
            sqlx::Error::PoolClosed => Self::Unavailable("it is closed already".to_owned()),
            sqlx::Error::WorkerCrashed => Self::Unavailable("its thread ended".to_owned()),
            sqlx::Error::Configuration(error) => Self::Address(error.to_string()),
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
            MigrateError::VersionMissing(version) => Self::Newer(version),
            MigrateError::VersionMismatch(version) => Self::Corrupt(format!(
                "migration {version} was applied in another form; use the version of lks that made this database"
            )),
            other => Self::Internal(other.to_string()),
        }
    }
}

/// Primary result codes of <https://www.sqlite.org/rescode.html>; the extended part is dropped.
fn from_sqlite(error: &SqliteError) -> StoreError {
    use sqlx::error::DatabaseError;
    let code: i32 = error.code().and_then(|code| code.parse().ok()).unwrap_or_default();
    match code & 0xff {
        5 | 6 => StoreError::Busy,
        13 => StoreError::Full,
        3 | 8 | 10 | 14 => StoreError::Unavailable(error.message().to_owned()),
        11 | 26 => StoreError::Corrupt(format!("{}; {CORRUPT_ADVICE}", error.message())),
        19 if error.is_unique_violation() => StoreError::Conflict(Conflict::Exists),
        _ => StoreError::Internal(error.message().to_owned()),
    }
}

pub(crate) const CORRUPT_ADVICE: &str =
    "move the file away and start again, or restore a backup; nothing was changed";

/// Classes of <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
fn from_postgres(error: &PgDatabaseError) -> StoreError {
    match error.code() {
        "53100" => StoreError::Full,
        "23505" => StoreError::Conflict(Conflict::Exists),
        "40001" | "40P01" | "55P03" | "57014" | "53300" => StoreError::Busy,
        code if ["08", "28", "3D", "57", "42501"].iter().any(|class| code.starts_with(class)) => {
            StoreError::Unavailable(error.message().to_owned())
        }
        code if code.starts_with("XX") => StoreError::Corrupt(error.message().to_owned()),
        code => StoreError::Internal(format!("{} ({code})", error.message())),
    }
}
