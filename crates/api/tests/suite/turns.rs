//! `/conversations/{uid}/{id}/turns…`: replies that outlive their request.

use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use futures::StreamExt as _;
use lks_api::TurnLimits;
use lks_domain::identity::UserId;
use lks_domain::timestamp::Timestamp;
use lks_domain::turn::{ChatEvent, SequencedEvent, TurnRequest, TurnState, TurnView};
use lks_llm::{InProcess, Origin};
use lks_store::{OpenTurn, Store};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::databases::{both, on_sqlite};
use crate::house::{Answer, House, Learner, client, event, everywhere, until};
use crate::worker::Scripted;

const ONE: &str = "/conversations/{uid}/0190d7c1-7f4e-7c3b-8a27-3d2b7c1f0a55";

fn id() -> Uuid {
    Uuid::parse_str("0190d7c1-7f4e-7c3b-8a27-3d2b7c1f0a55").unwrap()
}

fn ask(turn: Uuid, content: &str) -> Value {
    json!({"id": turn, "content": content, "region": "us-east-1", "model": "m", "language": "en"})
}

fn turns() -> String {
    format!("{ONE}/turns")
}

fn of(turn: Uuid, rest: &str) -> String {
    format!("{ONE}/turns/{turn}/{rest}")
}

fn folded(answer: &Answer) -> TurnView {
    let mut view = TurnView::default();
    answer.events().iter().for_each(|event| view.apply(event));
    view
}

fn names(answer: &Answer) -> Vec<&'static str> {
    answer.events().iter().map(|event| event.event.name()).collect()
}

/// Asks in the background, as a browser does.
fn asking(learner: &Learner, body: Value) -> tokio::task::JoinHandle<Answer> {
    let learner = learner.clone();
    tokio::spawn(async move { learner.post(&turns(), body).await })
}

async fn said(learner: &Learner, turn: Uuid, length: usize) {
    let user = UserId(learner.uid.clone());
    let store = learner.house.store.clone();
    until(async || {
        let events = store.turn_events(&user, id(), turn, 0).await.unwrap();
        events.iter().filter(|event| matches!(event.event, ChatEvent::Delta { .. })).count() >= length
    })
    .await;
}

