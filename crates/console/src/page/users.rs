//! Everyone who has signed up, the outbox, and classes.

mod accounts;
mod classes;
mod outbox;

use leptos::prelude::*;

use crate::part::frame::Frame;
use accounts::Accounts;
use classes::Classes;
use outbox::Outbox;

/// The users page.
#[component]
pub fn UsersPage() -> impl IntoView {
    // A code that is asked for here appears in the outbox below.
    let asked = RwSignal::new(0_u32);
    view! { <Frame title=|w| w.frame.users about=|w| w.users.about><Accounts asked/><Outbox asked/><Classes/></Frame> }
}
