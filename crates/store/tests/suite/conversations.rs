//! Conversations: what is stored comes back whole, and only to its owner.

use lks_domain::conversation::{ConversationPatch, NewConversation};
use lks_domain::identity::UserId;
use lks_domain::timestamp::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::databases::{Database, both};

fn user(name: &str) -> UserId {
    UserId(name.to_owned())
}

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

fn new(title: &str, conversation: Vec<Value>) -> NewConversation {
    NewConversation { id: Uuid::new_v4(), title: title.to_owned(), conversation, embedding: None }
}

fn vector(seed: u32) -> Vec<f32> {
    (0..768u32).map(|n| ((n * 7 + seed * 13) % 101) as f32 / 3.0 - 11.0).collect()
}

both! {
    async fn a_conversation_comes_back_whole(store: Database) {
        let mut stored = new("Hello \u{1F600}", vec![
            json!({"zebra": 1, "apple": {"b": [1, 2.5, null], "a": true}, "role": "user", "content": "hi"}),
            json!({"role": "assistant", "content": "a\u{0}b \u{FFFF} \u{10FFFF} ' \" \\ $1 ?", "n": u64::MAX, "m": i64::MIN, "f": 1e300}),
        ]);
        stored.embedding = Some(vector(1));
        store.put_conversation(&user("a"), &stored, at(5)).await.unwrap();
        let got = store.conversation(&user("a"), stored.id).await.unwrap().unwrap();
        assert_eq!((got.title, got.embedding, got.user_id), (stored.title, stored.embedding, user("a")));
        assert_eq!((got.created_at, got.updated_at), (at(5), at(5)));
        assert_eq!(got.conversation, stored.conversation);
        let text = serde_json::to_string(&got.conversation).unwrap();
        assert_eq!(text, serde_json::to_string(&stored.conversation).unwrap(), "the keys keep their order");
    }

    async fn messages_as_deep_as_a_body_can_be_come_back(store: Database) {
        let mut deep = json!("bottom");
        for _ in 0..120 {
            deep = json!([deep]);
        }
        let stored = new("deep", vec![json!({"role": "user", "deep": deep})]);
        store.put_conversation(&user("a"), &stored, at(5)).await.unwrap();
        let got = store.conversation(&user("a"), stored.id).await.unwrap().unwrap();
        assert_eq!(got.conversation, stored.conversation);
    }

    async fn a_title_with_nul_is_stored_with_the_replacement_character(store: Database) {
        let stored = new("a\0b", vec![]);
        store.put_conversation(&user("a"), &stored, at(5)).await.unwrap();
        assert_eq!(store.conversation(&user("a"), stored.id).await.unwrap().unwrap().title, "a\u{FFFD}b");
        let patch = ConversationPatch { title: Some("\0".into()), ..ConversationPatch::default() };
        assert!(store.patch_conversation(&user("a"), stored.id, &patch, at(6)).await.unwrap());
        assert_eq!(store.conversation_summaries(&user("a")).await.unwrap()[0].title, "\u{FFFD}");
    }

    async fn a_user_name_with_nul_finds_nothing_and_breaks_nothing(store: Database) {
        let odd = user("a\0");
        assert!(store.list_conversations(&odd).await.unwrap().is_empty());
        assert_eq!(store.delete_conversations(&odd).await.unwrap(), 0);
    }

    async fn the_same_id_again_replaces_all_but_the_time_of_creation(store: Database) {
        let mut stored = new("first", vec![json!({"role": "user", "content": "one"})]);
        stored.embedding = Some(vector(1));
        store.put_conversation(&user("a"), &stored, at(5)).await.unwrap();
        let second = NewConversation { title: String::new(), conversation: vec![], embedding: None, ..stored };
        store.put_conversation(&user("a"), &second, at(9)).await.unwrap();
        let got = store.conversation(&user("a"), second.id).await.unwrap().unwrap();
        assert_eq!((got.created_at, got.updated_at), (at(5), at(9)));
        assert_eq!((got.title.as_str(), got.conversation.len(), got.embedding), ("", 0, None));
        assert_eq!(store.list_conversations(&user("a")).await.unwrap().len(), 1);
    }

    async fn lists_begin_with_the_last_changed_even_within_one_millisecond(store: Database) {
        let all: Vec<_> = ["one", "two", "three"].map(|title| new(title, vec![])).into();
        for conversation in &all {
            store.put_conversation(&user("a"), conversation, at(5)).await.unwrap();
        }
        assert_eq!(titles(&store).await, ["three", "two", "one"]);
        let patch = ConversationPatch { conversation: Some(vec![]), ..ConversationPatch::default() };
        store.patch_conversation(&user("a"), all[0].id, &patch, at(5)).await.unwrap();
        assert_eq!(titles(&store).await, ["one", "three", "two"]);
        store.patch_conversation(&user("a"), all[1].id, &patch, at(6)).await.unwrap();
        assert_eq!(titles(&store).await, ["two", "one", "three"]);
        let summaries = store.conversation_summaries(&user("a")).await.unwrap();
        assert_eq!(summaries.iter().map(|s| s.title.as_str()).collect::<Vec<_>>(), ["two", "one", "three"]);
        assert_eq!((summaries[0].id, summaries[0].updated_at), (all[1].id, at(6)));
    }

    async fn a_patch_changes_what_it_names_and_nothing_else(store: Database) {
        let mut stored = new("title", vec![json!({"role": "user", "content": "one"})]);
        stored.embedding = Some(vector(1));
        store.put_conversation(&user("a"), &stored, at(5)).await.unwrap();
        let change = |patch: ConversationPatch, now: i64| {
            let (store, id) = (store.clone(), stored.id);
            async move {
                assert!(store.patch_conversation(&user("a"), id, &patch, at(now)).await.unwrap());
                store.conversation(&user("a"), id).await.unwrap().unwrap()
            }
        };
        let got = change(ConversationPatch { title: Some("new".into()), ..Default::default() }, 6).await;
        assert_eq!((got.title.as_str(), got.conversation, got.embedding), ("new", stored.conversation.clone(), Some(vector(1))));
        let got = change(ConversationPatch { embedding: Some(vector(2)), ..Default::default() }, 7).await;
        assert_eq!((got.title.as_str(), got.conversation, got.embedding), ("new", stored.conversation.clone(), Some(vector(2))));
        let got = change(ConversationPatch { conversation: Some(vec![json!({})]), ..Default::default() }, 8).await;
        assert_eq!((got.title.as_str(), got.conversation, got.embedding), ("new", vec![json!({})], Some(vector(2))));
        assert_eq!((got.created_at, got.updated_at), (at(5), at(8)));
    }

    async fn a_vector_is_set_without_counting_as_a_change(store: Database) {
        let stored = new("title", vec![]);
        store.put_conversation(&user("a"), &stored, at(5)).await.unwrap();
        assert!(store.set_embedding(&user("a"), stored.id, &vector(3)).await.unwrap());
        assert!(store.set_embedding(&user("a"), stored.id, &vector(4)).await.unwrap());
        let got = store.conversation(&user("a"), stored.id).await.unwrap().unwrap();
        assert_eq!((got.embedding, got.updated_at), (Some(vector(4)), at(5)));
        assert!(!store.set_embedding(&user("a"), Uuid::new_v4(), &vector(3)).await.unwrap());
        for malformed in [vec![1.0; 767], vec![f32::NAN; 768]] {
            assert!(store.set_embedding(&user("a"), stored.id, &malformed).await.is_err());
            assert!(store.similar_conversations(&user("a"), &malformed, 1).await.is_err());
        }
        assert_eq!(store.conversation(&user("a"), stored.id).await.unwrap().unwrap().embedding, Some(vector(4)));
    }

    async fn deleting_says_what_was_there(store: Database) {
        let all: Vec<_> = ["one", "two", "three"].map(|title| new(title, vec![])).into();
        for conversation in &all {
            store.put_conversation(&user("a"), conversation, at(5)).await.unwrap();
        }
        assert!(store.delete_conversation(&user("a"), all[1].id).await.unwrap());
        assert!(!store.delete_conversation(&user("a"), all[1].id).await.unwrap());
        assert_eq!(store.delete_conversations(&user("a")).await.unwrap(), 2);
        assert_eq!(store.delete_conversations(&user("a")).await.unwrap(), 0);
    }

    async fn the_same_id_of_another_user_is_another_conversation(store: Database) {
        let mine = new("mine", vec![json!({"role": "user", "content": "secret"})]);
        store.put_conversation(&user("a"), &mine, at(5)).await.unwrap();
        let patch = ConversationPatch { title: Some("taken".into()), ..Default::default() };
        assert_eq!(store.conversation(&user("b"), mine.id).await.unwrap(), None);
        assert!(!store.patch_conversation(&user("b"), mine.id, &patch, at(6)).await.unwrap());
        assert!(!store.set_embedding(&user("b"), mine.id, &vector(1)).await.unwrap());
        assert!(!store.delete_conversation(&user("b"), mine.id).await.unwrap());
        assert_eq!(store.delete_conversations(&user("b")).await.unwrap(), 0);
        assert!(store.list_conversations(&user("b")).await.unwrap().is_empty());
        assert!(store.conversation_summaries(&user("b")).await.unwrap().is_empty());
        let theirs = NewConversation { title: "theirs".into(), conversation: vec![], ..mine.clone() };
        store.put_conversation(&user("b"), &theirs, at(7)).await.unwrap();
        assert!(store.delete_conversation(&user("b"), mine.id).await.unwrap());
        let kept = store.conversation(&user("a"), mine.id).await.unwrap().unwrap();
        assert_eq!((kept.title.as_str(), kept.conversation, kept.updated_at), ("mine", mine.conversation, at(5)));
    }
}

async fn titles(store: &Database) -> Vec<String> {
    store.list_conversations(&user("a")).await.unwrap().into_iter().map(|c| c.title).collect()
}
