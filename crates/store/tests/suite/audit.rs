//! The audit log: a chain that tells whoever changed, removed or inserted an entry.

use lks_domain::timestamp::Timestamp;
use lks_store::audit::Deed;
use sqlx::{AnyConnection, Connection};

use crate::databases::{Database, both};

fn deed(what: &str) -> Deed {
    Deed { who: "admin@example.com".into(), what: what.into(), subject: "x".into(), ..Deed::default() }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(seconds * 1000)
}

async fn by_hand(store: &Database, statement: &str) -> Result<(), sqlx::Error> {
    let mut conn = AnyConnection::connect(&store.url).await?;
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement.to_owned())).execute(&mut conn).await?;
    conn.close().await
}

async fn without_triggers(store: &Database) {
    let statements = if store.is_postgres() {
        "DROP TRIGGER audit_is_not_changed ON audit"
    } else {
        "DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_shortened"
    };
    by_hand(store, statements).await.unwrap();
}

both! {
    async fn entries_are_numbered_sealed_and_found(store: Database) {
        for (second, what) in [(1, "run.apply"), (2, "user.disable"), (3, "run.cancel")] {
            store.append_audit(&deed(what), at(second)).await.unwrap();
        }
        let chain = store.audit_chain().await.unwrap();
        assert_eq!((chain.entries, chain.broken_at), (3, None));
        let all = store.audit_before(None, "", 10).await.unwrap();
        assert_eq!(all.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [3, 2, 1]);
        assert_eq!(all[0].hash, chain.head);
        assert_eq!(all[0].previous, all[1].hash);
        assert_eq!(all[2].previous, "0".repeat(64));
        let runs = store.audit_before(None, "RUN.", 10).await.unwrap();
        assert_eq!(runs.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [3, 1]);
        let older = store.audit_before(Some(3), "", 1).await.unwrap();
        assert_eq!(older[0].seq, 2);
    }

    async fn many_at_once_make_one_chain(store: Database) {
        let appends = (0..24).map(|n| {
            let store = store.clone();
            tokio::spawn(async move { store.append_audit(&deed(&format!("deed.{n}")), at(n)).await })
        });
        for append in appends.collect::<Vec<_>>() {
            append.await.unwrap().unwrap();
        }
        let chain = store.audit_chain().await.unwrap();
        assert_eq!((chain.entries, chain.broken_at), (24, None));
    }

    async fn the_database_itself_refuses_changes(store: Database) {
        store.append_audit(&deed("run.apply"), at(1)).await.unwrap();
        for statement in ["UPDATE audit SET who = 'x'", "DELETE FROM audit"] {
            assert!(by_hand(&store, statement).await.is_err(), "{statement}");
        }
        assert_eq!(store.audit_chain().await.unwrap().entries, 1);
    }

    async fn whoever_changes_an_entry_past_the_program_is_told(store: Database) {
        for n in 1..=5 {
            store.append_audit(&deed(&format!("deed.{n}")), at(n)).await.unwrap();
        }
        without_triggers(&store).await;
        by_hand(&store, "UPDATE audit SET who = 'somebody@else.com' WHERE seq = 3").await.unwrap();
        assert_eq!(store.audit_chain().await.unwrap().broken_at, Some(3));
    }

    async fn whoever_removes_an_entry_is_told_even_when_it_is_the_first(store: Database) {
        for n in 1..=5 {
            store.append_audit(&deed(&format!("deed.{n}")), at(n)).await.unwrap();
        }
        without_triggers(&store).await;
        by_hand(&store, "DELETE FROM audit WHERE seq = 4").await.unwrap();
        assert_eq!(store.audit_chain().await.unwrap().broken_at, Some(4));
        by_hand(&store, "DELETE FROM audit WHERE seq = 1").await.unwrap();
        assert_eq!(store.audit_chain().await.unwrap().broken_at, Some(1));
    }
}
