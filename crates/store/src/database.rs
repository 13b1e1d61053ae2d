//! The connection to the database: opened, migrated, lent for reading and for writing.

use std::fs::{DirBuilder, OpenOptions};
use std::path::Path;
use std::time::{Duration, Instant};

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, Connection, Transaction};

use crate::error::StoreError;
use crate::migration;
use crate::target::Target;

/// How long a call waits for a connection, a lock, or a server before it gives up.
const PATIENCE: Duration = Duration::from_secs(5);
/// Writers queue for the one connection of SQLite; a hundred of them take longer than one.
const WRITER_PATIENCE: Duration = Duration::from_secs(30);
/// SQLite reads beside its writer; more readers than cores gain nothing.
const SQLITE_READERS: u32 = 4;
/// A small RDS instance allows some 80 connections in all.
const POSTGRES_CONNECTIONS: u32 = 16;

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// The text for this database, where one text for both is impossible.
    pub(crate) const fn pick(self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self {
            Self::Sqlite => sqlite,
            Self::Postgres => postgres,
        }
    }

    /// Begins a transaction that writes. SQLite takes its lock at once: a transaction that reads
    /// first and wants to write later fails as soon as another one has written in between.
    pub(crate) const fn begin(self) -> &'static str {
        self.pick("BEGIN IMMEDIATE", "BEGIN")
    }
}

/// Conversations, turns and accounts. Cheap to clone; all clones share their connections.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) dialect: Dialect,
    reads: AnyPool,
    writes: AnyPool,
}

impl Store {
    /// Connects to `sqlite:path`, `sqlite::memory:` or `postgres://…` and migrates. A missing
    /// directory and file are made, readable by their owner only.
    ///
    /// # Errors
    /// [`StoreError`]: all but `Conflict`, each with what to do.
    #[tracing::instrument(name = "db.open", skip_all, err(level = "debug"))]
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let target = Target::parse(url)?;
        if let Some(file) = &target.file {
            make_private(file)?;
        }
        match target.dialect {
            Dialect::Sqlite => open_sqlite(&target).await,
            Dialect::Postgres => open_postgres(&target).await,
        }
    }

    /// As [`Store::open`], over one connection that is kept: for a process that answers one request
    /// at a time and shares a small server with many of its kind.
    ///
    /// # Errors
    /// As [`Store::open`].
    #[tracing::instrument(name = "db.open_single", skip_all, err(level = "debug"))]
    pub async fn open_single(url: &str) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let target = Target::parse(url)?;
        match target.dialect {
            Dialect::Sqlite => Self::open(url).await,
            Dialect::Postgres => in_time(open_single_postgres(&target)).await,
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`StoreError`] if it does not.
    #[tracing::instrument(name = "db.ping", skip_all)]
    pub async fn ping(&self) -> Result<(), StoreError> {
        let mut conn = self.read().await?;
        sqlx::query("SELECT 1").execute(&mut *conn).await?;
        Ok(())
    }

    /// Waits for running calls and closes the database; later calls fail.
    pub async fn close(&self) {
        self.reads.close().await;
        self.writes.close().await;
    }

    /// A connection for reading.
    pub(crate) async fn read(&self) -> Result<PoolConnection<Any>, StoreError> {
        self.reads.acquire().await.map_err(|error| self.no_connection(error))
    }

    /// A transaction for writing; nothing is stored unless it is committed.
    pub(crate) async fn write(&self) -> Result<Transaction<'static, Any>, StoreError> {
        self.writes.begin_with(self.dialect.begin()).await.map_err(|error| self.no_connection(error))
    }

    fn no_connection(&self, error: sqlx::Error) -> StoreError {
        match error {
            sqlx::Error::PoolTimedOut if self.dialect == Dialect::Postgres => {
                StoreError::Unavailable("PostgreSQL gave no connection in time".to_owned())
            }
            other => other.into(),
        }
    }
}

