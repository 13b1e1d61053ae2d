//! The one place with SQL: conversations, turns and accounts, on SQLite or PostgreSQL with pgvector.
//!
//! [`Store::open`] connects and migrates; a value of [`Store`] is cheap to clone. Which database it
//! is shows nowhere in the interface. Nothing here knows HTTP, workers or the clock: callers pass
//! `now`.
//!
//! # How a table and its queries are added
//! 1. A migration with the next number in `migrations/sqlite` *and* `migrations/postgres`, same
//!    name, same tables and columns. A migration that has landed is never edited.
//!    Column types that both sides of sqlx's `Any` driver understand: `TEXT`; `INTEGER` (SQLite) and
//!    `BIGINT` (PostgreSQL) for numbers, for milliseconds and for truth as 0 or 1; `BLOB` and `BYTEA`.
//!    No `BOOLEAN`, `TIMESTAMP`, `UUID`, `JSONB`: that driver cannot read them on both. SQLite tables
//!    are `STRICT`.
//! 2. A file `src/<noun>.rs` with `impl Store { pub async fn … }`. A query is written once for both
//!    databases, with `$1` placeholders, `ON CONFLICT` and `RETURNING`; where that is impossible,
//!    `Dialect::pick` chooses between two texts.
//!    - Reading: `let mut conn = self.read().await?;` then `sqlx::query("…").fetch_all(&mut *conn)`.
//!    - Writing: `let mut tx = self.write().await?;` … `tx.commit().await?;`. On SQLite this waits
//!      for the only writer, on PostgreSQL it is a plain transaction, so a row that is read in order
//!      to be written back is locked first: `SELECT … ` + `Dialect::pick` with ` FOR UPDATE`.
//!    - `?` turns every `sqlx::Error` into a [`StoreError`].
//! 3. Text from outside that goes into a `TEXT` column is bound through `text::storable`, because
//!    PostgreSQL cannot hold U+0000. JSON is safe as it is: it writes `\u0000`.
//! 4. Tests in `tests/`, each on both databases by `both!`.

mod account;
pub mod audit;
mod class;
pub mod code;
mod conversation;
mod database;
mod embedding;
mod error;
mod migration;
pub mod outbox;
pub mod refresh_token;
mod similar;
mod target;
mod text;
mod turn;
pub mod user;

pub use conversation::ConversationSummary;
pub use database::Store;
pub use error::{Conflict, StoreError};
pub use similar::SimilarConversation;
pub use target::{PostgresServer, PostgresTls, sqlite_url};
pub use turn::{OpenTurn, OpenedTurn};
