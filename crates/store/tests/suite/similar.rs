//! Similar conversations: the user's own, all that were asked for, in the true order.

use lks_domain::conversation::NewConversation;
use lks_domain::identity::UserId;
use lks_domain::timestamp::Timestamp;
use uuid::Uuid;

use crate::databases::{Database, both};

/// A vector at this angle, in degrees, from the first axis towards the second.
fn towards(degrees: f32) -> Vec<f32> {
    let mut vector = vec![0.0; 768];
    (vector[0], vector[1]) = (degrees.to_radians().cos() * 3.0, degrees.to_radians().sin() * 3.0);
    vector
}

async fn put(store: &Database, user: &str, title: &str, embedding: Option<Vec<f32>>) {
    let new =
        NewConversation { id: Uuid::new_v4(), title: title.to_owned(), conversation: vec![], embedding };
    store.put_conversation(&UserId(user.to_owned()), &new, Timestamp::from_millis(1)).await.unwrap();
}

both! {
    async fn the_most_similar_of_the_user_come_first(store: Database) {
        for (title, degrees) in [("far", 170.0), ("near", 10.0), ("middle", 60.0)] {
            put(&store, "a", title, Some(towards(degrees))).await;
        }
        put(&store, "a", "without", None).await;
        put(&store, "a", "zeros", Some(vec![0.0; 768])).await;
        put(&store, "b", "foreign", Some(towards(0.0))).await;
        let user = UserId("a".to_owned());
        let found = store.similar_conversations(&user, &towards(0.0), 10).await.unwrap();
        let seen: Vec<_> = found.iter().map(|f| (f.summary.title.as_str(), (f.similarity * 1000.0).round())).collect();
        assert_eq!(seen, [("near", 985.0), ("middle", 500.0), ("far", -985.0)]);
        assert_eq!(store.similar_conversations(&user, &towards(0.0), 1).await.unwrap().len(), 1);
        assert!(store.similar_conversations(&user, &vec![0.0; 768], 5).await.unwrap().is_empty());
    }

    async fn the_few_of_a_user_are_all_found_among_many_nearer_ones_of_others(store: Database) {
        for n in 0..300 {
            put(&store, &format!("other{}", n % 7), "foreign", Some(towards(n as f32 / 100.0))).await;
        }
        for (title, degrees) in [("one", 80.0), ("two", 90.0), ("three", 100.0)] {
            put(&store, "a", title, Some(towards(degrees))).await;
        }
        let found = store.similar_conversations(&UserId("a".to_owned()), &towards(0.0), 3).await.unwrap();
        let titles: Vec<_> = found.iter().map(|f| f.summary.title.as_str()).collect();
        assert_eq!(titles, ["one", "two", "three"]);
    }
}
