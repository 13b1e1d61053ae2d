//! The application: what all pages share, and which page an address shows.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;

use crate::atlas::Atlas;
use crate::browser;
use crate::client::Api;
use crate::deployment::Deployment;
use crate::desk::Desk;
use crate::page::chat::ChatPage;
use crate::page::check::CheckPage;
use crate::page::forgot::ForgotPage;
use crate::page::missing::MissingPage;
use crate::page::settings::SettingsPage;
use crate::page::signin::SignInPage;
use crate::page::signup::SignUpPage;
use crate::preferences::Preferences;
use crate::session::Session;

/// The whole application.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let preferences = Preferences::provide();
    let session = Session::provide(Deployment::provide());
    let api = Api::new(session);
    provide_context(api);
    let atlas = Atlas::provide(api);
    Desk::provide(session, preferences, atlas, api);

    // Tests and scripts wait for this mark: from here on the page is alive.
    Effect::new(|_| browser::mark_body("data-hydrated", "true"));

    view! {
        <Title formatter=|title: String| if title.is_empty() { "Sofya".to_owned() } else { format!("{title} · Sofya") }/>
        <Router>
            <Routes fallback=MissingPage>
                <Route path=path!("/signin") view=SignInPage/>
                <Route path=path!("/signup") view=SignUpPage/>
                <Route path=path!("/forgot") view=ForgotPage/>
                <Route path=path!("/settings") view=SettingsPage/>
                <Route path=path!("/check") view=CheckPage/>
                // One page under two addresses: a conversation gets its own when its first message is stored.
                <ParentRoute path=path!("") view=ChatPage>
                    <Route path=path!("") view=|| ()/>
                    <Route path=path!("c/:id") view=|| ()/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}
