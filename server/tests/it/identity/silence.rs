//! What must never be written to a log.

use std::io::Write;
use std::sync::{Arc, Mutex};

use serde_json::json;

use super::outbox::now;
use super::service::{CLIENT, PASSWORD, Service};
use crate::databases::on_sqlite;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

/// Walks through everything that handles secrets; gives the secrets.
async fn journey(store: lks_store::Store, log_codes: bool) -> (Vec<String>, String) {
    let service = Service::with(store.clone(), |settings| settings.log_codes = log_codes);
    let tokens = service.learner("siti@example.com").await;
    service.sign_in("siti@example.com", "salah-rahasia-9").await.refusal();
    service.refresh(&tokens["RefreshToken"]).await.ok();
    service.get_user(&json!("no.token.at-all")).await.refusal();
    service.call("ForgotPassword", json!({"ClientId": CLIENT, "Username": "siti@example.com"})).await.ok();
    let code = store.outbox(1, now()).await.unwrap().remove(0).code;
    let reset = json!({"ClientId": CLIENT, "Username": "siti@example.com", "ConfirmationCode": code, "Password": "baru-12345"});
    service.call("ConfirmForgotPassword", reset).await.ok();
    service.call("RevokeToken", json!({"ClientId": CLIENT, "Token": tokens["RefreshToken"]})).await.ok();
    let mut secrets: Vec<String> =
        [PASSWORD, "salah-rahasia-9", "baru-12345", "siti@example.com", "no.token.at-all"]
            .map(str::to_owned)
            .to_vec();
    secrets.extend(
        ["IdToken", "AccessToken", "RefreshToken"]
            .iter()
            .filter_map(|name| tokens[*name].as_str().map(str::to_owned)),
    );
    (secrets, code)
}

/// One log for the whole process: spans wander to the database's threads, and those know only the
/// subscriber of the process. So these cases also see what all others write.
fn log() -> &'static Log {
    static LOG: std::sync::OnceLock<Log> = std::sync::OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .without_time()
            .with_writer(move || writer.clone());
        tracing::subscriber::set_global_default(subscriber.finish())
            .expect("no other subscriber in this process");
        log
    })
}

async fn logged(log_codes: bool) -> (String, Vec<String>, String) {
    let log = log();
    let (sender, receiver) = tokio::sync::oneshot::channel();
    let case = |store| async move {
        let _ = sender.send(journey(store, log_codes).await);
    };
    on_sqlite(case).await;
    let (secrets, code) = receiver.await.unwrap();
    (log.text(), secrets, code)
}

/// Whether the text has these digits as a number of their own.
fn has_number(text: &str, digits: &str) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '.');
    text.match_indices(digits).any(|(at, _)| {
        !is_digit(text[..at].chars().next_back()) && !is_digit(text[at + digits.len()..].chars().next())
    })
}

#[tokio::test]
async fn neither_passwords_nor_tokens_nor_codes_nor_addresses_are_logged() {
    let (text, secrets, code) = logged(false).await;
    assert!(text.contains("signed in") && text.contains("http.identity"), "the log was captured");
    for secret in &secrets {
        assert!(!text.contains(secret.as_str()), "{secret} is in the log");
    }
    assert!(!has_number(&text, &code), "the code is in the log");
}

#[tokio::test]
async fn without_a_mail_server_the_code_alone_is_logged_where_that_is_asked_for() {
    let (text, secrets, code) = logged(true).await;
    let line =
        text.lines().find(|line| line.contains(&format!("code=\"{code}\""))).expect("the code is logged");
    assert!(line.contains("outbox") && line.contains("s***@e***"), "{line}");
    for secret in secrets {
        assert!(!text.contains(&secret), "{secret} is in the log");
    }
}
