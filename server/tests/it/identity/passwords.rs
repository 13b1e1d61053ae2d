//! Guessing, changing and forgetting passwords.

use std::time::{Duration, Instant};

use lks_server::identity::settings::Hashing;
use serde_json::{Value, json};

use super::outbox::now;
use super::service::{CLIENT, PASSWORD, Service};
use crate::databases::both;

both! {
    async fn a_wrong_password_and_an_unknown_account_are_answered_alike(store: Store) {
        let service = Service::open(store);
        service.sign_up("siti@example.com").await.ok();
        let wrong = service.sign_in("siti@example.com", "salah-123").await;
        let unknown = service.sign_in("nobody@example.com", "salah-123").await;
        let no_address = service.sign_in("nobody", "salah-123").await;
        let expected = ("NotAuthorizedException".to_owned(), "Incorrect username or password.".to_owned());
        for answer in [wrong, unknown, no_address] {
            assert_eq!(answer.refusal(), expected);
        }
    }

    async fn an_unknown_account_is_not_refused_sooner_than_a_known_one(store: Store) {
        let service = Service::open(store);
        service.sign_up("siti@example.com").await.ok();
        let mut quickest = [Duration::MAX; 2];
        for n in 0..4 {
            for (which, email) in ["siti@example.com".to_owned(), format!("nobody{n}@example.com")].iter().enumerate() {
                let begin = Instant::now();
                service.sign_in(email, "salah-123").await.refusal();
                quickest[which] = quickest[which].min(begin.elapsed());
            }
        }
        // Without hashing it would be some twenty times as quick; a busy machine makes a factor of two.
        let [known, unknown] = quickest;
        assert!(unknown * 4 > known, "{known:?} {unknown:?}");
    }

    async fn five_wrong_passwords_lock_known_and_unknown_accounts_for_a_second(store: Store) {
        let service = Service::open(store);
        service.sign_up("siti@example.com").await.ok();
        for email in ["nobody@example.com", "siti@example.com"] {
            let tries = (0..9).map(|_| service.sign_in(email, "salah-123"));
            let answers = futures::future::join_all(tries).await;
            let messages: Vec<_> = answers.into_iter().map(|answer| answer.refusal().1).collect();
            let made = messages.iter().filter(|message| *message == "Incorrect username or password.").count();
            let locked = messages.iter().filter(|message| *message == "Password attempts exceeded").count();
            assert_eq!((made, locked), (5, 4), "{messages:?}");
        }
        let locked = service.sign_in("siti@example.com", PASSWORD).await;
        assert_eq!(locked.refusal().1, "Password attempts exceeded", "even the right one");
        tokio::time::sleep(Duration::from_millis(1100)).await;
        service.sign_in("siti@example.com", PASSWORD).await.ok();
    }

    async fn too_many_who_want_to_hash_are_told_when_to_come_back(store: Store) {
        let service = Service::with(store, |settings| settings.hashing = Hashing { parallel: 1, admitted: 2 });
        let emails: Vec<String> = (0..6).map(|n| format!("nobody{n}@example.com")).collect();
        let answers = futures::future::join_all(emails.iter().map(|email| service.sign_in(email, "salah-123"))).await;
        let busy: Vec<_> = answers.iter().filter(|answer| answer.body["__type"] == "TooManyRequestsException").collect();
        assert!(!busy.is_empty());
        assert!(busy.iter().all(|answer| answer.status == 400 && answer.headers["retry-after"] == "2"));
    }

    async fn a_password_is_changed_by_who_knows_it(store: Store) {
        let service = Service::open(store);
        let tokens = service.learner("siti@example.com").await;
        let change = |previous: &str, proposed: &str| {
            let body = json!({"AccessToken": tokens["AccessToken"], "PreviousPassword": previous, "ProposedPassword": proposed});
            service.call("ChangePassword", body)
        };
        assert_eq!(change("salah-123", "baru-12345").await.refusal().1, "Incorrect username or password.");
        assert_eq!(change(PASSWORD, "baru").await.refusal().0, "InvalidPasswordException");
        change(PASSWORD, "baru-12345").await.ok();
        service.sign_in("siti@example.com", "baru-12345").await.ok();
        assert_eq!(service.sign_in("siti@example.com", PASSWORD).await.refusal().0, "NotAuthorizedException");
        service.get_user(&tokens["AccessToken"]).await.ok();
    }

    async fn a_forgotten_password_is_replaced_by_the_code_and_all_sign_ins_end(store: Store) {
        let service = Service::open(store.clone());
        let tokens = service.learner("tono@example.com").await;
        let details = forgot(&service, "Tono@example.com").await;
        assert_eq!(details, json!({"CodeDeliveryDetails":
            {"AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": "t***@e***"}}));
        let code = store.outbox(1, now()).await.unwrap().remove(0).code;
        let wrong = if code == "000000" { "000001" } else { "000000" };
        assert_eq!(reset(&service, "tono@example.com", wrong, "baru-12345").await, "CodeMismatchException");
        assert_eq!(reset(&service, "tono@example.com", &code, "baru").await, "InvalidPasswordException");
        assert_eq!(reset(&service, "tono@example.com", &code, "baru-12345").await, "");
        assert_eq!(reset(&service, "tono@example.com", &code, "lain-12345").await, "ExpiredCodeException");
        service.sign_in("tono@example.com", "baru-12345").await.ok();
        assert_eq!(service.get_user(&tokens["AccessToken"]).await.refusal().1, "Access Token has been revoked");
    }

    async fn a_code_is_tried_five_times_and_asked_for_five_times_known_or_not(store: Store) {
        let service = Service::open(store.clone());
        service.sign_up("siti@example.com").await.ok();
        for email in ["siti@example.com", "sato@example.com"] {
            assert_eq!(forgot(&service, email).await["CodeDeliveryDetails"]["Destination"], "s***@e***");
            for _ in 0..5 {
                assert_eq!(reset(&service, email, "wrong", "baru-12345").await, "CodeMismatchException");
            }
            let code = store.outbox(1, now()).await.unwrap().remove(0).code;
            assert_eq!(reset(&service, email, &code, "baru-12345").await, "LimitExceededException");
            for _ in 0..4 {
                forgot(&service, email).await;
            }
            let body = json!({"ClientId": CLIENT, "Username": email});
            assert_eq!(service.call("ForgotPassword", body).await.refusal().0, "LimitExceededException");
        }
        assert_eq!(store.outbox(99, now()).await.unwrap().len(), 5, "nothing was written to the unknown address");
    }

    async fn a_code_ends_in_time_and_without_one_nothing_is_told(store: Store) {
        let service = Service::with(store.clone(), |settings| settings.lifetimes.reset_code = Duration::from_millis(300));
        service.sign_up("siti@example.com").await.ok();
        for email in ["siti@example.com", "nobody@example.com"] {
            assert_eq!(reset(&service, email, "123456", "baru-12345").await, "ExpiredCodeException");
        }
        forgot(&service, "siti@example.com").await;
        let code = store.outbox(1, now()).await.unwrap().remove(0).code;
        tokio::time::sleep(Duration::from_millis(400)).await;
        assert_eq!(store.outbox(1, now()).await.unwrap()[0].code, "", "an ended code is not shown");
        assert_eq!(reset(&service, "siti@example.com", &code, "baru-12345").await, "ExpiredCodeException");
    }
}

async fn forgot(service: &Service, email: &str) -> Value {
    service.call("ForgotPassword", json!({"ClientId": CLIENT, "Username": email})).await.ok()
}

/// The type of the refusal, empty for a success.
async fn reset(service: &Service, email: &str, code: &str, password: &str) -> String {
    let body = json!({"ClientId": CLIENT, "Username": email, "ConfirmationCode": code, "Password": password});
    let answer = service.call("ConfirmForgotPassword", body).await;
    answer.body["__type"].as_str().unwrap_or_default().to_owned()
}
