//! The frame of every page: who may be here, the navigation, and what is said aloud.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use lks_app::browser;
use lks_app::live::{live, live_if, pressed};
use lks_app::part::arrival::arrive_at;
use lks_app::part::brand::Mark;
use lks_app::part::icon::{Icon, icon};
use lks_app::preferences::use_preferences;
use lks_app::session::{Absence, RETURN, SessionState, use_session};
use lks_domain::console::role::Role;
use lks_domain::correction::Language;

use super::glyph::{Glyph, glyph};
use crate::access::use_access;
use crate::words::{Words, use_speech};

/// What a screen reader is told beside what it reads: one sentence at a time.
#[derive(Clone, Copy)]
pub struct Announcements(RwSignal<String>);

impl Announcements {
    /// Provides silence.
    pub fn provide() {
        provide_context(Self(RwSignal::new(String::new())));
    }

    /// Says something.
    pub fn say(self, text: impl Into<String>) {
        self.0.try_set(text.into());
    }
}

/// Where things are said aloud.
pub fn use_announcements() -> Announcements {
    expect_context()
}

/// Picks a text.
type Pick = fn(&Words) -> &'static str;

const PAGES: [(&str, Glyph, Pick); 9] = [
    ("/admin", Glyph::Overview, |w| w.frame.overview),
    ("/admin/account", Glyph::Account, |w| w.frame.account),
    ("/admin/plan", Glyph::Plan, |w| w.frame.plan),
    ("/admin/runs", Glyph::Runs, |w| w.frame.runs),
    ("/admin/verify", Glyph::Verify, |w| w.frame.verify),
    ("/admin/drift", Glyph::Drift, |w| w.frame.drift),
    ("/admin/monitor", Glyph::Monitor, |w| w.frame.monitor),
    ("/admin/users", Glyph::Users, |w| w.frame.users),
    ("/admin/audit", Glyph::Audit, |w| w.frame.audit),
];

/// Which link of the navigation an address belongs to.
fn section(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    let deeper = |page: &&str| path == *page || path.starts_with(&format!("{page}/"));
    PAGES.iter().skip(1).map(|(page, ..)| *page).find(deeper).unwrap_or("/admin")
}

/// A page of the console for those who may be here; a friendly refusal for everyone else.
#[component]
pub fn Frame(title: Pick, about: Pick, children: ChildrenFn) -> impl IntoView {
    let speech = use_speech();
    let access = use_access();
    let session = use_session();
    let location = use_location();
    // The sign-in page belongs to the learners' application: it is loaded anew, and leads back here.
    Effect::new(move |_| {
        if let SessionState::Out(absence) = session.state.get() {
            if absence != Absence::Left {
                browser::store(RETURN, &location.pathname.get_untracked());
            }
            browser::go("/signin");
        }
    });
    let place = Memo::new(move |_| match session.state.get() {
        SessionState::In(_) if access.role().is_some() => Place::Open,
        SessionState::In(_) => Place::Closed,
        _ => Place::Unknown,
    });
    view! {
        <leptos_meta::Title text=speech.say(title)/>
        {live(move || match place.get() {
            Place::Open => {
                let children = children.clone();
                view! { <Page title about>{children()}</Page> }.into_any()
            }
            Place::Closed => view! { <Refusal/> }.into_any(),
            Place::Unknown => view! { <AtRest/> }.into_any(),
        })}
    }
}

/// Whether a page opens to whoever is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Unknown,
    Closed,
    Open,
}

/// Until it is known who is here; also what the server renders.
#[component]
fn AtRest() -> impl IntoView {
    let speech = use_speech();
    view! {
        <main class="at-rest">
            <h1 class="visually-hidden">"Sofya Admin"</h1>
            <Mark/>
            <p role="status">{speech.say(|w| w.frame.loading)}</p>
        </main>
    }
}

