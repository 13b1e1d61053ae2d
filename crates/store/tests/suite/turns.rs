//! Turns: stored before the first token, closed exactly once, never lost and never risen again.

use lks_domain::conversation::{ConversationPatch, NewConversation};
use lks_domain::correction::{Corrections, Language};
use lks_domain::identity::UserId;
use lks_domain::prompt;
use lks_domain::region::Region;
use lks_domain::timestamp::Timestamp;
use lks_domain::turn::{ChatEvent, SequencedEvent, TurnRequest, TurnState, TurnView};
use lks_store::{Conflict, OpenTurn, StoreError};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::databases::{Database, both};

fn learner() -> UserId {
    UserId("learner".to_owned())
}

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

fn asking(conversation: Uuid, content: &str) -> OpenTurn {
    OpenTurn {
        conversation_id: conversation,
        title: prompt::title(content),
        request: TurnRequest {
            id: Uuid::new_v4(),
            content: content.to_owned(),
            region: Region::UsWest2,
            model: "practice-rules".to_owned(),
            language: Language::default(),
            replace_from: None,
            embedding_model: None,
        },
        question_id: Uuid::new_v4().to_string(),
        reply_id: Uuid::new_v4().to_string(),
    }
}

fn from(first: u64, events: impl IntoIterator<Item = ChatEvent>) -> Vec<SequencedEvent> {
    (first..).zip(events).map(|(seq, event)| SequencedEvent { seq, event }).collect()
}

fn delta(text: &str) -> ChatEvent {
    ChatEvent::Delta { text: text.to_owned() }
}

fn failed() -> ChatEvent {
    ChatEvent::Failed { code: "worker_failed".to_owned(), message: "Ask again.".to_owned() }
}

async fn open(store: &Database, turn: &OpenTurn) {
    assert!(store.open_turn(&learner(), turn, at(10)).await.unwrap().fresh);
}

async fn append(store: &Database, turn: &OpenTurn, events: &[SequencedEvent]) -> Result<bool, StoreError> {
    store.append_turn_events(&learner(), turn.conversation_id, turn.request.id, events).await
}

async fn close(store: &Database, turn: &OpenTurn, events: &[SequencedEvent]) -> bool {
    store.close_turn(&learner(), turn.conversation_id, turn.request.id, events, at(20)).await.unwrap()
}

async fn messages(store: &Database, turn: &OpenTurn) -> Vec<Value> {
    store.conversation(&learner(), turn.conversation_id).await.unwrap().unwrap().conversation
}

async fn events(store: &Database, turn: &OpenTurn, after: u64) -> Vec<SequencedEvent> {
    store.turn_events(&learner(), turn.conversation_id, turn.request.id, after).await.unwrap()
}

async fn state(store: &Database, turn: &OpenTurn) -> TurnState {
    store.turn(&learner(), turn.conversation_id, turn.request.id).await.unwrap().unwrap().state
}

fn contents(messages: &[Value]) -> Vec<&str> {
    messages.iter().filter_map(|message| message["content"].as_str()).collect()
}

