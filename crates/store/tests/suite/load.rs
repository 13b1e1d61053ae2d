//! Many at once: nobody is told that the database is locked, and nothing is lost.

use lks_domain::conversation::NewConversation;
use lks_domain::correction::{Corrections, Language};
use lks_domain::identity::UserId;
use lks_domain::region::Region;
use lks_domain::timestamp::Timestamp;
use lks_domain::turn::{ChatEvent, SequencedEvent, TurnRequest};
use lks_store::OpenTurn;
use serde_json::json;
use uuid::Uuid;

use crate::databases::{Database, both};

both! {
    async fn many_that_change_one_conversation_at_once_undo_nothing_of_each_other(store: Database) {
        let user = UserId("a".to_owned());
        let message = |n: usize| json!({"id": n.to_string(), "role": "user", "content": "x".repeat(2_000)});
        let conversation = (0..24).map(message).collect();
        let new = NewConversation { id: Uuid::new_v4(), title: "t".into(), conversation, embedding: None };
        store.put_conversation(&user, &new, Timestamp::from_millis(1)).await.unwrap();
        let annotators = (0..24).map(|n: usize| {
            let (store, user) = (store.clone(), user.clone());
            tokio::spawn(async move {
                let found = Corrections { corrected: n.to_string(), edits: vec![] };
                store.annotate_message(&user, new.id, &n.to_string(), &found).await.unwrap()
            })
        });
        for annotator in annotators.collect::<Vec<_>>() {
            assert!(annotator.await.unwrap());
        }
        let stored = store.conversation(&user, new.id).await.unwrap().unwrap();
        for (n, message) in stored.conversation.iter().enumerate() {
            assert_eq!(message["corrections"]["corrected"], json!(n.to_string()));
        }
    }

    async fn the_same_events_sent_by_many_at_once_are_stored_once(store: Database) {
        let user = UserId("a".to_owned());
        let (conversation, turn) = (Uuid::new_v4(), Uuid::new_v4());
        let request = TurnRequest {
            id: turn,
            content: "Hello".to_owned(),
            region: Region::UsEast1,
            model: "practice-rules".to_owned(),
            language: Language::default(),
            replace_from: None,
            embedding_model: None,
        };
        let open = OpenTurn {
            conversation_id: conversation,
            title: "t".to_owned(),
            request,
            question_id: "q".to_owned(),
            reply_id: "r".to_owned(),
        };
        store.open_turn(&user, &open, Timestamp::from_millis(1)).await.unwrap();
        let delta = |seq: u64| SequencedEvent { seq, event: ChatEvent::Delta { text: seq.to_string() } };
        let events: Vec<_> = (2..30).map(delta).collect();
        let senders = (0..8).map(|_| {
            let (store, user, events) = (store.clone(), user.clone(), events.clone());
            tokio::spawn(async move { store.append_turn_events(&user, conversation, turn, &events).await.unwrap() })
        });
        for sender in senders.collect::<Vec<_>>() {
            assert!(sender.await.unwrap());
        }
        assert_eq!(store.turn_events(&user, conversation, turn, 1).await.unwrap(), events);
    }

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
