//! `GET /admin/api/outbox`: codes that wait for somebody to pass them on. Viewers see that they
//! wait, not what they are: with a code one can become its owner.

use axum::extract::State;
use lks_domain::console::role::Role;
use lks_domain::console::user::OutboxMail;
use lks_store::outbox::Mail;

use crate::console::Console;
use crate::console::answer::{Answer, data};
use crate::console::role::Viewer;
use crate::identity::clock;

/// Messages that are shown, the newest first.
const SHOWN: u32 = 200;

/// The newest messages.
pub async fn list(State(console): State<Console>, Viewer(me): Viewer) -> Answer<Vec<OutboxMail>> {
    let mails = console.store().outbox(SHOWN, clock::now()).await?;
    Ok(data(mails.into_iter().map(|mail| shown(mail, me.role)).collect()))
}

fn shown(mail: Mail, role: Role) -> OutboxMail {
    OutboxMail {
        id: mail.id,
        recipient: mail.recipient,
        purpose: mail.purpose,
        code: if role == Role::Admin { mail.code } else { String::new() },
        state: mail.state.name().to_owned(),
        last_error: mail.last_error,
        created_at: mail.created_at,
        expires_at: mail.expires_at,
    }
}