async fn open_sqlite(target: &Target) -> Result<Store, StoreError> {
    let options = &target.options;
    if target.file.is_none() {
        // A database in memory lives as long as its only connection.
        let only = pool(1, SQLITE_PRAGMAS).max_lifetime(None).idle_timeout(None).min_connections(1);
        let only = only.connect_with(options.clone()).await?;
        migration::run(&mut *only.acquire().await?, Dialect::Sqlite).await?;
        return Ok(Store { dialect: Dialect::Sqlite, reads: only.clone(), writes: only });
    }
    prepare_sqlite(options).await?;
    let reads = pool(SQLITE_READERS, SQLITE_PRAGMAS).connect_lazy_with(options.clone());
    let writes = pool(1, SQLITE_PRAGMAS).acquire_timeout(WRITER_PATIENCE).connect_lazy_with(options.clone());
    Ok(Store { dialect: Dialect::Sqlite, reads, writes })
}

/// `synchronous = FULL`: a stored question survives a power cut too, not only a crash of the process
/// (NORMAL would lose the last commits in WAL mode). Locks are waited for in SQLite itself.
const SQLITE_PRAGMAS: &str = "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF";

/// Switches to a write-ahead log and migrates. Several processes may do so at once: the switch does
/// not wait for a lock by itself, so it is tried again within bounds.
async fn prepare_sqlite(options: &AnyConnectOptions) -> Result<(), StoreError> {
    let until = Instant::now() + PATIENCE;
    loop {
        match try_prepare_sqlite(options).await {
            Err(StoreError::Busy) if Instant::now() < until => {
                tokio::time::sleep(Duration::from_millis(20)).await
            }
            result => return result,
        }
    }
}

async fn try_prepare_sqlite(options: &AnyConnectOptions) -> Result<(), StoreError> {
    let mut conn = AnyConnection::connect_with(options).await?;
    let result = async {
        sqlx::raw_sql(SQLITE_PRAGMAS).execute(&mut conn).await?;
        // Before anything is written: a foreign file must stay as it is.
        migration::run(&mut conn, Dialect::Sqlite).await?;
        sqlx::raw_sql("PRAGMA journal_mode = WAL").execute(&mut conn).await?;
        Ok(())
    }
    .await;
    conn.close().await?;
    result
}

async fn open_postgres(target: &Target) -> Result<Store, StoreError> {
    in_time(prepare_postgres(&target.options)).await?;
    let both = pool(POSTGRES_CONNECTIONS, POSTGRES_SETTINGS).connect_lazy_with(target.options.clone());
    Ok(Store { dialect: Dialect::Postgres, reads: both.clone(), writes: both })
}

/// The connection that migrates is the one that stays. It may be gone after a long sleep; then the
/// pool, which asks before it lends, makes another.
async fn open_single_postgres(target: &Target) -> Result<Store, StoreError> {
    let only = pool(1, POSTGRES_SETTINGS).idle_timeout(None).max_lifetime(None);
    let only = only.connect_with(target.options.clone()).await?;
    migration::run(&mut *only.acquire().await?, Dialect::Postgres).await?;
    Ok(Store { dialect: Dialect::Postgres, reads: only.clone(), writes: only })
}

async fn in_time<T>(opening: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    tokio::time::timeout(PATIENCE, opening).await.unwrap_or_else(|_| {
        Err(StoreError::Unavailable(format!("PostgreSQL did not answer within {} s", PATIENCE.as_secs())))
    })
}

/// Bounds for every statement, in milliseconds; and a search for similar vectors goes on until as
/// many of *this* user are found as were asked for, in the true order.
const POSTGRES_SETTINGS: &str = "SET statement_timeout = 15000; SET lock_timeout = 5000; \
    SET idle_in_transaction_session_timeout = 30000; \
    SET hnsw.iterative_scan = strict_order; SET hnsw.max_scan_tuples = 2147483647";

