//! Messages with a code: kept until they are sent or read by an admin.
//!
//! A code is blanked as soon as its message is sent or it has ended; the row stays for a week, so
//! that an admin sees what happened to it.

use lks_domain::timestamp::Timestamp;
use serde::Serialize;
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use crate::code::Purpose;
use crate::database::Store;
use crate::error::StoreError;
use crate::text::storable;

/// What has become of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MailState {
    /// There is no mail server: an admin reads the code and passes it on.
    Held,
    /// To be sent, or to be tried again.
    Pending,
    /// Taken by the mail server.
    Sent,
    /// Given up after several tries.
    Failed,
}

impl MailState {
    const ALL: [Self; 4] = [Self::Held, Self::Pending, Self::Sent, Self::Failed];

    /// The name in the store and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Pending => "pending",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }

    fn parse(name: &str) -> Result<Self, StoreError> {
        let known = Self::ALL.into_iter().find(|state| state.name() == name);
        known.ok_or_else(|| StoreError::Corrupt("a message of unknown state".to_owned()))
    }
}

/// A message to be kept.
#[derive(Clone)]
pub struct NewMail {
    /// Unique.
    pub id: String,
    /// The address.
    pub recipient: String,
    /// What the code is for.
    pub purpose: Purpose,
    /// The code itself.
    pub code: String,
    /// `Pending` or `Held`.
    pub state: MailState,
    /// When the code ends.
    pub expires_at: Timestamp,
}

/// A message as it is kept.
#[derive(Clone, Serialize)]
pub struct Mail {
    /// Unique.
    pub id: String,
    /// The address.
    pub recipient: String,
    /// What the code is for: `reset-password` or `confirm-sign-up`.
    pub purpose: String,
    /// The code; empty once it is sent or has ended.
    pub code: String,
    /// What has become of it.
    pub state: MailState,
    /// How often sending was tried.
    pub tries: i64,
    /// What the mail server said last, if it refused.
    #[serde(rename = "lastError")]
    pub last_error: Option<String>,
    /// When it was asked for.
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    /// When the code ends.
    #[serde(rename = "expiresAt")]
    pub expires_at: Timestamp,
    /// When the mail server took it.
    #[serde(rename = "sentAt")]
    pub sent_at: Option<Timestamp>,
}

/// How long rows are kept: a week in milliseconds.
const KEPT_MILLIS: i64 = 7 * 24 * 3600 * 1000;

impl Store {
    /// The newest messages, codes that have ended blanked.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.outbox.list", skip_all)]
    pub async fn outbox(&self, limit: u32, now: Timestamp) -> Result<Vec<Mail>, StoreError> {
        let mut conn = self.read().await?;
        let rows = sqlx::query("SELECT * FROM outbox ORDER BY created_at DESC, id DESC LIMIT $1")
            .bind(i64::from(limit))
            .fetch_all(&mut *conn)
            .await?;
        let mut mails = rows.iter().map(mail).collect::<Result<Vec<_>, _>>()?;
        for mail in mails.iter_mut().filter(|mail| mail.expires_at <= now) {
            mail.code.clear();
        }
        Ok(mails)
    }

    /// Takes some messages that are due, counts a try for each and hides them until `again_at`, so
    /// that nobody else sends them too.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.outbox.take_due", skip_all)]
    pub async fn take_due_mail(&self, now: Timestamp, again_at: Timestamp) -> Result<Vec<Mail>, StoreError> {
        let mut tx = self.write().await?;
        let rows = sqlx::query(
            "UPDATE outbox SET tries = tries + 1, next_try_at = $2 \
             WHERE state = 'pending' AND next_try_at <= $1 AND id IN \
                (SELECT id FROM outbox WHERE state = 'pending' AND next_try_at <= $1 ORDER BY next_try_at LIMIT 20) \
             RETURNING *",
        )
        .bind(now.millis())
        .bind(again_at.millis())
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        rows.iter().map(mail).collect()
    }

    /// When the next message is due; `None` if none is to be sent.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.outbox.next_due", skip_all)]
    pub async fn next_mail_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let mut conn = self.read().await?;
        let row = sqlx::query("SELECT MIN(next_try_at) AS due FROM outbox WHERE state = 'pending'")
            .fetch_one(&mut *conn)
            .await?;
        Ok(row.try_get::<Option<i64>, _>("due")?.map(Timestamp::from_millis))
    }

    /// Notes that the mail server has taken a message, and blanks its code.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.outbox.sent", skip_all)]
    pub async fn mail_sent(&self, id: &str, now: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query(
            "UPDATE outbox SET state = 'sent', code = '', last_error = NULL, sent_at = $2 WHERE id = $1",
        )
        .bind(id)
        .bind(now.millis())
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// Notes why a message was not taken; it is tried again at `again_at`, or given up without one.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.outbox.refused", skip_all)]
    pub async fn mail_refused(
        &self,
        id: &str,
        reason: &str,
        again_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let state = if again_at.is_some() { MailState::Pending } else { MailState::Failed };
        let mut tx = self.write().await?;
        sqlx::query("UPDATE outbox SET state = $2, last_error = $3, next_try_at = $4 WHERE id = $1")
            .bind(id)
            .bind(state.name())
            .bind(storable(reason))
            .bind(again_at.map_or(0, Timestamp::millis))
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }
}

/// Adds a message, blanks codes that have ended, and removes old messages.
pub(crate) async fn insert(
    tx: &mut Transaction<'_, Any>,
    new: &NewMail,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE outbox SET code = '' WHERE expires_at <= $1 AND code <> ''")
        .bind(now.millis())
        .execute(&mut **tx)
        .await?;
    sqlx::query("DELETE FROM outbox WHERE created_at < $1")
        .bind(now.millis() - KEPT_MILLIS)
        .execute(&mut **tx)
        .await?;
    sqlx::query(
        "INSERT INTO outbox (id, recipient, purpose, code, state, tries, created_at, next_try_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, 0, $6, $6, $7)",
    )
    .bind(&new.id)
    .bind(storable(&new.recipient))
    .bind(new.purpose.name())
    .bind(&new.code)
    .bind(new.state.name())
    .bind(now.millis())
    .bind(new.expires_at.millis())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn mail(row: &AnyRow) -> Result<Mail, StoreError> {
    Ok(Mail {
        id: row.try_get("id")?,
        recipient: row.try_get("recipient")?,
        purpose: row.try_get("purpose")?,
        code: row.try_get("code")?,
        state: MailState::parse(row.try_get("state")?)?,
        tries: row.try_get("tries")?,
        last_error: row.try_get("last_error")?,
        created_at: Timestamp::from_millis(row.try_get("created_at")?),
        expires_at: Timestamp::from_millis(row.try_get("expires_at")?),
        sent_at: row.try_get::<Option<i64>, _>("sent_at")?.map(Timestamp::from_millis),
    })
}
