//! The courier: hands what is pending in the outbox to the mail server, and tries again a few times.

use std::sync::Arc;
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use lks_domain::timestamp::Timestamp;
use lks_store::outbox::Mail;
use lks_store::{Store, StoreError};
use tokio::sync::Notify;
use tokio::task::AbortHandle;

use super::clock;
use super::settings::{Smtp, SmtpTls};

/// How long a mail server may take for one message.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a message stays taken by a process that may have died over it.
const LEASE: Duration = Duration::from_secs(120);
/// The longest sleep; a safety net, since new messages wake the courier.
const ROUND: Duration = Duration::from_secs(60);

/// The courier's task; it ends when this is dropped.
pub struct Courier {
    wake: Arc<Notify>,
    task: AbortHandle,
}

impl Courier {
    /// Starts it.
    pub fn start(store: Store, smtp: Smtp) -> Self {
        let wake = Arc::new(Notify::new());
        let task = tokio::spawn(rounds(store, smtp, Arc::clone(&wake))).abort_handle();
        Self { wake, task }
    }

    /// Tells it that there is something to send.
    pub fn wake(&self) {
        self.wake.notify_one();
    }
}

impl Drop for Courier {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn rounds(store: Store, smtp: Smtp, wake: Arc<Notify>) {
    let transport = match transport(&smtp) {
        Ok(transport) => transport,
        Err(error) => {
            return tracing::error!(%error, "the mail server cannot be used; codes wait in the outbox");
        }
    };
    loop {
        let rest = match round(&store, &smtp, &transport).await {
            Ok(rest) => rest,
            Err(error) => {
                tracing::warn!(%error, "the outbox cannot be read");
                ROUND
            }
        };
        let _ = tokio::time::timeout(rest, wake.notified()).await;
    }
}

/// Sends what is due; how long to rest afterwards.
async fn round(
    store: &Store,
    smtp: &Smtp,
    transport: &AsyncSmtpTransport<Tokio1Executor>,
) -> Result<Duration, StoreError> {
    let now = clock::now();
    for mail in store.take_due_mail(now, clock::after(now, LEASE)).await? {
        deliver(store, smtp, transport, &mail).await?;
    }
    Ok(store.next_mail_due().await?.map_or(ROUND, until).min(ROUND))
}

fn until(moment: Timestamp) -> Duration {
    let millis = moment.millis().saturating_sub(clock::now().millis());
    // Never less than a little: a message that is due and cannot be taken must not spin.
    Duration::from_millis(u64::try_from(millis).unwrap_or(0).max(50))
}

async fn deliver(
    store: &Store,
    smtp: &Smtp,
    transport: &AsyncSmtpTransport<Tokio1Executor>,
    mail: &Mail,
) -> Result<(), StoreError> {
    if mail.expires_at <= clock::now() {
        return store.mail_refused(&mail.id, "the code ended before it could be sent", None).await;
    }
    match send(smtp, transport, mail).await {
        Ok(()) => {
            tracing::info!(purpose = mail.purpose, tries = mail.tries, "sent a code");
            store.mail_sent(&mail.id, clock::now()).await
        }
        Err(failure) => {
            let pause = smtp.retries.get(usize::try_from(mail.tries - 1).unwrap_or(usize::MAX));
            let again = pause.filter(|_| !failure.final_).map(|pause| clock::after(clock::now(), *pause));
            tracing::warn!(
                purpose = mail.purpose,
                tries = mail.tries,
                again = again.is_some(),
                "a code could not be sent"
            );
            store.mail_refused(&mail.id, &failure.reason, again).await
        }
    }
}

struct Failure {
    reason: String,
    final_: bool,
}

impl Failure {
    fn lasting(error: impl std::fmt::Display) -> Self {
        Self { reason: error.to_string(), final_: true }
    }
}

async fn send(
    smtp: &Smtp,
    transport: &AsyncSmtpTransport<Tokio1Executor>,
    mail: &Mail,
) -> Result<(), Failure> {
    let message = message(smtp, mail)?;
    match tokio::time::timeout(PATIENCE, transport.send(message)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(Failure { reason: error.to_string(), final_: error.is_permanent() }),
        Err(_) => Err(Failure { reason: "the mail server did not answer in time".to_owned(), final_: false }),
    }
}

fn message(smtp: &Smtp, mail: &Mail) -> Result<Message, Failure> {
    let from: Mailbox = smtp.from.parse().map_err(Failure::lasting)?;
    let to: Mailbox = mail.recipient.parse().map_err(Failure::lasting)?;
    let (subject, body) = words(mail);
    Message::builder()
        .from(from)
        .to(to)
        .subject(subject)
        .header(ContentType::TEXT_PLAIN)
        .body(body)
        .map_err(Failure::lasting)
}

/// In English and Indonesian: whoever reads it may not know the other yet.
fn words(mail: &Mail) -> (&'static str, String) {
    let code = &mail.code;
    if mail.purpose == lks_store::code::Purpose::ConfirmSignUp.name() {
        let body = format!(
            "Welcome! Your confirmation code is {code}.\n\nSelamat datang! Kode konfirmasi Anda: {code}.\n"
        );
        ("Your confirmation code / Kode konfirmasi Anda", body)
    } else {
        let body = format!(
            "Your code to set a new password is {code}. If you did not ask for it, ignore this message.\n\n\
             Kode Anda untuk membuat kata sandi baru: {code}. Jika Anda tidak memintanya, abaikan pesan ini.\n"
        );
        ("Your code for a new password / Kode untuk kata sandi baru", body)
    }
}

fn transport(smtp: &Smtp) -> Result<AsyncSmtpTransport<Tokio1Executor>, lettre::transport::smtp::Error> {
    let parameters = || {
        let mut parameters = TlsParameters::builder(smtp.host.clone());
        if let Some(pem) = &smtp.authority {
            parameters = parameters.add_root_certificate(Certificate::from_pem(pem)?);
        }
        parameters.build()
    };
    let tls = match smtp.tls {
        SmtpTls::None => Tls::None,
        SmtpTls::StartTls => Tls::Required(parameters()?),
        SmtpTls::Wrapped => Tls::Wrapper(parameters()?),
    };
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&smtp.host)
        .port(smtp.port)
        .tls(tls)
        .timeout(Some(PATIENCE));
    if let Some((user, password)) = &smtp.credentials {
        builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
    }
    Ok(builder.build())
}
