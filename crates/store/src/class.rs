//! Classes, who joined them, and what those who agreed to share it have learnt since.
//!
//! Progress is what is stored of turns, so a learner who deletes a conversation takes it out of
//! their progress, and nothing from before they joined is ever looked at.

mod progress;

use lks_domain::console::class::{Class, Membership};
use lks_domain::identity::UserId;
use lks_domain::timestamp::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;

use crate::account::count;
use crate::database::Store;
use crate::error::StoreError;
use crate::text::storable;

const CLASSES: &str = "SELECT classes.*, \
    (SELECT COUNT(*) FROM class_members WHERE class_members.code = classes.code) AS members, \
    (SELECT COUNT(*) FROM class_members WHERE class_members.code = classes.code AND share = 1) AS sharing \
    FROM classes ";

impl Store {
    /// Makes a class.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the code is taken.
    #[tracing::instrument(name = "db.class.insert", skip_all)]
    pub async fn create_class(
        &self,
        code: &str,
        name: &str,
        by: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query("INSERT INTO classes (code, name, created_at, created_by) VALUES ($1, $2, $3, $4)")
            .bind(storable(code))
            .bind(storable(name))
            .bind(now.millis())
            .bind(storable(by))
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// All classes, in order of name.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.class.list", skip_all)]
    pub async fn classes(&self) -> Result<Vec<Class>, StoreError> {
        let mut conn = self.read().await?;
        let sql = format!("{CLASSES} ORDER BY name, code");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&mut *conn).await?;
        rows.iter().map(class).collect()
    }

    /// One class.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.class.get", skip_all)]
    pub async fn class(&self, code: &str) -> Result<Option<Class>, StoreError> {
        let mut conn = self.read().await?;
        let sql = format!("{CLASSES} WHERE code = $1");
        let row =
            sqlx::query(sqlx::AssertSqlSafe(sql)).bind(storable(code)).fetch_optional(&mut *conn).await?;
        row.as_ref().map(class).transpose()
    }

    /// Removes a class; its learners' conversations stay theirs. False if there is none.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.class.delete", skip_all)]
    pub async fn delete_class(&self, code: &str) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let done =
            sqlx::query("DELETE FROM classes WHERE code = $1").bind(storable(code)).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(done.rows_affected() == 1)
    }

    /// Lets a learner join, or change their mind about sharing; false if there is no such class.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.class.join", skip_all)]
    pub async fn join_class(
        &self,
        code: &str,
        user: &UserId,
        share: bool,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let done = sqlx::query(
            "INSERT INTO class_members (code, user_id, joined_at, share) \
             SELECT code, $2, $3, $4 FROM classes WHERE code = $1 \
             ON CONFLICT (code, user_id) DO UPDATE SET share = excluded.share",
        )
        .bind(storable(code))
        .bind(storable(user.as_str()))
        .bind(now.millis())
        .bind(i64::from(share))
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(done.rows_affected() == 1)
    }

    /// Lets a learner leave; false if they were not in that class.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.class.leave", skip_all)]
    pub async fn leave_class(&self, code: &str, user: &UserId) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let done = sqlx::query("DELETE FROM class_members WHERE code = $1 AND user_id = $2")
            .bind(storable(code))
            .bind(storable(user.as_str()))
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(done.rows_affected() == 1)
    }

    /// The classes of a learner, in order of name.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.class.memberships", skip_all)]
    pub async fn memberships(&self, user: &UserId) -> Result<Vec<Membership>, StoreError> {
        let mut conn = self.read().await?;
        let rows = sqlx::query(
            "SELECT classes.code AS code, name, share, joined_at FROM class_members \
             JOIN classes ON classes.code = class_members.code WHERE user_id = $1 ORDER BY name, classes.code",
        )
        .bind(storable(user.as_str()))
        .fetch_all(&mut *conn)
        .await?;
        rows.iter().map(membership).collect()
    }
}

fn class(row: &AnyRow) -> Result<Class, StoreError> {
    Ok(Class {
        code: row.try_get("code")?,
        name: row.try_get("name")?,
        created_at: Timestamp::from_millis(row.try_get("created_at")?),
        created_by: row.try_get("created_by")?,
        members: count(row, "members")?,
        sharing: count(row, "sharing")?,
    })
}

fn membership(row: &AnyRow) -> Result<Membership, StoreError> {
    Ok(Membership {
        code: row.try_get("code")?,
        name: row.try_get("name")?,
        share: row.try_get::<i64, _>("share")? != 0,
        joined_at: Timestamp::from_millis(row.try_get("joined_at")?),
    })
}
