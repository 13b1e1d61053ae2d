//! The outbox: read by admins, emptied into a real mail server.

use std::time::{Duration, SystemTime};

use lks_domain::timestamp::Timestamp;
use lks_server::identity::settings::{Smtp, SmtpTls};
use lks_store::Store;
use lks_store::outbox::{Mail, MailState};
use serde_json::json;
use tokio::net::TcpListener;

use super::mail_server::MailServer;
use super::service::{CLIENT, Service};
use crate::databases::both;

pub fn now() -> Timestamp {
    let elapsed = SystemTime::UNIX_EPOCH.elapsed().expect("a clock after 1970");
    Timestamp::from_millis(i64::try_from(elapsed.as_millis()).expect("a clock before the year 292 million"))
}

both! {
    async fn only_admins_read_the_outbox(store: Store) {
        let service = Service::open(store);
        let admin = service.learner("guru@example.com").await;
        let learner = service.learner("siti@example.com").await;
        forgot(&service, "siti@example.com").await;
        assert_eq!(service.outbox(&json!("nonsense")).await.status, 401);
        assert_eq!(service.outbox(&admin["AccessToken"]).await.status, 401, "the ID token is wanted");
        assert_eq!(service.outbox(&learner["IdToken"]).await.status, 403);
        let body = service.outbox(&admin["IdToken"]).await.ok();
        let mail = &body["data"][0];
        assert_eq!((&body["status"], &mail["recipient"], &mail["purpose"], &mail["state"]),
            (&json!("success"), &json!("siti@example.com"), &json!("reset-password"), &json!("held")));
        assert_eq!(mail["code"].as_str().map(str::len), Some(6));
    }

    async fn a_code_goes_out_by_mail_and_is_no_longer_shown(store: Store) {
        let mut server = MailServer::start(SmtpTls::None, |_| true).await;
        let service = Service::with(store.clone(), |settings| settings.smtp = Some(smtp(server.port)));
        service.sign_up("siti@example.com").await.ok();
        forgot(&service, "siti@example.com").await;
        let text = server.mails.recv().await.unwrap();
        assert!(text.contains("RCPT TO:<siti@example.com>") && text.contains("MAIL FROM:<sofya@example.com>"), "{text}");
        let sent = until(&store, MailState::Sent).await;
        assert_eq!((sent.code.as_str(), sent.tries, sent.last_error), ("", 1, None));
        assert!(sent.sent_at.is_some());
        let code: String = text.split("password is ").nth(1).unwrap().chars().take(6).collect();
        let body = json!({"ClientId": CLIENT, "Username": "siti@example.com", "ConfirmationCode": code, "Password": "baru-12345"});
        service.call("ConfirmForgotPassword", body).await.ok();
    }

    async fn a_busy_mail_server_is_tried_again(store: Store) {
        let mut server = MailServer::start(SmtpTls::None, |nth| nth == 2).await;
        let service = Service::with(store.clone(), |settings| settings.smtp = Some(smtp(server.port)));
        service.sign_up("siti@example.com").await.ok();
        forgot(&service, "siti@example.com").await;
        for _ in 0..3 {
            server.mails.recv().await.unwrap();
        }
        assert_eq!(until(&store, MailState::Sent).await.tries, 3);
    }

    async fn a_code_goes_out_through_tls_begun_later_or_at_once(store: Store) {
        for (tls, email) in [(SmtpTls::StartTls, "siti@example.com"), (SmtpTls::Wrapped, "budi@example.com")] {
            let mut server = MailServer::start(tls, |_| true).await;
            let believed = Smtp { tls, authority: Some(server.certificate.clone()), ..smtp(server.port) };
            let service = Service::with(store.clone(), |settings| settings.smtp = Some(believed));
            service.sign_up(email).await.ok();
            forgot(&service, email).await;
            let text = server.mails.recv().await.unwrap();
            assert!(text.contains(&format!("RCPT TO:<{email}>")) && text.contains("password is "), "{text}");
            until(&store, MailState::Sent).await;
        }
    }

    async fn nothing_is_said_to_a_mail_server_that_cannot_prove_who_it_is(store: Store) {
        for (tls, email) in [(SmtpTls::StartTls, "siti@example.com"), (SmtpTls::Wrapped, "budi@example.com")] {
            let mut server = MailServer::start(tls, |_| true).await;
            let unknown = Smtp { tls, ..smtp(server.port) };
            let service = Service::with(store.clone(), |settings| settings.smtp = Some(unknown));
            service.sign_up(email).await.ok();
            forgot(&service, email).await;
            let failed = until(&store, MailState::Failed).await;
            assert_eq!(failed.code.len(), 6, "the code waits for an admin");
            assert!(failed.last_error.is_some_and(|error| error.contains("certificate")));
            assert!(server.mails.try_recv().is_err(), "no message was handed over");
        }
    }

    async fn an_absent_mail_server_shows_in_the_outbox_and_the_code_stays_there(store: Store) {
        let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
        let service = Service::with(store.clone(), |settings| settings.smtp = Some(smtp(closed)));
        service.sign_up("siti@example.com").await.ok();
        forgot(&service, "siti@example.com").await;
        let failed = until(&store, MailState::Failed).await;
        assert_eq!((failed.tries, failed.code.len()), (4, 6));
        assert!(failed.last_error.is_some_and(|error| !error.is_empty()));
    }
}

async fn forgot(service: &Service, email: &str) {
    service.call("ForgotPassword", json!({"ClientId": CLIENT, "Username": email})).await.ok();
}

fn smtp(port: u16) -> Smtp {
    Smtp {
        host: "127.0.0.1".to_owned(),
        port,
        tls: SmtpTls::None,
        authority: None,
        credentials: None,
        from: "Sofya <sofya@example.com>".to_owned(),
        retries: vec![Duration::from_millis(60); 3],
    }
}

async fn until(store: &Store, state: MailState) -> Mail {
    let patient = async {
        loop {
            let mail = store.outbox(1, now()).await.unwrap().remove(0);
            if mail.state == state {
                return mail;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), patient).await.expect("the message gets there")
}