#[component]
fn Page(title: Pick, about: Pick, children: Children) -> impl IntoView {
    let speech = use_speech();
    let access = use_access();
    let said = use_announcements().0;
    let viewer = Memo::new(move |_| access.role() == Some(Role::Viewer));
    arrive_at("title");
    view! {
        <div class="console">
            <a class="skip" href="#content">{speech.say(|w| w.frame.skip)}</a>
            <Navigation/>
            <main class="console-main" id="content">
                <header class="console-head">
                    <h1 id="title" tabindex="-1">{speech.say(title)}</h1>
                    <details class="about">
                        <summary>{speech.say(|w| w.frame.about)}</summary>
                        <p>{speech.say(about)}</p>
                    </details>
                </header>
                {live_if(move || viewer.get().then(|| view! {
                    <p class="notice notice-soft" id="viewer-reason">{icon(Icon::Warning)}<span>{speech.say(|w| w.frame.viewer)}</span></p>
                }))}
                {children()}
            </main>
            <p class="visually-hidden" role="status" aria-live="polite">{live(move || said.get())}</p>
        </div>
    }
}

#[component]
fn Navigation() -> impl IntoView {
    let speech = use_speech();
    let location = use_location();
    let open = RwSignal::new(false);
    let here = Memo::new(move |_| section(&location.pathname.get()).to_owned());
    let link = move |(page, sign, name): (&'static str, Glyph, Pick)| {
        let current = move || (here.get() == page).then_some("page");
        view! {
            <li><a href=page aria-current=current on:click=pressed(move || open.set(false))>{glyph(sign)}<span>{speech.say(name)}</span></a></li>
        }
    };
    view! {
        <header class="console-side" class:console-side-open=open>
            <div class="console-brand">
                <a class="brand" href="/admin"><Mark/><span class="brand-name">"Sofya"</span><span class="brand-part">{speech.say(|w| w.frame.admin)}</span></a>
                <button
                    type="button" class="button console-menu" aria-expanded=move || open.get().to_string() aria-controls="console-nav"
                    on:click=pressed(move || open.update(|open| *open = !*open))
                >{icon(Icon::Menu)}<span>{speech.say(|w| w.frame.menu)}</span></button>
            </div>
            <div class="console-links" id="console-nav">
                <nav aria-label=speech.say(|w| w.frame.admin)>
                    <ul>{PAGES.map(link).into_iter().collect_view()}</ul>
                </nav>
                <Foot/>
            </div>
        </header>
    }
}

/// Who is here, the other language, and the way back to the chat.
#[component]
fn Foot() -> impl IntoView {
    let speech = use_speech();
    let session = use_session();
    let preferences = use_preferences();
    let name = move || session.identity().map(|who| who.name).unwrap_or_default();
    let other = move || if preferences.language() == Language::En { Language::Id } else { Language::En };
    let turn = move || {
        let language = untrack(other);
        preferences.change(|choices| choices.language = Some(language));
    };
    view! {
        <div class="console-foot">
            <p class="console-who">{live(name)}</p>
            <button type="button" class="button button-quiet" lang=move || other().code() on:click=pressed(turn)>{speech.say(|w| w.frame.language)}</button>
            <a class="button button-quiet" href="/" rel="external">{icon(Icon::Back)}<span>{speech.say(|w| w.frame.to_chat)}</span></a>
        </div>
    }
}

/// For learners who came by: nothing is wrong, and here is the way back.
#[component]
fn Refusal() -> impl IntoView {
    let speech = use_speech();
    let session = use_session();
    Effect::new(|_| browser::focus("title"));
    view! {
        <main class="at-rest refusal">
            <Mark/>
            <h1 id="title" tabindex="-1">{speech.say(|w| w.frame.only_admins)}</h1>
            <p>{speech.say(|w| w.frame.only_admins_text)}</p>
            <a class="button button-primary" href="/" rel="external">{speech.say(|w| w.frame.to_chat)}</a>
            <p class="hint">{speech.say(|w| w.frame.only_admins_hint)}</p>
            <p class="hint">{live(move || session.identity().map(|who| who.email).unwrap_or_default())}</p>
        </main>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_belongs_to_the_link_it_was_reached_by() {
        for (path, page) in [
            ("/admin", "/admin"),
            ("/admin/", "/admin"),
            ("/admin/runs", "/admin/runs"),
            ("/admin/runs/7", "/admin/runs"),
            ("/admin/destroy", "/admin"),
        ] {
            assert_eq!(section(path), page, "{path}");
        }
    }
}
