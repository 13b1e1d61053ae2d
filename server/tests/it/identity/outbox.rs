//! The outbox: read by admins, emptied into a real mail server.

use std::time::{Duration, SystemTime};

use lks_domain::timestamp::Timestamp;
use lks_server::identity::settings::{Smtp, SmtpTls};
use lks_store::Store;
use lks_store::outbox::{Mail, MailState};
use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

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
        let (port, mut mails) = mail_server(|_| true).await;
        let service = Service::with(store.clone(), |settings| settings.smtp = Some(smtp(port)));
        service.sign_up("siti@example.com").await.ok();
        forgot(&service, "siti@example.com").await;
        let text = mails.recv().await.unwrap();
        assert!(text.contains("RCPT TO:<siti@example.com>") && text.contains("MAIL FROM:<sofya@example.com>"), "{text}");
        let sent = until(&store, MailState::Sent).await;
        assert_eq!((sent.code.as_str(), sent.tries, sent.last_error), ("", 1, None));
        assert!(sent.sent_at.is_some());
        let code: String = text.split("password is ").nth(1).unwrap().chars().take(6).collect();
        let body = json!({"ClientId": CLIENT, "Username": "siti@example.com", "ConfirmationCode": code, "Password": "baru-12345"});
        service.call("ConfirmForgotPassword", body).await.ok();
    }

    async fn a_busy_mail_server_is_tried_again(store: Store) {
        let (port, mut mails) = mail_server(|nth| nth == 2).await;
        let service = Service::with(store.clone(), |settings| settings.smtp = Some(smtp(port)));
        service.sign_up("siti@example.com").await.ok();
        forgot(&service, "siti@example.com").await;
        for _ in 0..3 {
            mails.recv().await.unwrap();
        }
        assert_eq!(until(&store, MailState::Sent).await.tries, 3);
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

/// A mail server on loopback; takes the nth message, counted from 0, if `takes` says so, and asks
/// to try again later if not. What it was told comes through the channel.
async fn mail_server(takes: fn(usize) -> bool) -> (u16, UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, receiver) = unbounded_channel();
    tokio::spawn(async move {
        let mut nth = 0;
        while let Ok((stream, _)) = listener.accept().await {
            nth += serve(stream, nth, takes, sender.clone()).await.unwrap_or_default();
        }
    });
    (port, receiver)
}

async fn serve(
    stream: TcpStream,
    first: usize,
    takes: fn(usize) -> bool,
    told: UnboundedSender<String>,
) -> std::io::Result<usize> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 test\r\n").await?;
    let (mut text, mut done) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(done);
        }
        text += &line;
        let answer: &[u8] = match line.trim_end() {
            "DATA" => b"354 go on\r\n",
            "QUIT" => {
                stream.write_all(b"221 bye\r\n").await?;
                return Ok(done);
            }
            "." => {
                let taken = takes(first + done);
                done += 1;
                let _ = told.send(std::mem::take(&mut text));
                if taken { b"250 taken\r\n" } else { b"451 try again later\r\n" }
            }
            command if command.starts_with("EHLO") => b"250 test\r\n",
            command if command.starts_with("MAIL") || command.starts_with("RCPT") => b"250 ok\r\n",
            "RSET" | "NOOP" => b"250 ok\r\n",
            _ => continue,
        };
        stream.write_all(answer).await?;
    }
}
