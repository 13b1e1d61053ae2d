//! Classes: who joined, who shares, and that nothing from before or of the others is shown.

use lks_domain::console::class::Class;
use lks_domain::correction::{Category, Corrections, Edit, Language, Severity};
use lks_domain::identity::UserId;
use lks_domain::region::Region;
use lks_domain::scores::Scores;
use lks_domain::timestamp::Timestamp;
use lks_domain::turn::{ChatEvent, SequencedEvent, TurnRequest};
use lks_store::OpenTurn;
use lks_store::user::NewUser;
use uuid::Uuid;

use crate::databases::{Database, both};

fn at(second: i64) -> Timestamp {
    Timestamp::from_millis(second * 1000)
}

async fn learner(store: &Database, name: &str) -> UserId {
    let new = NewUser {
        id: UserId(name.to_owned()),
        email: format!("{name}@example.com"),
        name: name.to_owned(),
        password_hash: "x".into(),
        confirmed: true,
        group_if_first: "lks-admin".into(),
        attributes: Default::default(),
    };
    store.create_user(&new, at(0)).await.unwrap().id
}

fn edit(category: Category) -> Edit {
    Edit {
        start: 0,
        end: 1,
        original: "a".into(),
        replacement: "b".into(),
        category,
        severity: Severity::Major,
        explanation: "because".into(),
        source: "rules".into(),
    }
}

fn scores(overall: u8) -> Scores {
    Scores {
        written_fluency: 1,
        vocabulary: 2,
        grammar: 3,
        comprehension: 4,
        coherence: 5,
        digital_etiquette: 6,
        responsiveness: 7,
        clarity: 8,
        overall_communication: overall,
    }
}

/// A turn of one message with these mistakes and this score.
async fn turn(store: &Database, user: &UserId, second: i64, mistakes: &[Category], overall: u8) {
    let (conversation, turn) = (Uuid::new_v4(), Uuid::new_v4());
    let request = TurnRequest {
        id: turn,
        content: "I has a cat".into(),
        region: Region::UsEast1,
        model: "practice-rules".into(),
        language: Language::default(),
        replace_from: None,
        embedding_model: None,
    };
    let (question_id, reply_id) = (Uuid::new_v4().to_string(), Uuid::new_v4().to_string());
    let open =
        OpenTurn { conversation_id: conversation, title: "Cats".into(), request, question_id, reply_id };
    store.open_turn(user, &open, at(second)).await.unwrap();
    let result = Corrections { corrected: "b".into(), edits: mistakes.iter().map(|c| edit(*c)).collect() };
    let events = [
        ChatEvent::Corrections { message: "q".into(), result },
        ChatEvent::Done,
        ChatEvent::Scores { scores: scores(overall) },
        ChatEvent::Settled,
    ];
    let events: Vec<_> = (2..).zip(events).map(|(seq, event)| SequencedEvent { seq, event }).collect();
    assert!(store.close_turn(user, conversation, turn, &events, at(second)).await.unwrap());
}

async fn class(store: &Database) -> Class {
    store.class("K7MPQ2").await.unwrap().unwrap()
}

both! {
    async fn a_class_shows_what_those_who_agreed_learnt_since_they_joined(store: Database) {
        let (siti, budi) = (learner(&store, "siti").await, learner(&store, "budi").await);
        store.create_class("K7MPQ2", "XI TKJ 2", "teacher@example.com", at(1)).await.unwrap();
        turn(&store, &siti, 5, &[Category::Spelling], 10).await;
        assert!(store.join_class("K7MPQ2", &siti, true, at(10)).await.unwrap());
        assert!(store.join_class("K7MPQ2", &budi, false, at(10)).await.unwrap());
        turn(&store, &siti, 20, &[Category::Verb, Category::Verb, Category::Article], 40).await;
        turn(&store, &siti, 30, &[Category::Verb], 60).await;
        turn(&store, &budi, 20, &[Category::Noun], 90).await;
        let view = store.class_progress(class(&store).await).await.unwrap();
        assert_eq!((view.class.members, view.class.sharing), (2, 1));
        let [only] = view.learners.as_slice() else { panic!("one learner shares: {:?}", view.learners) };
        assert_eq!((only.id.as_str(), only.messages, only.mistakes), ("siti", 2, 4));
        assert_eq!(only.trend.iter().map(|point| point.overall).collect::<Vec<_>>(), [40, 60]);
        assert_eq!(only.active_at, Some(at(30)));
        let counts: Vec<_> = view.errors.iter().map(|e| (e.category, e.count, e.learners)).collect();
        assert_eq!(counts, [(Category::Verb, 3, 1), (Category::Article, 1, 1)]);
    }

    async fn a_learner_may_change_their_mind_and_leave(store: Database) {
        let siti = learner(&store, "siti").await;
        assert!(!store.join_class("K7MPQ2", &siti, true, at(1)).await.unwrap(), "no such class yet");
        store.create_class("K7MPQ2", "XI TKJ 2", "t", at(1)).await.unwrap();
        assert!(store.join_class("K7MPQ2", &siti, true, at(2)).await.unwrap());
        assert!(store.join_class("K7MPQ2", &siti, false, at(9)).await.unwrap());
        let mine = store.memberships(&siti).await.unwrap();
        assert_eq!((mine[0].share, mine[0].joined_at), (false, at(2)));
        assert!(store.class_progress(class(&store).await).await.unwrap().learners.is_empty());
        assert!(store.leave_class("K7MPQ2", &siti).await.unwrap());
        assert!(!store.leave_class("K7MPQ2", &siti).await.unwrap());
        assert_eq!(class(&store).await.members, 0);
    }

    async fn a_code_is_given_once_and_a_class_goes_with_its_members(store: Database) {
        let siti = learner(&store, "siti").await;
        store.create_class("K7MPQ2", "one", "t", at(1)).await.unwrap();
        let again = store.create_class("K7MPQ2", "two", "t", at(1)).await;
        assert!(matches!(again, Err(lks_store::StoreError::Conflict(_))));
        store.join_class("K7MPQ2", &siti, true, at(2)).await.unwrap();
        assert!(store.delete_class("K7MPQ2").await.unwrap());
        assert!(store.memberships(&siti).await.unwrap().is_empty());
        assert!(store.class("K7MPQ2").await.unwrap().is_none());
    }
}
