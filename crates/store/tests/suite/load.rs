//! Many at once: nobody is told that the database is locked, and nothing is lost.

use lks_domain::conversation::NewConversation;
use lks_domain::identity::UserId;
use lks_domain::timestamp::Timestamp;
use serde_json::json;
use uuid::Uuid;

use crate::databases::{Database, both};

both! {
    async fn a_hundred_parallel_writers_all_succeed(store: Database) {
        let user = UserId("a".to_owned());
        let writers = (0..100).map(|n| {
            let (store, user) = (store.clone(), user.clone());
            tokio::spawn(async move {
                let conversation = vec![json!({"role": "user", "content": format!("message {n}")})];
                let new = NewConversation { id: Uuid::new_v4(), title: format!("{n}"), conversation, embedding: None };
                store.put_conversation(&user, &new, Timestamp::from_millis(n)).await?;
                store.list_conversations(&user).await.map(|list| list.len())
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            assert!(writer.await.unwrap().unwrap() > 0);
        }
        let titles: Vec<_> = store.conversation_summaries(&user).await.unwrap().into_iter().map(|s| s.title).collect();
        assert_eq!(titles, (0..100).rev().map(|n| n.to_string()).collect::<Vec<_>>());
    }
}
