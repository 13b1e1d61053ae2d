//! Secrets: what goes in comes out nowhere - no answer, no log, no audit entry, no file.

use axum::http::Method;
use lks_server::console::Console;
use serde_json::{Value, json};
use tracing::instrument::WithSubscriber as _;
use tracing_subscriber::layer::SubscriberExt as _;

use super::house::House;
use crate::databases::both;

const CANARIES: [&str; 3] = ["ASIACANARYCANARY", "canary/secret+key", "canary==token"];

fn canary(text: &str) -> Option<&'static str> {
    CANARIES.into_iter().find(|canary| text.contains(canary))
}

fn files(directory: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

both! {
    async fn credentials_go_in_and_never_come_out(store: Store) {
        let log = lks_server::log_ring::LogRing::default();
        let subscriber = tracing_subscriber::registry().with(log.clone());
        let house = House::open(store).await;
        try_everything(&house).with_subscriber(subscriber).await;
        let wanted = lks_server::log_ring::Wanted { group: "", search: "", before: None, limit: 10_000 };
        let lines = log.find(&wanted);
        assert!(lines.iter().any(|line| line.message.contains("user.reset")), "the log was looked at: {lines:?}");
        for line in lines {
            assert_eq!(canary(&line.message), None, "{line:?}");
            assert!(!line.message.contains("@example.com"), "an address in the log: {line:?}");
        }
        for file in files(house.data_dir()) {
            let bytes = std::fs::read(&file).unwrap();
            assert_eq!(canary(&String::from_utf8_lossy(&bytes)), None, "{}", file.display());
        }
    }

    async fn secrets_of_the_stack_are_in_no_plan_no_run_and_no_event(store: Store) {
        let house = House::open(store).await;
        house.build().await;
        let sandbox = lks_provision::sandbox::Sandbox::open(&house.data_dir().join("sandbox"), lks_provision::sandbox::Speed::Max);
        let secrets = sandbox.unwrap().inspect(|world| world.secret_texts()).unwrap();
        assert!(!secrets.is_empty());
        for path in ["/admin/api/plan", "/admin/api/runs/1", "/admin/api/runs/1/plan", "/admin/api/runs/1/events", "/admin/api/audit"] {
            let text = house.get(path).await.text;
            assert!(secrets.iter().all(|secret| !text.contains(secret)), "{path}");
        }
    }
}

/// Credentials in every form, right and wrong, then every answer that there is.
async fn try_everything(house: &House) {
    let [id, secret, token] = CANARIES;
    let keys = json!({"access_key_id": id, "secret_access_key": secret, "session_token": token});
    let with = |extra: Value| {
        let mut body = keys.clone();
        body.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        body
    };
    for body in [
        with(json!({"kind": "keys"})),
        with(json!({"kind": "endpoint", "url": "http://127.0.0.1:1"})),
        with(json!({"kind": "endpoint", "url": 7})),
        with(json!({"kind": "keys", "session_token": {"x": token}})),
        with(json!({"kind": secret})),
    ] {
        let answer = house.post("/admin/api/account", body).await;
        assert_eq!(canary(&answer.text), None, "{}", answer.text);
        if answer.status == 202 {
            let path = format!("/admin/api/jobs/{}?wait=30", answer.data()["id"].as_str().unwrap());
            let job = house.get(&path).await;
            assert_eq!(canary(&job.text), None, "{}", job.text);
        }
    }
    let learner = house.store.user_by_email(super::house::LEARNER).await.unwrap().unwrap().id;
    house.post(&format!("/admin/api/users/{learner}/reset"), Value::Null).await.data();
    for (method, path) in Console::routes().into_iter().filter(|(method, _)| *method == Method::GET) {
        let path = path.replace("{id}", "1").replace("{code}", "K7MPQ2");
        let answer = house.call(&house.admin, method, &path, Value::Null).await;
        assert_eq!(canary(&answer.text), None, "{path}: {}", answer.text);
    }
}
