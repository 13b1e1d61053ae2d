//! The stream of a run's events: numbered, resumed, followed by many, nothing lost.

use axum::body::Body;
use axum::http::Request;
use futures::StreamExt as _;
use lks_domain::console::run::{RunEvent, RunSummary, RunView};
use serde_json::{Value, json};

use super::house::House;
use crate::databases::both;

/// Reads events from behind `after`, until so many have come or the stream ends.
async fn read(house: &House, token: &str, id: &str, after: u64, most: usize) -> Vec<RunEvent> {
    let request = Request::get(format!("/admin/api/runs/{id}/events"))
        .header("authorization", format!("Bearer {token}"))
        .header("last-event-id", after.to_string())
        .body(Body::empty())
        .unwrap();
    let response = tower::ServiceExt::oneshot(house.router.clone(), request).await.unwrap();
    assert_eq!(response.status(), 200);
    let mut pieces = response.into_body().into_data_stream();
    let (mut text, mut events) = (String::new(), Vec::new());
    while let Some(piece) = pieces.next().await {
        text.push_str(std::str::from_utf8(&piece.unwrap()).unwrap());
        while let Some(end) = text.find("\n\n") {
            let block: String = text.drain(..end + 2).collect();
            events.extend(event(&block));
            if events.len() >= most {
                return events;
            }
        }
    }
    events
}

fn event(block: &str) -> Option<RunEvent> {
    let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    let event: RunEvent = serde_json::from_str(field("data")?).ok()?;
    assert_eq!(field("id"), Some(event.seq.to_string().as_str()));
    assert_eq!(field("event"), Some(event.what.name()));
    Some(event)
}

fn folded(summary: &Value, events: &[RunEvent]) -> RunView {
    let summary: RunSummary = serde_json::from_value(summary.clone()).unwrap();
    let mut view = RunView::new(summary);
    events.iter().for_each(|event| view.apply(event));
    view
}

both! {
    async fn two_followers_that_come_back_at_different_points_see_every_event_once(store: Store) {
        let house = House::open(store).await;
        House::done(&house.job("/admin/api/account", json!({"kind": "sandbox", "speed": 600})).await);
        let id = house.start(&house.plan(false).await).await;
        let follow = async |token: &str, most: usize| {
            let mut all: Vec<RunEvent> = Vec::new();
            loop {
                let after = all.last().map_or(0, |event| event.seq);
                let more = read(&house, token, &id, after, most).await;
                let ended = more.len() < most || more.last().is_some_and(|last| last.what.is_last());
                all.extend(more);
                if ended {
                    return all;
                }
            }
        };
        let (often, seldom) = tokio::join!(follow(&house.admin, 7), follow(&house.viewer, 211));
        let numbers: Vec<u64> = often.iter().map(|event| event.seq).collect();
        assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>());
        assert_eq!(often, seldom);
        let view = house.get(&format!("/admin/api/runs/{id}")).await.data();
        let pages = folded(&house.get("/admin/api/runs").await.data()[0], &often);
        assert_eq!(serde_json::to_value(&pages.steps).unwrap(), view["steps"]);
        assert_eq!(json!(pages.last_seq), view["last_seq"]);
    }

    async fn the_events_of_a_run_that_is_over_come_from_its_files(store: Store) {
        let mut house = House::open(store).await;
        house.build().await;
        let live = read(&house, &house.admin, "1", 0, usize::MAX).await;
        house.restart();
        let stored = read(&house, &house.admin, "1", 0, usize::MAX).await;
        assert_eq!(live, stored);
        assert!(stored.last().unwrap().what.is_last());
        let last = stored.last().unwrap().seq;
        assert_eq!(read(&house, &house.admin, "1", last, usize::MAX).await, []);
        assert_eq!(read(&house, &house.admin, "1", last - 1, usize::MAX).await.len(), 1);
        let unknown = house.get("/admin/api/runs/9/events").await;
        assert_eq!(unknown.refusal().0, 404);
    }
}
