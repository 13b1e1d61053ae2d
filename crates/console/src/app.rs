//! The console: what all its pages share, and which page an address shows.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;
use lks_app::browser;
use lks_app::client::Api;
use lks_app::deployment::Deployment;
use lks_app::preferences::Preferences;
use lks_app::session::Session;

use crate::access::Access;
use crate::page::account::AccountPage;
use crate::page::audit::AuditPage;
use crate::page::destroy::DestroyPage;
use crate::page::drift::DriftPage;
use crate::page::missing::MissingPage;
use crate::page::monitor::MonitorPage;
use crate::page::overview::OverviewPage;
use crate::page::plan::PlanPage;
use crate::page::run::RunPage;
use crate::page::runs::RunsPage;
use crate::page::users::UsersPage;
use crate::page::verify::VerifyPage;
use crate::part::frame::Announcements;

/// The whole console.
#[component]
pub fn Console() -> impl IntoView {
    provide_meta_context();
    Preferences::provide();
    let session = Session::provide(Deployment::provide());
    provide_context(Api::new(session));
    Access::provide(session);
    Announcements::provide();

    // Tests and scripts wait for this mark: from here on the page is alive.
    Effect::new(|_| browser::mark_body("data-hydrated", "true"));

    view! {
        <Title formatter=|title: String| if title.is_empty() { "Sofya Admin".to_owned() } else { format!("{title} · Sofya Admin") }/>
        <Router>
            <Routes fallback=MissingPage>
                <Route path=path!("/admin") view=OverviewPage/>
                <Route path=path!("/admin/account") view=AccountPage/>
                <Route path=path!("/admin/plan") view=PlanPage/>
                <Route path=path!("/admin/runs") view=RunsPage/>
                <Route path=path!("/admin/runs/:id") view=RunPage/>
                <Route path=path!("/admin/verify") view=VerifyPage/>
                <Route path=path!("/admin/drift") view=DriftPage/>
                <Route path=path!("/admin/destroy") view=DestroyPage/>
                <Route path=path!("/admin/monitor") view=MonitorPage/>
                <Route path=path!("/admin/users") view=UsersPage/>
                <Route path=path!("/admin/audit") view=AuditPage/>
            </Routes>
        </Router>
    }
}
