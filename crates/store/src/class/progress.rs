//! What the learners of a class did since they joined, from the events of their turns.

use std::collections::{BTreeMap, BTreeSet};

use lks_domain::console::class::{Class, ClassView, CommonError, LearnerProgress, ScorePoint};
use lks_domain::correction::Category;
use lks_domain::identity::UserId;
use lks_domain::timestamp::Timestamp;
use lks_domain::turn::ChatEvent;
use sqlx::Row;
use sqlx::any::AnyRow;

use crate::account::count;
use crate::conversation::unreadable;
use crate::database::Store;
use crate::error::StoreError;
use crate::text::storable;

/// Points of a learner's trend: the latest ones.
const TREND: usize = 60;

/// How often a sort of mistake was made, and by whom.
type Tally = BTreeMap<Category, (u64, BTreeSet<UserId>)>;

impl Store {
    /// A class with the progress of those who agreed to share it.
    ///
    /// # Errors
    /// [`StoreError`].
    #[tracing::instrument(name = "db.class.progress", skip_all)]
    pub async fn class_progress(&self, class: Class) -> Result<ClassView, StoreError> {
        let mut learners = self.sharing_learners(&class.code).await?;
        let mut tally = Tally::new();
        for learner in &mut learners {
            for (at, event) in self.findings(&class.code, &learner.id).await? {
                learn(learner, &mut tally, at, event);
            }
            let surplus = learner.trend.len().saturating_sub(TREND);
            learner.trend.drain(..surplus);
        }
        Ok(ClassView { class, learners, errors: most_frequent(tally) })
    }

    async fn sharing_learners(&self, code: &str) -> Result<Vec<LearnerProgress>, StoreError> {
        let mut conn = self.read().await?;
        let rows = sqlx::query(
            "SELECT users.id AS id, users.name AS name, m.joined_at AS joined_at, \
                COUNT(turns.id) AS messages, COUNT(DISTINCT turns.conversation_id) AS conversations, \
                MAX(turns.created_at) AS active_at \
             FROM class_members m JOIN users ON users.id = m.user_id \
             LEFT JOIN turns ON turns.user_id = m.user_id AND turns.created_at >= m.joined_at \
             WHERE m.code = $1 AND m.share = 1 GROUP BY users.id, users.name, m.joined_at \
             ORDER BY users.name, users.id",
        )
        .bind(storable(code))
        .fetch_all(&mut *conn)
        .await?;
        rows.iter().map(learner).collect()
    }

    /// Corrections and scores of a learner since they joined, oldest first. Which events they are is
    /// told by how they begin: a `ChatEvent` is written with its type first.
    async fn findings(&self, code: &str, user: &UserId) -> Result<Vec<(Timestamp, ChatEvent)>, StoreError> {
        let mut conn = self.read().await?;
        let rows = sqlx::query(
            "SELECT turns.created_at AS created_at, e.event AS event FROM class_members m \
             JOIN turns ON turns.user_id = m.user_id AND turns.created_at >= m.joined_at \
             JOIN turn_events e ON e.user_id = turns.user_id AND e.conversation_id = turns.conversation_id \
                AND e.turn_id = turns.id \
             WHERE m.code = $1 AND m.user_id = $2 AND m.share = 1 \
                AND (e.event LIKE '{\"type\":\"corrections\"%' OR e.event LIKE '{\"type\":\"scores\"%') \
             ORDER BY turns.created_at, e.seq",
        )
        .bind(storable(code))
        .bind(storable(user.as_str()))
        .fetch_all(&mut *conn)
        .await?;
        rows.iter().map(finding).collect()
    }
}

fn learn(learner: &mut LearnerProgress, tally: &mut Tally, at: Timestamp, event: ChatEvent) {
    match event {
        ChatEvent::Corrections { result, .. } => {
            for edit in result.edits {
                learner.mistakes += 1;
                let (count, learners) = tally.entry(edit.category).or_default();
                *count += 1;
                learners.insert(learner.id.clone());
            }
        }
        ChatEvent::Scores { scores } => {
            learner.trend.push(ScorePoint { at, overall: scores.overall_communication });
            learner.scores = Some(scores);
        }
        _ => {}
    }
}

fn most_frequent(tally: Tally) -> Vec<CommonError> {
    let mut errors: Vec<CommonError> = tally
        .into_iter()
        .map(|(category, (count, learners))| CommonError { category, count, learners: learners.len() as u64 })
        .collect();
    errors.sort_by_key(|error| std::cmp::Reverse(error.count));
    errors
}

fn learner(row: &AnyRow) -> Result<LearnerProgress, StoreError> {
    Ok(LearnerProgress {
        id: UserId(row.try_get("id")?),
        name: row.try_get("name")?,
        joined_at: Timestamp::from_millis(row.try_get("joined_at")?),
        active_at: row.try_get::<Option<i64>, _>("active_at")?.map(Timestamp::from_millis),
        conversations: count(row, "conversations")?,
        messages: count(row, "messages")?,
        mistakes: 0,
        scores: None,
        trend: Vec::new(),
    })
}

fn finding(row: &AnyRow) -> Result<(Timestamp, ChatEvent), StoreError> {
    let event = serde_json::from_str(row.try_get("event")?).map_err(|_| unreadable())?;
    Ok((Timestamp::from_millis(row.try_get("created_at")?), event))
}