both! {
    async fn a_question_is_stored_with_its_open_reply_at_once(store: Database) {
        let turn = asking(Uuid::new_v4(), "Hello Sofya\0!");
        let opened = store.open_turn(&learner(), &turn, at(10)).await.unwrap();
        assert!(opened.fresh);
        assert_eq!((opened.turn.state, opened.turn.region), (TurnState::Open, Region::UsWest2));
        let question = json!({
            "id": turn.question_id, "role": "user", "content": "Hello Sofya\0!",
            "createdAt": "1970-01-01T00:00:00.010Z", "turn": turn.request.id,
        });
        assert_eq!(opened.conversation, vec![question.clone()]);
        let stored = store.conversation(&learner(), turn.conversation_id).await.unwrap().unwrap();
        assert_eq!((stored.title.as_str(), stored.conversation), ("Hello Sofya\u{FFFD}!", vec![question]));
        assert_eq!((stored.created_at, stored.updated_at), (at(10), at(10)));
        let accepted = ChatEvent::Accepted {
            turn: turn.request.id,
            question: turn.question_id.clone(),
            reply: turn.reply_id.clone(),
            title: opened.title,
        };
        assert_eq!(events(&store, &turn, 0).await, from(1, [accepted]));
        assert_eq!(store.turn(&learner(), turn.conversation_id, turn.request.id).await.unwrap(), Some(opened.turn));
    }

    async fn the_same_turn_sent_again_is_one_turn_whatever_its_state(store: Database) {
        let turn = asking(Uuid::new_v4(), "Hello");
        open(&store, &turn).await;
        let again = OpenTurn { question_id: "other".into(), reply_id: "other".into(), ..turn.clone() };
        let second = store.open_turn(&learner(), &again, at(11)).await.unwrap();
        assert!(!second.fresh);
        assert_eq!((&second.turn.question_id, second.turn.created_at), (&turn.question_id, at(10)));
        assert!(close(&store, &turn, &from(2, [delta("Hi"), ChatEvent::Done])).await);
        let third = store.open_turn(&learner(), &again, at(12)).await.unwrap();
        assert_eq!((third.fresh, third.turn.state), (false, TurnState::Done));
        assert_eq!(contents(&messages(&store, &turn).await), ["Hello", "Hi"]);
        assert_eq!(events(&store, &turn, 0).await.len(), 3);
    }

    async fn a_closed_reply_is_a_message_and_its_events_can_be_read_again(store: Database) {
        let turn = asking(Uuid::new_v4(), "Hello");
        open(&store, &turn).await;
        assert!(append(&store, &turn, &from(2, [delta("Hi "), delta("the\0re")])).await.unwrap());
        assert!(close(&store, &turn, &from(4, [delta("!"), ChatEvent::Done])).await);
        assert!(append(&store, &turn, &from(6, [ChatEvent::Settled])).await.unwrap());
        assert_eq!(messages(&store, &turn).await[1], json!({
            "id": turn.reply_id, "role": "assistant", "content": "Hi the\0re!",
            "createdAt": "1970-01-01T00:00:00.020Z", "turn": turn.request.id,
        }));
        let behind = events(&store, &turn, 3).await;
        assert_eq!(behind, from(4, [delta("!"), ChatEvent::Done, ChatEvent::Settled]));
        assert!(events(&store, &turn, u64::MAX).await.is_empty());
        let conversation = store.conversation(&learner(), turn.conversation_id).await.unwrap().unwrap();
        assert_eq!(conversation.updated_at, at(20));
    }

    async fn events_sent_again_are_passed_over_and_a_gap_is_refused(store: Database) {
        let turn = asking(Uuid::new_v4(), "Hello");
        open(&store, &turn).await;
        let first = from(2, [delta("a"), delta("b")]);
        for _ in 0..2 {
            assert!(append(&store, &turn, &first).await.unwrap());
        }
        assert!(append(&store, &turn, &from(3, [delta("other"), delta("c")])).await.unwrap());
        let gap = append(&store, &turn, &from(6, [delta("x")])).await;
        assert!(matches!(gap, Err(StoreError::Conflict(Conflict::EventGap { expected: 5, given: 6 }))), "{gap:?}");
        assert!(append(&store, &turn, &from(5, [ChatEvent::Done])).await.is_err());
        assert_eq!(events(&store, &turn, 1).await, from(2, [delta("a"), delta("b"), delta("c")]));
    }

    async fn of_many_that_close_a_turn_at_once_exactly_one_does(store: Database) {
        let turn = asking(Uuid::new_v4(), "Hello");
        open(&store, &turn).await;
        append(&store, &turn, &from(2, [delta("Hi")])).await.unwrap();
        let endings = [ChatEvent::Done, ChatEvent::Cancelled, failed(), ChatEvent::Done];
        let racing = endings.into_iter().map(|ending| {
            let (store, turn) = (store.clone(), turn.clone());
            tokio::spawn(async move { close(&store, &turn, &from(3, [ending])).await })
        });
        let mut won = 0;
        for racer in racing.collect::<Vec<_>>() {
            won += u32::from(racer.await.unwrap());
        }
        assert_eq!(won, 1);
        assert_eq!(contents(&messages(&store, &turn).await), ["Hello", "Hi"]);
        let closing = events(&store, &turn, 0).await.iter().filter(|e| e.event.closes().is_some()).count();
        assert_eq!(closing, 1);
        assert_ne!(state(&store, &turn).await, TurnState::Open);
    }

    async fn of_many_that_open_turns_at_once_exactly_one_does(store: Database) {
        let conversation = Uuid::new_v4();
        let racing = (0..6).map(|n| {
            let (store, turn) = (store.clone(), asking(conversation, &format!("Question {n}")));
            tokio::spawn(async move { store.open_turn(&learner(), &turn, at(10)).await })
        });
        let (mut opened, mut refused) = (0, 0);
        for racer in racing.collect::<Vec<_>>() {
            match racer.await.unwrap() {
                Ok(turn) => opened += u32::from(turn.fresh),
                Err(StoreError::Conflict(Conflict::TurnOpen(_))) => refused += 1,
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!((opened, refused), (1, 5));
        let stored = store.conversation(&learner(), conversation).await.unwrap().unwrap();
        assert_eq!(stored.conversation.len(), 1);
    }

    async fn the_same_turn_sent_many_times_at_once_is_opened_once(store: Database) {
        let turn = asking(Uuid::new_v4(), "Hello");
        let racing = (0..6).map(|_| {
            let (store, turn) = (store.clone(), turn.clone());
            tokio::spawn(async move { store.open_turn(&learner(), &turn, at(10)).await.unwrap().fresh })
        });
        let mut fresh = 0;
        for racer in racing.collect::<Vec<_>>() {
            fresh += u32::from(racer.await.unwrap());
        }
        assert_eq!((fresh, messages(&store, &turn).await.len()), (1, 1));
    }

    async fn a_second_turn_waits_for_the_end_of_the_first_and_the_latest_is_found(store: Database) {
        let first = asking(Uuid::new_v4(), "one");
        let second = asking(first.conversation_id, "two");
        assert_eq!(store.latest_turn(&learner(), first.conversation_id).await.unwrap(), None);
        open(&store, &first).await;
        let refused = store.open_turn(&learner(), &second, at(10)).await;
        assert!(matches!(refused, Err(StoreError::Conflict(Conflict::TurnOpen(id))) if id == first.request.id));
        assert!(close(&store, &first, &from(2, [ChatEvent::Cancelled])).await);
        open(&store, &second).await;
        let latest = store.latest_turn(&learner(), first.conversation_id).await.unwrap().unwrap();
        assert_eq!((latest.id, latest.state), (second.request.id, TurnState::Open));
    }

    async fn a_stopped_or_failed_reply_keeps_what_arrived_and_says_so(store: Database) {
        let first = asking(Uuid::new_v4(), "one");
        open(&store, &first).await;
        append(&store, &first, &from(2, [delta("half a ")])).await.unwrap();
        assert!(close(&store, &first, &from(3, [ChatEvent::Cancelled])).await);
        let second = asking(first.conversation_id, "two");
        open(&store, &second).await;
        assert!(close(&store, &second, &from(2, [failed()])).await);
        let messages = messages(&store, &first).await;
        assert_eq!((&messages[1]["content"], &messages[1]["state"]), (&json!("half a "), &json!("cancelled")));
        assert_eq!((&messages[3]["content"], &messages[3]["state"]), (&json!(""), &json!("failed")));
        let said: Vec<_> = prompt::chat_messages("A", &messages).into_iter().skip(1).map(|m| m.content).collect();
        assert_eq!(said, ["one", "half a ", "two"], "a model is not shown an empty reply");
    }

    async fn a_message_and_all_after_it_can_be_replaced(store: Database) {
        let first = asking(Uuid::new_v4(), "one");
        open(&store, &first).await;
        close(&store, &first, &from(2, [delta("reply"), ChatEvent::Done])).await;
        let second = asking(first.conversation_id, "two");
        open(&store, &second).await;
        close(&store, &second, &from(2, [delta("reply"), ChatEvent::Done])).await;
        let mut edited = asking(first.conversation_id, "one, better");
        edited.request.replace_from = Some("nowhere".to_owned());
        let unknown = store.open_turn(&learner(), &edited, at(10)).await;
        assert!(matches!(unknown, Err(StoreError::Conflict(Conflict::UnknownMessage))), "{unknown:?}");
        assert_eq!(messages(&store, &first).await.len(), 4, "nothing is lost");
        edited.request.replace_from = Some(first.question_id.clone());
        open(&store, &edited).await;
        assert_eq!(contents(&messages(&store, &first).await), ["one, better"]);
    }

    async fn a_replace_in_a_conversation_that_is_not_there_leaves_none_behind(store: Database) {
        let mut turn = asking(Uuid::new_v4(), "one");
        turn.request.replace_from = Some("nowhere".to_owned());
        assert!(store.open_turn(&learner(), &turn, at(10)).await.is_err());
        assert_eq!(store.conversation(&learner(), turn.conversation_id).await.unwrap(), None);
    }

    async fn a_conversation_keeps_its_title_unless_it_is_blank(store: Database) {
        for (title, expected) in [("Mine", "Mine"), (" ", "Hello")] {
            let turn = asking(Uuid::new_v4(), "Hello");
            let new = NewConversation {
                id: turn.conversation_id, title: title.into(), conversation: vec![], embedding: None,
            };
            store.put_conversation(&learner(), &new, at(5)).await.unwrap();
            assert_eq!(store.open_turn(&learner(), &turn, at(10)).await.unwrap().title, expected);
            let stored = store.conversation(&learner(), turn.conversation_id).await.unwrap().unwrap();
            assert_eq!((stored.title.as_str(), stored.created_at), (expected, at(5)));
        }
    }

    async fn a_deleted_conversation_takes_its_turns_along_and_does_not_rise_again(store: Database) {
        let turn = asking(Uuid::new_v4(), "Hello");
        open(&store, &turn).await;
        assert!(store.delete_conversation(&learner(), turn.conversation_id).await.unwrap());
        assert!(events(&store, &turn, 0).await.is_empty());
        assert!(!append(&store, &turn, &from(2, [delta("x")])).await.unwrap());
        assert!(!close(&store, &turn, &from(2, [delta("x"), ChatEvent::Done])).await);
        assert_eq!(store.conversation(&learner(), turn.conversation_id).await.unwrap(), None);
        let new = NewConversation {
            id: turn.conversation_id, title: "new".into(), conversation: vec![], embedding: None,
        };
        store.put_conversation(&learner(), &new, at(5)).await.unwrap();
        assert!(!close(&store, &turn, &from(2, [delta("x"), ChatEvent::Done])).await);
        assert!(messages(&store, &turn).await.is_empty());
    }

    async fn a_client_that_replaces_the_conversation_meanwhile_loses_neither_question_nor_reply(store: Database) {
        let turn = asking(Uuid::new_v4(), "Hello");
        open(&store, &turn).await;
        append(&store, &turn, &from(2, [delta("Hi")])).await.unwrap();
        let old = vec![json!({"role": "user", "content": "older"})];
        let new = NewConversation { id: turn.conversation_id, title: "t".into(), conversation: old, embedding: None };
        store.put_conversation(&learner(), &new, at(15)).await.unwrap();
        assert!(close(&store, &turn, &from(3, [ChatEvent::Done])).await);
        assert_eq!(contents(&messages(&store, &turn).await), ["older", "Hello", "Hi"]);
    }

    async fn a_client_that_saves_the_question_or_the_reply_itself_does_not_double_them(store: Database) {
        let turn = asking(Uuid::new_v4(), "Hello");
        open(&store, &turn).await;
        let same = vec![json!({"role": "user", "content": "Hello"}), json!({"role": "assistant", "id": turn.reply_id, "content": "H"})];
        let patch = ConversationPatch { conversation: Some(same), ..ConversationPatch::default() };
        assert!(store.patch_conversation(&learner(), turn.conversation_id, &patch, at(15)).await.unwrap());
        assert!(close(&store, &turn, &from(2, [delta("Hi"), ChatEvent::Done])).await);
        assert_eq!(contents(&messages(&store, &turn).await), ["Hello", "Hi"]);
    }

    async fn turns_left_open_are_closed_at_the_next_start_with_what_arrived(store: Database) {
        let turn = asking(Uuid::new_v4(), "Hello");
        open(&store, &turn).await;
        append(&store, &turn, &from(2, [delta("half"), delta(" a reply")])).await.unwrap();
        let unsettled = asking(Uuid::new_v4(), "Hello");
        open(&store, &unsettled).await;
        close(&store, &unsettled, &from(2, [ChatEvent::Done])).await;
        assert_eq!(store.interrupt_open_turns(at(30)).await.unwrap(), 1);
        assert_eq!(store.interrupt_open_turns(at(31)).await.unwrap(), 0);
        let message = messages(&store, &turn).await.pop().unwrap();
        assert_eq!((&message["content"], &message["state"]), (&json!("half a reply"), &json!("failed")));
        let mut view = TurnView::default();
        events(&store, &turn, 0).await.iter().for_each(|event| view.apply(event));
        assert_eq!((view.closed, view.settled), (Some(TurnState::Failed), true));
        assert_eq!(view.failure.map(|(code, _)| code), Some("interrupted".to_owned()));
        assert_eq!(events(&store, &unsettled, 2).await, from(3, [ChatEvent::Settled]));
        open(&store, &asking(turn.conversation_id, "Again")).await;
    }

    async fn a_closing_event_is_stored_even_under_a_number_that_is_taken(store: Database) {
        let turn = asking(Uuid::new_v4(), "Hello");
        open(&store, &turn).await;
        append(&store, &turn, &from(2, [delta("a"), delta("b")])).await.unwrap();
        assert!(close(&store, &turn, &from(2, [ChatEvent::Done, ChatEvent::Settled])).await);
        assert_eq!(events(&store, &turn, 3).await, from(4, [ChatEvent::Done, ChatEvent::Settled]));
        assert!(store.close_turn(&learner(), turn.conversation_id, turn.request.id, &[], at(9)).await.is_err());
    }

    async fn corrections_are_put_to_their_message_and_nothing_else_changes(store: Database) {
        let turn = asking(Uuid::new_v4(), "Helo");
        open(&store, &turn).await;
        let found = Corrections { corrected: "Hello".into(), edits: vec![] };
        let annotate = |user: UserId, message: String| {
            let (store, found) = (store.clone(), found.clone());
            async move { store.annotate_message(&user, turn.conversation_id, &message, &found).await.unwrap() }
        };
        assert!(annotate(learner(), turn.question_id.clone()).await);
        assert!(!annotate(learner(), "nowhere".into()).await);
        assert!(!annotate(UserId("other".into()), turn.question_id.clone()).await);
        let stored = store.conversation(&learner(), turn.conversation_id).await.unwrap().unwrap();
        assert_eq!(stored.conversation[0]["corrections"], json!({"corrected": "Hello", "edits": []}));
        assert_eq!((stored.conversation[0]["content"].as_str(), stored.updated_at), (Some("Helo"), at(10)));
    }

    async fn another_user_neither_sees_nor_touches_a_turn(store: Database) {
        let (other, turn) = (UserId("other".into()), asking(Uuid::new_v4(), "Hello"));
        let (conversation, id) = (turn.conversation_id, turn.request.id);
        open(&store, &turn).await;
        let mine = events(&store, &turn, 0).await;
        assert_eq!(store.turn(&other, conversation, id).await.unwrap(), None);
        assert_eq!(store.latest_turn(&other, conversation).await.unwrap(), None);
        assert!(store.turn_events(&other, conversation, id, 0).await.unwrap().is_empty());
        assert!(!store.append_turn_events(&other, conversation, id, &from(2, [delta("x")])).await.unwrap());
        assert!(!store.close_turn(&other, conversation, id, &from(2, [ChatEvent::Done]), at(9)).await.unwrap());
        assert!(store.open_turn(&other, &turn, at(12)).await.unwrap().fresh, "the same ids are another turn");
        assert_eq!(store.delete_conversations(&other).await.unwrap(), 1);
        assert_eq!((state(&store, &turn).await, events(&store, &turn, 0).await), (TurnState::Open, mine));
        assert_eq!(messages(&store, &turn).await.len(), 1);
    }
}
