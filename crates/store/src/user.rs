//! Accounts of the embedded identity: one row each, found by id or by e-mail address.
//!
//! Passwords come and go as hashes; nothing here can tell what they are.

use std::collections::BTreeMap;

use lks_domain::identity::UserId;
use lks_domain::timestamp::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;

use crate::database::Store;
use crate::error::StoreError;
use crate::text::{containing, storable};

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// `sub`
    pub id: UserId,
    /// Trimmed and in lower case; unique.
    pub email: String,
    /// Display name.
    pub name: String,
    /// PHC string.
    pub password_hash: String,
    /// Whether a code sent to the address has come back.
    pub email_verified: bool,
    /// Whether it may sign in.
    pub confirmed: bool,
    /// False when an admin has locked it.
    pub enabled: bool,
    /// `cognito:groups`
    pub groups: Vec<String>,
    /// Further attributes: `locale`, `zoneinfo`, `custom:*`.
    pub attributes: BTreeMap<String, String>,
    /// When it signed up.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// `sub`
    pub id: UserId,
    /// Trimmed and in lower case.
    pub email: String,
    /// Display name.
    pub name: String,
    /// PHC string.
    pub password_hash: String,
    /// Whether it may sign in at once.
    pub confirmed: bool,
    /// The group that it joins if it is the first account of all.
    pub group_if_first: String,
    /// Further attributes.
    pub attributes: BTreeMap<String, String>,
}

const ONE_BY_ID: &str = "SELECT * FROM users WHERE id = $1";
const ONE_BY_EMAIL: &str = "SELECT * FROM users WHERE email = $1";

impl Store {
    /// Makes an account. However many are made at once, exactly one is the first.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the address has an account.
    #[tracing::instrument(name = "db.user.insert", skip_all)]
    pub async fn create_user(&self, new: &NewUser, now: Timestamp) -> Result<User, StoreError> {
        let mut tx = self.write().await?;
        let attributes = serde_json::to_string(&new.attributes).map_err(corrupt)?;
        sqlx::query(
            "INSERT INTO users (id, email, name, password_hash, email_verified, confirmed, enabled, \
                group_names, attributes, created_at, updated_at) \
             VALUES ($1, $2, $3, $4, 0, $5, 1, '[]', $6, $7, $7)",
        )
        .bind(new.id.as_str())
        .bind(storable(&new.email))
        .bind(storable(&new.name))
        .bind(&new.password_hash)
        .bind(i64::from(new.confirmed))
        .bind(attributes)
        .bind(now.millis())
        .execute(&mut *tx)
        .await?;
        let founded =
            sqlx::query("INSERT INTO founder (slot, user_id) VALUES (1, $1) ON CONFLICT (slot) DO NOTHING")
                .bind(new.id.as_str())
                .execute(&mut *tx)
                .await?;
        if founded.rows_affected() == 1 {
            let groups = serde_json::to_string(&[&new.group_if_first]).map_err(corrupt)?;
            sqlx::query("UPDATE users SET group_names = $2 WHERE id = $1")
                .bind(new.id.as_str())
                .bind(groups)
                .execute(&mut *tx)
                .await?;
        }
        let row = sqlx::query(ONE_BY_ID).bind(new.id.as_str()).fetch_one(&mut *tx).await?;
        tx.commit().await?;
        user(&row)
    }

    /// The account with this `sub`.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.user.get", skip_all)]
    pub async fn user(&self, id: &UserId) -> Result<Option<User>, StoreError> {
        self.one_user(ONE_BY_ID, id.as_str()).await
    }

    /// The account of this address (trimmed and in lower case).
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.user.by_email", skip_all)]
    pub async fn user_by_email(&self, email: &str) -> Result<Option<User>, StoreError> {
        self.one_user(ONE_BY_EMAIL, email).await
    }

    async fn one_user(&self, query: &'static str, key: &str) -> Result<Option<User>, StoreError> {
        let mut conn = self.read().await?;
        let row = sqlx::query(query).bind(storable(key)).fetch_optional(&mut *conn).await?;
        row.as_ref().map(user).transpose()
    }

    /// Accounts whose name or address contains the text, in order of address, from the first one
    /// after `after`.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.user.list", skip_all)]
    pub async fn list_users(
        &self,
        search: &str,
        limit: u32,
        after: Option<&str>,
    ) -> Result<Vec<User>, StoreError> {
        let mut conn = self.read().await?;
        let rows = sqlx::query(
            "SELECT * FROM users WHERE email > $1 \
             AND (email LIKE $2 ESCAPE '!' OR LOWER(name) LIKE $2 ESCAPE '!') ORDER BY email LIMIT $3",
        )
        .bind(storable(after.unwrap_or_default()))
        .bind(containing(&storable(search)))
        .bind(i64::from(limit))
        .fetch_all(&mut *conn)
        .await?;
        rows.iter().map(user).collect()
    }

