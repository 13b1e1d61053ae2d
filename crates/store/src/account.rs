//! Accounts as an admin sees and changes them: with what they did, and never without an admin.

use lks_domain::console::overview::Learners;
use lks_domain::console::user::Account;
use lks_domain::identity::{ADMIN_GROUP, UserId};
use lks_domain::timestamp::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use crate::database::{Dialect, Store};
use crate::error::{Conflict, StoreError};
use crate::text::{containing, storable};
use crate::user;

/// An account with how much it did; `WHERE` and the rest follow.
const ACCOUNTS: &str = "SELECT users.*, \
    (SELECT COUNT(*) FROM conversations WHERE conversations.user_id = users.id) AS conversations, \
    (SELECT MAX(turns.created_at) FROM turns WHERE turns.user_id = users.id) AS active_at FROM users ";

const FOUND: &str = "(email LIKE $1 ESCAPE '!' OR LOWER(name) LIKE $1 ESCAPE '!')";

impl Store {
    /// Accounts whose name or address contains the text, in order of address, from the first one
    /// after `after`.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.account.list", skip_all)]
    pub async fn accounts(
        &self,
        search: &str,
        limit: u32,
        after: Option<&str>,
    ) -> Result<Vec<Account>, StoreError> {
        let mut conn = self.read().await?;
        let sql = format!("{ACCOUNTS} WHERE {FOUND} AND email > $2 ORDER BY email LIMIT $3");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(containing(&storable(search)))
            .bind(storable(after.unwrap_or_default()))
            .bind(i64::from(limit))
            .fetch_all(&mut *conn)
            .await?;
        rows.iter().map(account).collect()
    }

    /// How many accounts that search finds in all.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.account.count", skip_all)]
    pub async fn count_accounts(&self, search: &str) -> Result<u64, StoreError> {
        let mut conn = self.read().await?;
        let sql = format!("SELECT COUNT(*) AS found FROM users WHERE {FOUND}");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(containing(&storable(search)))
            .fetch_one(&mut *conn)
            .await?;
        count(&row, "found")
    }

    /// One account.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.account.get", skip_all)]
    pub async fn account(&self, id: &UserId) -> Result<Option<Account>, StoreError> {
        let mut conn = self.read().await?;
        let sql = format!("{ACCOUNTS} WHERE users.id = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(storable(id.as_str()))
            .fetch_optional(&mut *conn)
            .await?;
        row.as_ref().map(account).transpose()
    }

    /// How many there are, and how many sent a message of late.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.account.learners", skip_all)]
    pub async fn learners(
        &self,
        active_since: Timestamp,
        today_since: Timestamp,
    ) -> Result<Learners, StoreError> {
        let mut conn = self.read().await?;
        let row = sqlx::query(
            "SELECT (SELECT COUNT(*) FROM users) AS registered, \
                (SELECT COUNT(*) FROM users WHERE confirmed = 0) AS unconfirmed, \
                (SELECT COUNT(DISTINCT user_id) FROM turns WHERE created_at >= $1) AS active, \
                (SELECT COUNT(DISTINCT user_id) FROM turns WHERE created_at >= $2) AS today",
        )
        .bind(active_since.millis())
        .bind(today_since.millis())
        .fetch_one(&mut *conn)
        .await?;
        Ok(Learners {
            registered: count(&row, "registered")?,
            unconfirmed: count(&row, "unconfirmed")?,
            active: count(&row, "active")?,
            today: count(&row, "today")?,
        })
    }

    /// Replaces an account's groups; false if there is no such account.
    ///
    /// # Errors
    /// [`Conflict::LastAdmin`] if nobody could administer afterwards, or another [`StoreError`].
    #[tracing::instrument(name = "db.account.set_groups", skip_all)]
    pub async fn put_groups(
        &self,
        id: &UserId,
        groups: &[String],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        if !groups.iter().any(|group| group == ADMIN_GROUP) {
            spare_the_last_admin(&mut tx, self.dialect, id).await?;
        }
        let names = serde_json::to_string(groups).map_err(|error| StoreError::Internal(error.to_string()))?;
        let done = sqlx::query("UPDATE users SET group_names = $2, updated_at = $3 WHERE id = $1")
            .bind(storable(id.as_str()))
            .bind(names)
            .bind(now.millis())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(done.rows_affected() == 1)
    }

    /// Locks an account and ends its sign-ins; false if there is no such account.
    ///
    /// # Errors
    /// [`Conflict::LastAdmin`] if nobody could administer afterwards, or another [`StoreError`].
    #[tracing::instrument(name = "db.account.lock", skip_all)]
    pub async fn lock_account(&self, id: &UserId, now: Timestamp) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        spare_the_last_admin(&mut tx, self.dialect, id).await?;
        let (id, now) = (storable(id.as_str()), now.millis());
        let done = sqlx::query("UPDATE users SET enabled = 0, updated_at = $2 WHERE id = $1")
            .bind(&id)
            .bind(now)
            .execute(&mut *tx)
            .await?;
        sqlx::query("UPDATE refresh_tokens SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL")
            .bind(&id)
            .bind(now)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(done.rows_affected() == 1)
    }
}

/// Refuses if this account is the only enabled admin. All admins are held until the transaction
/// ends, so that two of them cannot remove each other at once.
async fn spare_the_last_admin(
    tx: &mut Transaction<'_, Any>,
    dialect: Dialect,
    id: &UserId,
) -> Result<(), StoreError> {
    const SQLITE: &str = "SELECT * FROM users WHERE enabled = 1 AND group_names LIKE $1 ORDER BY id";
    const POSTGRES: &str =
        "SELECT * FROM users WHERE enabled = 1 AND group_names LIKE $1 ORDER BY id FOR UPDATE";
    let rows = sqlx::query(dialect.pick(SQLITE, POSTGRES))
        .bind(format!("%\"{ADMIN_GROUP}\"%"))
        .fetch_all(&mut **tx)
        .await?;
    let admins = rows.iter().map(user::user).collect::<Result<Vec<_>, _>>()?;
    match admins.as_slice() {
        [only] if only.id == *id => Err(Conflict::LastAdmin.into()),
        _ => Ok(()),
    }
}

fn account(row: &AnyRow) -> Result<Account, StoreError> {
    let user = user::user(row)?;
    Ok(Account {
        id: user.id,
        email: user.email,
        name: user.name,
        confirmed: user.confirmed,
        email_verified: user.email_verified,
        enabled: user.enabled,
        groups: user.groups,
        created_at: user.created_at,
        active_at: row.try_get::<Option<i64>, _>("active_at")?.map(Timestamp::from_millis),
        conversations: count(row, "conversations")?,
    })
}

pub(crate) fn count(row: &AnyRow, column: &str) -> Result<u64, StoreError> {
    Ok(u64::try_from(row.try_get::<i64, _>(column)?).unwrap_or_default())
}
