//! Codes that prove an e-mail address: one valid code per purpose and address, tried so many times
//! and asked for so many times. Known by their seals only.

use lks_domain::identity::UserId;
use lks_domain::timestamp::Timestamp;
use sqlx::{Any, Row, Transaction};

use crate::database::Store;
use crate::error::StoreError;
use crate::outbox::{self, NewMail};
use crate::refresh_token::REVOKE_ALL;
use crate::text::storable;

/// What a code is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To set a new password without the old one.
    ResetPassword,
    /// To confirm a new account.
    ConfirmSignUp,
}

impl Purpose {
    /// The name it is stored and shown under.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ResetPassword => "reset-password",
            Self::ConfirmSignUp => "confirm-sign-up",
        }
    }
}

/// A code to be stored.
#[derive(Debug, Clone)]
pub struct NewCode {
    /// What it is for.
    pub purpose: Purpose,
    /// Whose, trimmed and in lower case; need not have an account.
    pub email: String,
    /// What tells the right code.
    pub sealed: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// How often codes may be asked for.
#[derive(Debug, Clone, Copy)]
pub struct Allowance {
    /// So many codes of one purpose for one address …
    pub codes: u32,
    /// … in so many milliseconds.
    pub window_millis: i64,
}

/// A code that is being tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Try {
    /// Compare with this; the try is counted.
    Sealed(String),
    /// It has ended, or there is none.
    Expired,
    /// It was tried too often.
    UsedUp,
}

impl Store {
    /// Replaces the code of this purpose and address and puts its message, if any, into the outbox.
    /// False, and nothing is changed, when too many were asked for.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.code.insert", skip_all)]
    pub async fn issue_code(
        &self,
        new: &NewCode,
        mail: Option<&NewMail>,
        allowance: Allowance,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let cutoff = now.millis() - allowance.window_millis;
        sqlx::query("DELETE FROM codes WHERE expires_at < $1 AND issued_since < $2")
            .bind(now.millis())
            .bind(cutoff)
            .execute(&mut *tx)
            .await?;
        let done = sqlx::query(
            "INSERT INTO codes (purpose, email, sealed, tries, issued, issued_since, expires_at) \
             VALUES ($1, $2, $3, 0, 1, $4, $5) \
             ON CONFLICT (purpose, email) DO UPDATE SET sealed = excluded.sealed, tries = 0, \
                expires_at = excluded.expires_at, \
                issued = CASE WHEN codes.issued_since <= $6 THEN 1 ELSE codes.issued + 1 END, \
                issued_since = CASE WHEN codes.issued_since <= $6 THEN excluded.issued_since \
                    ELSE codes.issued_since END \
             WHERE codes.issued_since <= $6 OR codes.issued < $7",
        )
        .bind(new.purpose.name())
        .bind(storable(&new.email))
        .bind(&new.sealed)
        .bind(now.millis())
        .bind(new.expires_at.millis())
        .bind(cutoff)
        .bind(i64::from(allowance.codes))
        .execute(&mut *tx)
        .await?;
        let issued = done.rows_affected() == 1;
        if let Some(mail) = mail.filter(|_| issued) {
            outbox::insert(&mut tx, mail, now).await?;
        }
        tx.commit().await?;
        Ok(issued)
    }

    /// Counts a try at the code of this purpose and address.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.code.try", skip_all)]
    pub async fn try_code(
        &self,
        purpose: Purpose,
        email: &str,
        tries: u32,
        now: Timestamp,
    ) -> Result<Try, StoreError> {
        let mut tx = self.write().await?;
        let row = sqlx::query(
            "UPDATE codes SET tries = tries + 1 WHERE purpose = $1 AND email = $2 \
             RETURNING sealed, tries, expires_at",
        )
        .bind(purpose.name())
        .bind(storable(email))
        .fetch_optional(&mut *tx)
        .await?;
        tx.commit().await?;
        let Some(row) = row else { return Ok(Try::Expired) };
        Ok(if row.try_get::<i64, _>("expires_at")? <= now.millis() {
            Try::Expired
        } else if row.try_get::<i64, _>("tries")? > i64::from(tries) {
            Try::UsedUp
        } else {
            Try::Sealed(row.try_get("sealed")?)
        })
    }

    /// Uses up a code: replaces the password, confirms account and address, and ends all sign-ins.
    /// False, and nothing is changed, when someone else has used it up meanwhile.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.code.reset_password", skip_all)]
    pub async fn reset_password(
        &self,
        user: &UserId,
        sealed: &str,
        hash: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let used = use_up(&mut tx, Purpose::ResetPassword, sealed).await?;
        if used {
            sqlx::query(
                "UPDATE users SET password_hash = $2, confirmed = 1, email_verified = 1, updated_at = $3 WHERE id = $1",
            )
            .bind(user.as_str())
            .bind(hash)
            .bind(now.millis())
            .execute(&mut *tx)
            .await?;
            sqlx::query(REVOKE_ALL).bind(user.as_str()).bind(now.millis()).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(used)
    }

    /// Uses up a code: confirms account and address. False when it was used up meanwhile.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.code.confirm_sign_up", skip_all)]
    pub async fn confirm_sign_up(
        &self,
        user: &UserId,
        sealed: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let used = use_up(&mut tx, Purpose::ConfirmSignUp, sealed).await?;
        if used {
            sqlx::query("UPDATE users SET confirmed = 1, email_verified = 1, updated_at = $2 WHERE id = $1")
                .bind(user.as_str())
                .bind(now.millis())
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        Ok(used)
    }
}

async fn use_up(tx: &mut Transaction<'_, Any>, purpose: Purpose, sealed: &str) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM codes WHERE purpose = $1 AND sealed = $2")
        .bind(purpose.name())
        .bind(sealed)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}
