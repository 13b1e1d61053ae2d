//! Codes on their way: made, stored, put into the outbox; and what the client is told about it,
//! which is the same for addresses without an account.

use lks_store::code::{Allowance, NewCode, Purpose, Try};
use lks_store::outbox::{MailState, NewMail};
use lks_store::user::User;
use serde_json::{Value, json};
use uuid::Uuid;

use super::refusal::Refusal;
use super::{Identity, clock, secret};

/// Tries at one code.
const TRIES: u32 = 5;
/// Codes of one purpose for one address: five an hour, the lower bound of Amazon Cognito's.
const ALLOWANCE: Allowance = Allowance { codes: 5, window_millis: 3600 * 1000 };

impl Identity {
    /// Makes a code for an address and sends it if there is an account to send it to.
    pub(super) async fn send_code(
        &self,
        purpose: Purpose,
        email: &str,
        user: Option<&User>,
    ) -> Result<(), Refusal> {
        let (code, now) = (secret::code()?, clock::now());
        let lifetimes = &self.settings().lifetimes;
        let expires_at = clock::after(
            now,
            match purpose {
                Purpose::ResetPassword => lifetimes.reset_code,
                Purpose::ConfirmSignUp => lifetimes.confirmation_code,
            },
        );
        let new = NewCode { purpose, email: email.to_owned(), sealed: secret::seal_code(&code)?, expires_at };
        let state = if self.parts.courier.is_some() { MailState::Pending } else { MailState::Held };
        let mail = user.map(|user| NewMail {
            id: Uuid::now_v7().to_string(),
            recipient: user.email.clone(),
            purpose,
            code,
            state,
            expires_at,
        });
        if !self.store().issue_code(&new, mail.as_ref(), ALLOWANCE, now).await? {
            return Err(Refusal::LimitExceeded);
        }
        if let Some(mail) = &mail {
            self.announce(mail);
        }
        Ok(())
    }

    fn announce(&self, mail: &NewMail) {
        if let Some(courier) = &self.parts.courier {
            courier.wake();
        } else if self.settings().log_codes {
            // The one secret that is logged, on purpose: without a mail server there is nobody else
            // to tell it to on a fresh machine.
            tracing::info!(
                target: "outbox",
                purpose = mail.purpose.name(),
                recipient = masked(&mail.recipient),
                code = mail.code,
                "a code waits in the outbox"
            );
        }
    }

    /// Counts a try at a code; gives its seal if it was the right one.
    pub(super) async fn check_code(
        &self,
        purpose: Purpose,
        email: &str,
        code: &str,
    ) -> Result<String, Refusal> {
        match self.store().try_code(purpose, email, TRIES, clock::now()).await? {
            Try::Sealed(sealed) if secret::opens(&sealed, code.trim()) => Ok(sealed),
            Try::Sealed(_) => Err(Refusal::CodeMismatch),
            Try::Expired => Err(Refusal::ExpiredCode),
            Try::UsedUp => Err(Refusal::LimitExceeded),
        }
    }
}

/// `CodeDeliveryDetails` for an account or what might be one.
pub fn details(username: &str) -> Value {
    json!({"AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": masked(username)})
}

/// The first letters of both halves of an address. What is no address is given two letters of its
/// own fingerprint, the same each time.
fn masked(username: &str) -> String {
    let initial = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
    match username.rsplit_once('@') {
        Some((local, domain)) => format!("{}***@{}***", initial(local), initial(domain)),
        None => {
            let letters: Vec<char> = secret::fingerprint(username)
                .chars()
                .filter(char::is_ascii_lowercase)
                .chain("ae".chars())
                .take(2)
                .collect();
            format!("{}***@{}***", letters[0], letters[1])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_destination_shows_two_letters_only() {
        assert_eq!(masked("tono@example.com"), "t***@e***");
        assert_eq!(masked("no-address"), masked("no-address"));
        assert_eq!(masked("no-address").len(), 9);
        assert_eq!(masked("@"), "***@***");
    }
}
