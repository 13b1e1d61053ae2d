//! Brings a database to the form this program needs, once, however many processes start at a time.
//!
//! Everything happens in one transaction that begins with a lock, so that a start that breaks off
//! leaves nothing behind and the next process finds either nothing or all.

use sqlx::migrate::Migrator;
use sqlx::{Any, AnyConnection, Connection, Row, Transaction};

use crate::database::Dialect;
use crate::error::{CORRUPT_ADVICE, StoreError};

static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres");

/// Marks a SQLite file as ours ("lks" and a version of the mark).
const APPLICATION_ID: i32 = 0x6c6b_7301;

pub(crate) async fn run(conn: &mut AnyConnection, dialect: Dialect) -> Result<(), StoreError> {
    let mut tx = conn.begin_with(dialect.begin()).await?;
    match dialect {
        Dialect::Sqlite => claim_file(&mut tx).await?,
        Dialect::Postgres => prepare_postgres(&mut tx).await?,
    }
    let migrator = match dialect {
        Dialect::Sqlite => &SQLITE,
        Dialect::Postgres => &POSTGRES,
    };
    // The lock is ours already: sqlx has none for SQLite, and its lock for PostgreSQL would outlive
    // a failed run on a pooled connection.
    let unlocked = Migrator { migrations: migrator.migrations.clone(), locking: false, ..Migrator::DEFAULT };
    unlocked.run_direct(None, &mut *tx, false).await?;
    Ok(tx.commit().await?)
}

/// Refuses a SQLite file of another program before anything is written to it.
async fn claim_file(tx: &mut Transaction<'_, Any>) -> Result<(), StoreError> {
    let id: i64 = sqlx::query("PRAGMA application_id").fetch_one(&mut **tx).await?.try_get(0)?;
    if id == i64::from(APPLICATION_ID) {
        return Ok(());
    }
    let tables: i64 =
        sqlx::query("SELECT COUNT(*) FROM sqlite_schema").fetch_one(&mut **tx).await?.try_get(0)?;
    if id != 0 || tables != 0 {
        return Err(StoreError::Corrupt(format!("the file belongs to another program; {CORRUPT_ADVICE}")));
    }
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("PRAGMA application_id = {APPLICATION_ID}")))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Takes the lock and makes sure of pgvector.
async fn prepare_postgres(tx: &mut Transaction<'_, Any>) -> Result<(), StoreError> {
    sqlx::query("SELECT pg_advisory_xact_lock(7812773)").execute(&mut **tx).await?;
    if exists(tx, "SELECT 1 FROM pg_extension WHERE extname = 'vector'").await? {
        return Ok(());
    }
    if !exists(tx, "SELECT 1 FROM pg_available_extensions WHERE name = 'vector'").await? {
        return Err(StoreError::Unavailable(
            "PostgreSQL has no pgvector; install it (Debian and Ubuntu: postgresql-<version>-pgvector from \
             apt.postgresql.org; others: https://github.com/pgvector/pgvector#installation), then start again"
                .to_owned(),
        ));
    }
    sqlx::query("CREATE EXTENSION vector").execute(&mut **tx).await.map_err(|error| {
        StoreError::Unavailable(format!(
            "pgvector could not be switched on ({}); let the owner of the database run: CREATE EXTENSION vector",
            StoreError::from(error)
        ))
    })?;
    Ok(())
}

async fn exists(tx: &mut Transaction<'_, Any>, sql: &'static str) -> Result<bool, StoreError> {
    Ok(sqlx::query(sql).fetch_optional(&mut **tx).await?.is_some())
}
