//! The audit log: entries in a chain of hashes, appended and never changed.
//!
//! Who changes, removes or inserts an entry past this program breaks the chain, which every reader
//! is told. Who can write the whole table anew can make a new chain; against that helps the head
//! hash, written down elsewhere.

use lks_domain::console::audit::{AuditEntry, Chain};
use lks_domain::timestamp::Timestamp;
use sha2::{Digest, Sha256};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use crate::database::{Dialect, Store};
use crate::error::StoreError;
use crate::text::{containing, storable};

/// What somebody is about to do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Deed {
    /// An address; empty for what the server does by itself.
    pub who: String,
    /// `run.apply`, `user.disable`, …
    pub what: String,
    /// Of what; may be empty.
    pub subject: String,
    /// In a sentence; never a secret; may be empty.
    pub detail: String,
    /// Digest of the plan; may be empty.
    pub plan: String,
}

/// Entries that are read at once when the whole chain is looked at.
const PIECE: u32 = 1000;

impl Store {
    /// Appends an entry. When this returns, it is stored for good.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was stored and nothing should be done.
    #[tracing::instrument(name = "db.audit.append", skip_all)]
    pub async fn append_audit(&self, deed: &Deed, now: Timestamp) -> Result<AuditEntry, StoreError> {
        let mut tx = self.write().await?;
        if self.dialect == Dialect::Postgres {
            // One appends at a time; readers are not kept waiting.
            sqlx::query("LOCK TABLE audit IN EXCLUSIVE MODE").execute(&mut *tx).await?;
        }
        let (last, previous) = head(&mut tx).await?;
        let mut entry = AuditEntry {
            seq: last + 1,
            at: now,
            who: storable(&deed.who),
            what: storable(&deed.what),
            subject: storable(&deed.subject),
            detail: storable(&deed.detail),
            plan: storable(&deed.plan),
            previous,
            hash: String::new(),
        };
        entry.hash = seal(&entry);
        insert(&mut tx, &entry).await?;
        tx.commit().await?;
        Ok(entry)
    }

    /// Entries before number `before` that contain the text, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.audit.page", skip_all)]
    pub async fn audit_before(
        &self,
        before: Option<u64>,
        search: &str,
        limit: u32,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        let mut conn = self.read().await?;
        let rows = sqlx::query(
            "SELECT * FROM audit WHERE seq < $1 AND (LOWER(who) LIKE $2 ESCAPE '!' OR LOWER(what) LIKE $2 ESCAPE '!' \
                OR LOWER(subject) LIKE $2 ESCAPE '!' OR LOWER(detail) LIKE $2 ESCAPE '!' OR plan LIKE $2 ESCAPE '!') \
             ORDER BY seq DESC LIMIT $3",
        )
        .bind(before.and_then(|seq| i64::try_from(seq).ok()).unwrap_or(i64::MAX))
        .bind(containing(&storable(search)))
        .bind(i64::from(limit))
        .fetch_all(&mut *conn)
        .await?;
        rows.iter().map(entry).collect()
    }

    /// Entries behind number `after`, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.audit.after", skip_all)]
    pub async fn audit_after(&self, after: u64, limit: u32) -> Result<Vec<AuditEntry>, StoreError> {
        let mut conn = self.read().await?;
        let rows = sqlx::query("SELECT * FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2")
            .bind(i64::try_from(after).unwrap_or(i64::MAX))
            .bind(i64::from(limit))
            .fetch_all(&mut *conn)
            .await?;
        rows.iter().map(entry).collect()
    }

    /// Looks at every entry: whether its number is the next one, it holds the hash of the one
    /// before, and its own hash is right.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.audit.chain", skip_all)]
    pub async fn audit_chain(&self) -> Result<Chain, StoreError> {
        let mut chain = Chain { entries: 0, broken_at: None, head: nothing() };
        let mut expected = 1;
        loop {
            let piece = self.audit_after(expected - 1, PIECE).await?;
            let Some(last) = piece.last().map(|entry| entry.seq) else { return Ok(chain) };
            for entry in piece {
                let whole =
                    entry.seq == expected && entry.previous == chain.head && entry.hash == seal(&entry);
                if !whole && chain.broken_at.is_none() {
                    chain.broken_at = Some(expected.min(entry.seq));
                }
                chain.entries += 1;
                expected = entry.seq + 1;
                chain.head = entry.hash;
            }
            expected = last + 1;
        }
    }
}

/// What the first entry holds as the hash of the one before.
fn nothing() -> String {
    "0".repeat(64)
}

fn seal(entry: &AuditEntry) -> String {
    hex::encode(Sha256::digest(entry.sealed_text()))
}

async fn head(tx: &mut Transaction<'_, Any>) -> Result<(u64, String), StoreError> {
    let last = sqlx::query("SELECT * FROM audit ORDER BY seq DESC LIMIT 1").fetch_optional(&mut **tx).await?;
    Ok(match last {
        Some(row) => entry(&row).map(|entry| (entry.seq, entry.hash))?,
        None => (0, nothing()),
    })
}

async fn insert(tx: &mut Transaction<'_, Any>, entry: &AuditEntry) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO audit (seq, at, who, what, subject, detail, plan, previous, hash) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(i64::try_from(entry.seq).unwrap_or(i64::MAX))
    .bind(entry.at.millis())
    .bind(&entry.who)
    .bind(&entry.what)
    .bind(&entry.subject)
    .bind(&entry.detail)
    .bind(&entry.plan)
    .bind(&entry.previous)
    .bind(&entry.hash)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn entry(row: &AnyRow) -> Result<AuditEntry, StoreError> {
    Ok(AuditEntry {
        seq: u64::try_from(row.try_get::<i64, _>("seq")?).unwrap_or_default(),
        at: Timestamp::from_millis(row.try_get("at")?),
        who: row.try_get("who")?,
        what: row.try_get("what")?,
        subject: row.try_get("subject")?,
        detail: row.try_get("detail")?,
        plan: row.try_get("plan")?,
        previous: row.try_get("previous")?,
        hash: row.try_get("hash")?,
    })
}
