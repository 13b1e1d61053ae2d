//! Sign-ins: what a refresh token goes back to. Tokens are known by their fingerprints only.

use lks_domain::identity::UserId;
use lks_domain::timestamp::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;

use crate::database::Store;
use crate::error::StoreError;
use crate::user::{User, user};

/// One sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// `origin_jti` of all its tokens.
    pub origin_id: String,
    /// Who signed in.
    pub user_id: UserId,
    /// When the password was given.
    pub authenticated_at: Timestamp,
    /// When its refresh token ends.
    pub expires_at: Timestamp,
    /// Whether it was signed out.
    pub revoked: bool,
}

/// Rows are kept this long after their refresh token has ended, because access tokens that were
/// made of it at the last moment are still checked against them; one day in milliseconds.
const KEPT_MILLIS: i64 = 24 * 3600 * 1000;

impl Store {
    /// Stores a sign-in under the fingerprint of its refresh token, and forgets those long ended.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.refresh_token.insert", skip_all)]
    pub async fn open_sign_in(
        &self,
        fingerprint: &str,
        sign_in: &SignIn,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query("DELETE FROM refresh_tokens WHERE expires_at < $1")
            .bind(now.millis() - KEPT_MILLIS)
            .execute(&mut *tx)
            .await?;
        sqlx::query(
            "INSERT INTO refresh_tokens (fingerprint, user_id, origin_id, authenticated_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(fingerprint)
        .bind(sign_in.user_id.as_str())
        .bind(&sign_in.origin_id)
        .bind(sign_in.authenticated_at.millis())
        .bind(sign_in.expires_at.millis())
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// The sign-in of a refresh token, with its user.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.refresh_token.get", skip_all)]
    pub async fn sign_in_by_token(&self, fingerprint: &str) -> Result<Option<(SignIn, User)>, StoreError> {
        self.one_sign_in(
            "SELECT * FROM refresh_tokens t JOIN users u ON u.id = t.user_id WHERE t.fingerprint = $1",
            fingerprint,
        )
        .await
    }

    /// The sign-in that an access token goes back to, with its user.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.refresh_token.by_origin", skip_all)]
    pub async fn sign_in_by_origin(&self, origin_id: &str) -> Result<Option<(SignIn, User)>, StoreError> {
        self.one_sign_in(
            "SELECT * FROM refresh_tokens t JOIN users u ON u.id = t.user_id WHERE t.origin_id = $1",
            origin_id,
        )
        .await
    }

    async fn one_sign_in(
        &self,
        query: &'static str,
        key: &str,
    ) -> Result<Option<(SignIn, User)>, StoreError> {
        let mut conn = self.read().await?;
        let row = sqlx::query(query).bind(key).fetch_optional(&mut *conn).await?;
        row.map(|row| Ok((sign_in(&row)?, user(&row)?))).transpose()
    }

    /// Ends the sign-in of one refresh token; false if there is none.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.refresh_token.revoke", skip_all)]
    pub async fn revoke_sign_in(&self, fingerprint: &str, now: Timestamp) -> Result<bool, StoreError> {
        const REVOKE: &str =
            "UPDATE refresh_tokens SET revoked_at = COALESCE(revoked_at, $2) WHERE fingerprint = $1";
        Ok(self.revoke(REVOKE, fingerprint, now).await? == 1)
    }

    /// Ends all sign-ins of a user; how many were not ended yet.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.refresh_token.revoke_all", skip_all)]
    pub async fn revoke_sign_ins(&self, user: &UserId, now: Timestamp) -> Result<u64, StoreError> {
        self.revoke(REVOKE_ALL, user.as_str(), now).await
    }

    async fn revoke(&self, query: &'static str, key: &str, now: Timestamp) -> Result<u64, StoreError> {
        let mut tx = self.write().await?;
        let done = sqlx::query(query).bind(key).bind(now.millis()).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(done.rows_affected())
    }
}

pub(crate) const REVOKE_ALL: &str =
    "UPDATE refresh_tokens SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL";

fn sign_in(row: &AnyRow) -> Result<SignIn, StoreError> {
    Ok(SignIn {
        origin_id: row.try_get("origin_id")?,
        user_id: UserId(row.try_get("user_id")?),
        authenticated_at: Timestamp::from_millis(row.try_get("authenticated_at")?),
        expires_at: Timestamp::from_millis(row.try_get("expires_at")?),
        revoked: row.try_get::<Option<i64>, _>("revoked_at")?.is_some(),
    })
}