    /// Replaces the password.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.user.set_password", skip_all)]
    pub async fn set_password(&self, id: &UserId, hash: &str, now: Timestamp) -> Result<bool, StoreError> {
        self.change_user("UPDATE users SET password_hash = $2, updated_at = $3 WHERE id = $1", id, hash, now)
            .await
    }

    /// Replaces the groups.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.user.set_groups", skip_all)]
    pub async fn set_groups(
        &self,
        id: &UserId,
        groups: &[String],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let groups = serde_json::to_string(groups).map_err(corrupt)?;
        self.change_user("UPDATE users SET group_names = $2, updated_at = $3 WHERE id = $1", id, &groups, now)
            .await
    }

    async fn change_user(
        &self,
        query: &'static str,
        id: &UserId,
        value: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let done =
            sqlx::query(query).bind(id.as_str()).bind(value).bind(now.millis()).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(done.rows_affected() == 1)
    }

    /// Replaces name and further attributes.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.user.set_profile", skip_all)]
    pub async fn set_profile(
        &self,
        id: &UserId,
        name: &str,
        attributes: &BTreeMap<String, String>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let done = sqlx::query("UPDATE users SET name = $2, attributes = $3, updated_at = $4 WHERE id = $1")
            .bind(id.as_str())
            .bind(storable(name))
            .bind(serde_json::to_string(attributes).map_err(corrupt)?)
            .bind(now.millis())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(done.rows_affected() == 1)
    }

    /// Lets the account sign in; `email_verified` when a code has proven its address.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.user.confirm", skip_all)]
    pub async fn confirm_user(
        &self,
        id: &UserId,
        email_verified: bool,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let verified = "UPDATE users SET confirmed = 1, email_verified = 1, updated_at = $2 WHERE id = $1";
        let unverified = "UPDATE users SET confirmed = 1, updated_at = $2 WHERE id = $1";
        self.touch_user(if email_verified { verified } else { unverified }, id, now).await
    }

    /// Locks or unlocks the account. What it has signed in to ends when its tokens do, but they
    /// cannot be refreshed.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.user.set_enabled", skip_all)]
    pub async fn set_enabled(&self, id: &UserId, enabled: bool, now: Timestamp) -> Result<bool, StoreError> {
        let enable = "UPDATE users SET enabled = 1, updated_at = $2 WHERE id = $1";
        let disable = "UPDATE users SET enabled = 0, updated_at = $2 WHERE id = $1";
        self.touch_user(if enabled { enable } else { disable }, id, now).await
    }

    async fn touch_user(&self, query: &'static str, id: &UserId, now: Timestamp) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let done = sqlx::query(query).bind(id.as_str()).bind(now.millis()).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(done.rows_affected() == 1)
    }

    /// Removes the account with its sign-ins, codes and messages. When none is left, the next one
    /// is the first again. Conversations are not touched.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.user.delete", skip_all)]
    pub async fn delete_user(&self, id: &UserId) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        for query in [
            "DELETE FROM codes WHERE email IN (SELECT email FROM users WHERE id = $1)",
            "DELETE FROM outbox WHERE recipient IN (SELECT email FROM users WHERE id = $1)",
            "DELETE FROM refresh_tokens WHERE user_id = $1",
        ] {
            sqlx::query(query).bind(id.as_str()).execute(&mut *tx).await?;
        }
        let done = sqlx::query("DELETE FROM users WHERE id = $1").bind(id.as_str()).execute(&mut *tx).await?;
        sqlx::query("DELETE FROM founder WHERE NOT EXISTS (SELECT 1 FROM users)").execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(done.rows_affected() == 1)
    }
}

pub(crate) fn user(row: &AnyRow) -> Result<User, StoreError> {
    Ok(User {
        id: UserId(row.try_get("id")?),
        email: row.try_get("email")?,
        name: row.try_get("name")?,
        password_hash: row.try_get("password_hash")?,
        email_verified: row.try_get::<i64, _>("email_verified")? != 0,
        confirmed: row.try_get::<i64, _>("confirmed")? != 0,
        enabled: row.try_get::<i64, _>("enabled")? != 0,
        groups: serde_json::from_str(row.try_get("group_names")?).map_err(corrupt)?,
        attributes: serde_json::from_str(row.try_get("attributes")?).map_err(corrupt)?,
        created_at: Timestamp::from_millis(row.try_get("created_at")?),
        updated_at: Timestamp::from_millis(row.try_get("updated_at")?),
    })
}

fn corrupt(error: serde_json::Error) -> StoreError {
    StoreError::Corrupt(format!("an account's groups or attributes: {error}"))
}