both! {
    async fn a_question_is_answered_closed_once_and_kept(store: Store) {
        let learner = House::new(store, Scripted::saying(&["Hel", "lo", "!"])).learner();
        let turn = Uuid::new_v4();
        let answer = learner.post(&turns(), ask(turn, "She go to school yesterday.")).await;
        let events = answer.events();
        assert!(events.iter().zip(1..).all(|(event, seq)| event.seq == seq));
        assert!(matches!(&events[0].event, ChatEvent::Accepted { title, .. } if title == "She go to school yesterday."));
        let view = folded(&answer);
        assert_eq!((view.reply.as_str(), view.closed, view.settled), ("Hello!", Some(TurnState::Done), true));
        assert!(view.scores.is_some() && view.corrections.is_some());
        assert_eq!(events.iter().filter(|event| event.event.closes().is_some()).count(), 1);
        assert_eq!(events.last().unwrap().event, ChatEvent::Settled);
        let stored = learner.get(ONE).await.data();
        let talk = &stored["conversation"];
        assert_eq!((&talk[0]["role"], &talk[0]["content"]), (&json!("user"), &json!("She go to school yesterday.")));
        assert!(talk[0]["corrections"]["edits"].is_array());
        assert_eq!((&talk[1]["role"], &talk[1]["content"], &talk[1]["state"]), (&json!("assistant"), &json!("Hello!"), &Value::Null));
        assert_eq!(learner.get(&format!("{ONE}/turns/latest")).await.data()["state"], "done");
        let again = learner.get(&of(turn, "events")).await;
        assert_eq!(again.events(), events);
        until(async || learner.get(ONE).await.data()["embedding"].is_array()).await;
    }

    async fn the_vector_is_made_by_the_model_that_the_learner_chose_if_it_can(store: Store) {
        let learner = House::new(store, Scripted::saying(&["Hello!"])).learner();
        for (model, number) in [("other", 0.25), ("short", 0.5)] {
            let mut request = ask(Uuid::new_v4(), "hi");
            request["embeddingModel"] = model.into();
            folded(&learner.post(&turns(), request).await);
            let made = json!(vec![number; 768]);
            until(async || learner.get(ONE).await.data()["embedding"] == made).await;
        }
        let mut nameless = ask(Uuid::new_v4(), "hi");
        nameless["embeddingModel"] = " ".into();
        learner.post(&turns(), nameless).await.refuses(400, "embeddingModel is empty");
    }

    async fn a_browser_that_comes_back_misses_nothing(store: Store) {
        let script = Scripted::saying(&["a", "b", "c", "d"]).waiting();
        let pace = script.pace.clone();
        let house = House::new(store, script);
        let learner = house.learner();
        let turn = Uuid::new_v4();
        let gone = asking(&learner, ask(turn, "hi"));
        pace.add_permits(2);
        said(&learner, turn, 2).await;
        gone.abort();
        let second = { let learner = learner.clone(); tokio::spawn(async move { learner.get(&of(turn, "events?after=0")).await }) };
        pace.add_permits(10);
        let second = second.await.unwrap();
        assert_eq!(folded(&second).reply, "abcd");
        let mut request = learner.request("GET", &of(turn, "events?after=0"), "");
        request.headers_mut().insert("last-event-id", "3".parse().unwrap());
        let rest = house.send(request).await;
        assert_eq!(rest.events(), second.events()[3..]);
        let none = learner.get(&of(turn, &format!("events?after={}", second.events().len()))).await;
        assert_eq!(none.events(), []);
    }

    async fn a_stopped_reply_keeps_what_had_arrived(store: Store) {
        let script = Scripted::saying(&["half", " a ", "reply"]).waiting();
        let (pace, stopped) = (script.pace.clone(), script.stopped.clone());
        let learner = House::new(store, script).learner();
        let turn = Uuid::new_v4();
        let asked = asking(&learner, ask(turn, "hi"));
        pace.add_permits(1);
        said(&learner, turn, 1).await;
        learner.post(&of(turn, "stop"), json!({})).await.says("Turn stopped");
        learner.post(&of(turn, "stop"), json!({})).await.says("Turn stopped");
        let view = folded(&asked.await.unwrap());
        assert_eq!((view.reply.as_str(), view.closed), ("half", Some(TurnState::Cancelled)));
        stopped.notified().await;
        let talk = learner.get(ONE).await.data()["conversation"].take();
        assert_eq!((&talk[1]["content"], &talk[1]["state"]), (&json!("half"), &json!("cancelled")));
    }

    async fn the_same_turn_sent_twice_is_one_turn(store: Store) {
        let script = Scripted::saying(&["once"]);
        let chats = script.chats.clone();
        let learner = House::new(store, script).learner();
        let turn = Uuid::new_v4();
        let path = turns();
        let both = futures::join!(learner.post(&path, ask(turn, "hi")), learner.post(&path, ask(turn, "hi")));
        let third = learner.post(&turns(), ask(turn, "hi")).await;
        assert_eq!((folded(&both.0), folded(&both.1)), (folded(&third), folded(&third)));
        assert_eq!(chats.load(SeqCst), 1);
        assert_eq!(learner.get(ONE).await.data()["conversation"].as_array().unwrap().len(), 2);
    }

    async fn a_reply_that_a_dead_process_left_open_is_closed_with_what_it_had(store: Store) {
        let house = House::new(store.clone(), Scripted::saying(&["new"]));
        let learner = house.learner();
        let user = UserId(learner.uid.clone());
        let turn = Uuid::new_v4();
        let open = |turn| OpenTurn {
            conversation_id: id(),
            title: "t".into(),
            request: serde_json::from_value::<TurnRequest>(ask(turn, "hi")).unwrap(),
            question_id: format!("q{turn}"),
            reply_id: format!("r{turn}"),
        };
        let now = Timestamp::from_millis(1_700_000_000_000);
        store.open_turn(&user, &open(turn), now).await.unwrap();
        let delta = SequencedEvent { seq: 2, event: ChatEvent::Delta { text: "par".into() } };
        store.append_turn_events(&user, id(), turn, &[delta]).await.unwrap();
        assert_eq!(store.interrupt_open_turns(now).await.unwrap(), 1);
        let view = folded(&learner.get(&of(turn, "events")).await);
        assert_eq!((view.reply.as_str(), view.closed), ("par", Some(TurnState::Failed)));
        assert_eq!(view.failure.unwrap().0, "interrupted");
        let late = learner.get(&of(turn, "events?after=40")).await;
        assert_eq!(names(&late), ["failed", "settled"], "one who saw more than was stored learns the end");
        let orphan = Uuid::new_v4();
        store.open_turn(&user, &open(orphan), now).await.unwrap();
        let next = learner.post(&turns(), ask(Uuid::new_v4(), "again")).await;
        assert_eq!(folded(&next).reply, "new", "a turn that nobody writes is in nobody's way");
        assert_eq!(store.turn(&user, id(), orphan).await.unwrap().unwrap().state, TurnState::Failed);
    }

    async fn a_question_can_be_edited_and_sent_again(store: Store) {
        let learner = House::new(store, Scripted::saying(&["ok"])).learner();
        let first = learner.post(&turns(), ask(Uuid::new_v4(), "first")).await;
        let ChatEvent::Accepted { question, .. } = first.events()[0].event.clone() else { panic!("not accepted") };
        let mut edited = ask(Uuid::new_v4(), "second");
        edited["replaceFrom"] = json!(question);
        assert_eq!(folded(&learner.post(&turns(), edited.clone()).await).reply, "ok");
        let talk = learner.get(ONE).await.data()["conversation"].take();
        assert_eq!((talk.as_array().unwrap().len(), &talk[0]["content"]), (2, &json!("second")));
        edited["id"] = json!(Uuid::new_v4());
        learner.post(&turns(), edited).await.refuses(400, "replaceFrom");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_failure_of_a_worker_closes_the_reply_with_its_code() {
    on_sqlite(|store| async move {
        let mut missing = ask(Uuid::nil(), "hi");
        missing["model"] = json!("unknown");
        for (name, script, body, code, reply) in [
            ("busy", Scripted::saying(&[]).failing(503), ask(Uuid::nil(), "hi"), "worker_busy", ""),
            ("missing", Scripted::saying(&[]).failing(404), missing, "model_missing", ""),
            ("error", Scripted::saying(&[]).failing(500), ask(Uuid::nil(), "hi"), "worker_failed", ""),
            ("cut", Scripted::saying(&["part"]).cut(), ask(Uuid::nil(), "hi"), "worker_failed", "part"),
            ("silent", Scripted::saying(&["never"]).waiting(), ask(Uuid::nil(), "hi"), "worker_failed", ""),
        ] {
            let learner = House::new(store.clone(), script).learner();
            let answer = learner.post(&turns(), body).await;
            let view = folded(&answer);
            let (got, sentence) = view.failure.clone().unwrap_or_default();
            assert_eq!((got.as_str(), view.reply.as_str(), view.settled), (code, reply, true), "{name}");
            assert!(sentence.ends_with('.') && sentence.contains("N. Virginia"), "{sentence}");
            let talk = learner.get(ONE).await.data()["conversation"].take();
            assert_eq!((&talk[0]["content"], &talk[1]["state"]), (&json!("hi"), &json!("failed")), "{name}");
        }
        let nobody = House::with(store, Vec::new(), |_| {}).learner();
        let view = folded(&nobody.post(&turns(), ask(Uuid::nil(), "hi")).await);
        assert_eq!(view.failure.unwrap().0, "worker_unreachable");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_conversation_has_one_open_reply_and_a_user_a_few() {
    on_sqlite(|store| async move {
        let script = Scripted::saying(&["x"]).waiting();
        let pace = script.pace.clone();
        let workers = everywhere(&Origin::InProcess(InProcess::new(script.router())));
        let house =
            House::with(store, workers, |settings| settings.turns = TurnLimits { per_user: 2, total: 3 });
        let learner = house.learner();
        let turn = Uuid::new_v4();
        let asked = asking(&learner, ask(turn, "hi"));
        let latest = format!("{ONE}/turns/latest");
        until(async || learner.get(&latest).await.data()["state"] == "open").await;
        learner.post(&turns(), ask(Uuid::new_v4(), "me too")).await.refuses(409, "still being written");
        let elsewhere =
            |n: u8| format!("/conversations/{{uid}}/0190d7c1-7f4e-7c3b-8a27-3d2b7c1f0a0{n}/turns");
        let other = {
            let learner = learner.clone();
            tokio::spawn(async move { learner.post(&elsewhere(1), ask(Uuid::new_v4(), "x")).await })
        };
        until(async || learner.get(&format!("{}/latest", elsewhere(1))).await.data()["state"] == "open")
            .await;
        let full = learner.post(&elsewhere(2), ask(Uuid::new_v4(), "x")).await;
        full.refuses(429, "Too many of your replies");
        assert_eq!(full.header("retry-after"), "5");
        assert_eq!(learner.get(&elsewhere(2).replace("/turns", "")).await.status, 404, "nothing was stored");
        pace.add_permits(100);
        assert_eq!(folded(&asked.await.unwrap()).reply, "x");
        assert_eq!(folded(&other.await.unwrap()).reply, "x");
        assert_eq!(folded(&learner.post(&elsewhere(2), ask(Uuid::new_v4(), "x")).await).reply, "x");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_tabs_see_the_same_and_words_arrive_as_they_are_said() {
    on_sqlite(|store| async move {
        let script = Scripted::saying(&["one", "two"]).waiting();
        let pace = script.pace.clone();
        let house = House::new(store, script);
        let (address, learner) = (house.listen().await, house.learner());
        let turn = Uuid::new_v4();
        let path = |path: String| format!("{address}{}", path.replace("{uid}", &learner.uid));
        let first =
            client().post(path(turns())).bearer_auth(&learner.token).body(ask(turn, "hi").to_string());
        let first = first.send().await.unwrap();
        assert_eq!(first.headers()["x-accel-buffering"], "no");
        let second = client().get(path(of(turn, "events"))).bearer_auth(&learner.token).send().await.unwrap();
        for (tab, mut stream) in
            [(1, first.bytes_stream()), (2, second.bytes_stream())].map(|(tab, s)| (tab, s.boxed()))
        {
            pace.add_permits(if tab == 1 { 1 } else { 0 });
            let mut seen = String::new();
            while !seen.contains("\"one\"") {
                let piece = tokio::time::timeout(Duration::from_secs(5), stream.next())
                    .await
                    .expect("the first word arrives alone");
                seen.push_str(&String::from_utf8_lossy(&piece.unwrap().unwrap()));
            }
            assert_eq!(event(seen.split("\n\n").next().unwrap()).unwrap().event.name(), "accepted");
            assert!(!seen.contains("two"), "tab {tab}");
        }
        learner.post(&of(turn, "stop"), json!({})).await.says("Turn stopped");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_stops_closes_its_replies_first() {
    on_sqlite(|store| async move {
        let script = Scripted::saying(&["begun", " never ended"]).waiting();
        let pace = script.pace.clone();
        let house = House::new(store.clone(), script);
        let learner = house.learner();
        let turn = Uuid::new_v4();
        let asked = asking(&learner, ask(turn, "hi"));
        pace.add_permits(1);
        said(&learner, turn, 1).await;
        tokio::time::timeout(Duration::from_secs(5), house.state.shutdown()).await.unwrap();
        let view = folded(&asked.await.unwrap());
        assert_eq!((view.reply.as_str(), view.failure.unwrap().0.as_str()), ("begun", "interrupted"));
        assert_eq!(
            store.interrupt_open_turns(Timestamp::from_millis(0)).await.unwrap(),
            0,
            "nothing was left open"
        );
        learner.post(&turns(), ask(Uuid::new_v4(), "more")).await.refuses(503, "stopping");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn deleting_the_conversation_stops_the_worker() {
    on_sqlite(|store| async move {
        let script = Scripted::saying(&["a", "b", "c"]).waiting();
        let (pace, stopped) = (script.pace.clone(), script.stopped.clone());
        let learner = House::new(store, script).learner();
        let turn = Uuid::new_v4();
        let asked = asking(&learner, ask(turn, "hi"));
        pace.add_permits(1);
        said(&learner, turn, 1).await;
        learner.delete(ONE).await.says("Conversation deleted successfully");
        pace.add_permits(1);
        tokio::time::timeout(Duration::from_secs(5), stopped.notified()).await.unwrap();
        assert!(folded(&asked.await.unwrap()).settled);
        learner.get(ONE).await.refuses(404, "Conversation not found");
    })
    .await;
}

#[tokio::test]
async fn wrong_turns_are_refused_and_store_nothing() {
    on_sqlite(|store| async move {
        let learner = House::new(store, Scripted::saying(&[])).learner();
        let with = |key: &str, value: Value| {
            let mut body = ask(Uuid::nil(), "hi");
            body[key] = value;
            body
        };
        for (body, sentence) in [
            (with("content", json!(" \n")), "content is empty"),
            (with("content", json!("x".repeat(8001))), "longer than 8000"),
            (with("region", json!("us-west-1")), "'region'"),
            (with("model", json!("")), "model is empty"),
            (with("id", json!("x")), "'id'"),
            (with("language", json!("fr")), "'language'"),
            (json!({}), "missing field"),
        ] {
            learner.post(&turns(), body).await.refuses(400, sentence);
        }
        learner.get(&of(Uuid::nil(), "events")).await.refuses(404, "Turn not found");
        learner.post(&of(Uuid::nil(), "stop"), json!({})).await.refuses(404, "Turn not found");
        learner.get(&format!("{ONE}/turns/x/events")).await.refuses(404, "Turn not found");
        learner.get(&of(Uuid::nil(), "events?after=x")).await.refuses(400, "not the number of an event");
        assert_eq!(learner.get(&format!("{ONE}/turns/latest")).await.data(), Value::Null);
        learner.get(ONE).await.refuses(404, "Conversation not found");
    })
    .await;
}