async fn prepare_postgres(options: &AnyConnectOptions) -> Result<(), StoreError> {
    let mut conn = AnyConnection::connect_with(options).await?;
    sqlx::raw_sql(POSTGRES_SETTINGS).execute(&mut conn).await?;
    let result = migration::run(&mut conn, Dialect::Postgres).await;
    conn.close().await?;
    result
}

fn pool(connections: u32, settings: &'static str) -> AnyPoolOptions {
    let options = AnyPoolOptions::new().max_connections(connections).acquire_timeout(PATIENCE);
    // SQLite ends a transaction by itself when the disk is full; sqlx then cannot roll it back, takes
    // it for open and would refuse every later one. Such a connection is closed.
    let options = options.before_acquire(|conn, _| {
        let usable = !conn.is_in_transaction();
        Box::pin(async move { Ok(usable) })
    });
    options.after_connect(move |conn, _| {
        Box::pin(async move {
            sqlx::raw_sql(settings).execute(conn).await?;
            Ok(())
        })
    })
}

/// Makes directory (0700) and file (0600), if missing: conversations are nobody else's business.
fn make_private(file: &Path) -> Result<(), StoreError> {
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::StorageFull => StoreError::Full,
        _ => StoreError::Unavailable(format!("{}: {error}", file.display())),
    };
    let mut directory = DirBuilder::new();
    directory.recursive(true);
    let mut open = OpenOptions::new();
    open.create(true).append(true);
    #[cfg(unix)]
    {
        std::os::unix::fs::DirBuilderExt::mode(&mut directory, 0o700);
        std::os::unix::fs::OpenOptionsExt::mode(&mut open, 0o600);
    }
    if let Some(parent) = file.parent() {
        directory.create(parent).map_err(failed)?;
    }
    open.open(file).map_err(failed)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use lks_domain::conversation::NewConversation;
    use lks_domain::identity::UserId;
    use lks_domain::timestamp::Timestamp;

    #[tokio::test]
    async fn a_database_that_may_not_grow_is_full_and_usable_when_it_may_again() {
        let directory = tempfile::tempdir().expect("a directory");
        let url = crate::sqlite_url(&directory.path().join("lks.db"));
        let store = Store::open(&url).await.expect("a store");
        let limit = |pages: u32| {
            let writes = store.writes.clone();
            async move {
                let pragma = format!("PRAGMA max_page_count = {pages}");
                sqlx::raw_sql(sqlx::AssertSqlSafe(pragma)).execute(&writes).await.expect("a limit");
            }
        };
        let conversation = vec![serde_json::json!({"content": "x".repeat(500_000)})];
        let new =
            NewConversation { id: uuid::Uuid::nil(), title: String::new(), conversation, embedding: None };
        let (user, now) = (UserId("a".to_owned()), Timestamp::from_millis(1));
        limit(60).await;
        let full = store.put_conversation(&user, &new, now).await;
        assert!(matches!(full, Err(StoreError::Full)), "{full:?}");
        assert_eq!(store.conversation(&user, new.id).await.expect("an answer"), None);
        let full = store
            .put_conversation(&user, &NewConversation { conversation: vec![], ..new.clone() }, now)
            .await;
        assert!(full.is_ok(), "a small one fits: {full:?}");
        limit(1000).await;
        store.put_conversation(&user, &new, now).await.expect("there is room");
    }

    #[tokio::test]
    async fn every_connection_of_sqlite_has_its_settings() {
        let directory = tempfile::tempdir().expect("a directory");
        let url = crate::sqlite_url(&directory.path().join("lks.db"));
        let store = Store::open(&url).await.expect("a store");
        for pool in [&store.reads, &store.writes] {
            for (setting, expected) in [("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000)] {
                let pragma = sqlx::AssertSqlSafe(format!("PRAGMA {setting}"));
                let value: i64 = sqlx::query_scalar(pragma).fetch_one(pool).await.expect("a value");
                assert_eq!(value, expected, "{setting}");
            }
        }
    }
}
