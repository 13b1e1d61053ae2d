//! The chat: history, conversation, composer, progress. One page for `/` and `/c/{id}`.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_location, use_navigate};
use lks_domain::console::role::Role;
use uuid::Uuid;

use crate::atlas::use_atlas;
use crate::browser;
use crate::desk::use_desk;
use crate::live::{live, live_if, pressed};
use crate::part::brand::Brand;
use crate::part::composer::{BOX, Composer};
use crate::part::history::HistoryPanel;
use crate::part::icon::{Icon, icon};
use crate::part::log::{Announcer, ConversationLog};
use crate::part::members::Members;
use crate::part::model_news::ModelOnItsWay;
use crate::part::notice::ProblemNotice;
use crate::part::pickers::Pickers;
use crate::part::progress::ProgressPanel;
use crate::session::use_session;
use crate::thread::{Load, Thread};
use crate::words::use_speech;

/// The chat page.
#[component]
pub fn ChatPage() -> impl IntoView {
    // The children of the route are empty; without an outlet for them the router never finishes a navigation.
    view! {
        <Members><Workspace/></Members>
        <Outlet/>
    }
}

/// Which conversation an address means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Fresh,
    Stored(Uuid),
    Nonsense,
}

fn wanted(path: &str) -> Wanted {
    match path.trim_end_matches('/').strip_prefix("/c/") {
        None => Wanted::Fresh,
        Some(id) => id.parse().map_or(Wanted::Nonsense, Wanted::Stored),
    }
}

#[component]
fn Workspace() -> impl IntoView {
    let atlas = use_atlas();
    let desk = use_desk();
    let speech = use_speech();
    let location = use_location();
    let navigate = use_navigate();
    let drawer = RwSignal::new(false);
    let progress = RwSignal::new(false);
    let wanted = Memo::new(move |_| wanted(&location.pathname.get()));
    let current = Memo::new(move |_| match wanted.get() {
        Wanted::Fresh => Some(untrack(|| desk.fresh())),
        Wanted::Stored(id) => Some(untrack(|| desk.open(id))),
        Wanted::Nonsense => None,
    });
    let current_id = Signal::derive(move || match wanted.get() {
        Wanted::Stored(id) => Some(id),
        _ => None,
    });

    Effect::new(move |_| atlas.watch());
    // A new conversation gets its address once it is stored.
    let to_address = navigate.clone();
    Effect::new(move |_| {
        let Some(thread) = current.get() else { return };
        if thread.load.get() == Load::Ready && wanted.get_untracked() == Wanted::Fresh {
            to_address(
                &format!("/c/{}", thread.id),
                NavigateOptions { scroll: false, ..NavigateOptions::default() },
            );
        }
    });
    Effect::new(move |_| {
        current.track();
        drawer.set(false);
        if browser::has_mouse() {
            browser::after_layout(|| browser::focus(BOX));
        }
    });
    let gone = Callback::new(move |id: Option<Uuid>| {
        if id.is_none() || id == current_id.get_untracked() {
            navigate("/", NavigateOptions::default());
        }
    });
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() != "Escape" {
            return;
        }
        for (panel, opener) in [(drawer, "open-history"), (progress, "open-progress")] {
            if panel.get_untracked() {
                panel.set(false);
                browser::focus(opener);
            }
        }
    };

    view! {
        <div class="workspace" class:drawer-open=drawer on:keydown=on_key>
            <a class="skip" href="#message">{speech.say(|w| w.skip)}</a>
            <aside class="drawer" id="drawer">
                <div class="drawer-head">
                    <Brand/>
                    <button type="button" class="quiet drawer-close" id="close-history" aria-label=speech.say(|w| w.close)
                        on:click=pressed(move || { drawer.set(false); browser::focus("open-history"); })>{icon(Icon::Close)}</button>
                </div>
                <a class="button button-primary drawer-new" href="/" on:click=pressed(move || { drawer.set(false); browser::focus(BOX); })>
                    {icon(Icon::Plus)}<span>{speech.say(|w| w.new_conversation)}</span>
                </a>
                <HistoryPanel current=current_id gone/>
                <Account/>
            </aside>
            <div class="scrim" on:click=pressed(move || drawer.set(false))></div>
            {live(move || match current.get() {
                Some(thread) => view! { <Chat thread drawer progress/> }.into_any(),
                None => view! { <Nowhere/> }.into_any(),
            })}
        </div>
    }
}

#[component]
fn Account() -> impl IntoView {
    let session = use_session();
    let speech = use_speech();
    let name = move || session.identity().map(|identity| identity.name).unwrap_or_default();
    let initial =
        move || name().chars().next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    // The console is an application of its own, which is loaded anew.
    let console = move || {
        let here = session.identity().is_some_and(|identity| Role::of_groups(&identity.groups).is_some());
        here.then(|| view! { <a class="quiet" href="/admin" rel="external" aria-label="Admin" title="Admin">{icon(Icon::Shield)}</a> })
    };
    view! {
        <div class="account">
            <span class="account-initial" aria-hidden="true">{initial}</span>
            <span class="account-name">{name}</span>
            {live_if(console)}
            <a class="quiet" href="/check" aria-label=speech.say(|w| w.check) title=speech.say(|w| w.check)>{icon(Icon::Pulse)}</a>
            <a class="quiet" href="/settings" aria-label=speech.say(|w| w.settings) title=speech.say(|w| w.settings)>{icon(Icon::Settings)}</a>
            <button type="button" class="quiet" aria-label=speech.say(|w| w.sign_out) title=speech.say(|w| w.sign_out)
                on:click=pressed(move || session.leave())>{icon(Icon::Leave)}</button>
        </div>
    }
}

#[component]
fn Chat(thread: Thread, drawer: RwSignal<bool>, progress: RwSignal<bool>) -> impl IntoView {
    let desk = use_desk();
    let speech = use_speech();
    let stick = RwSignal::new(true);
    let online = RwSignal::new(true);
    let send = {
        let thread = thread.clone();
        Callback::new(move |text: String| {
            stick.set(true);
            desk.send(&thread, &text, None);
        })
    };
    // The document's title outlives this page by a moment, so it must not read what dies with it.
    let title = thread.title.clone();
    let heading = move || {
        let title = title.get();
        if title.is_empty() { speech.words().new_conversation.to_owned() } else { title }
    };
    let failed = {
        let load = thread.load.clone();
        Memo::new(move |_| match load.get() {
            Load::Failed(problem) => Some(problem),
            _ => None,
        })
    };
    let (scores, again) = (thread.scores.clone(), thread.clone());
    Effect::new(move |_| {
        online.set(browser::online());
        let up = window_event_listener(leptos::ev::online, move |_| online.set(true));
        let down = window_event_listener(leptos::ev::offline, move |_| online.set(false));
        on_cleanup(move || {
            up.remove();
            down.remove();
        });
    });

    let toggle_progress = move || {
        progress.update(|open| *open = !*open);
        if progress.get_untracked() {
            browser::after_layout(|| browser::focus("close-progress"));
        }
    };

    view! {
        <leptos_meta::Title text=heading.clone()/>
        <main class="chat">
            <header class="chat-head">
                <button type="button" class="quiet chat-menu" id="open-history" aria-label=speech.say(|w| w.open_history) aria-controls="drawer"
                    aria-expanded=move || drawer.get().to_string()
                    on:click=pressed(move || { drawer.set(true); browser::after_layout(|| browser::focus("close-history")); })>{icon(Icon::Menu)}</button>
                <h1 class="chat-title">{heading}</h1>
                <div class="chat-pickers"><Pickers/><ModelOnItsWay/></div>
                <button type="button" class="quiet chat-progress" id="open-progress" aria-label=speech.say(|w| w.progress) title=speech.say(|w| w.progress)
                    aria-expanded=move || progress.get().to_string()
                    on:click=pressed(toggle_progress)>{icon(Icon::Chart)}</button>
            </header>
            {live_if(move || (!online.get()).then(|| view! {
                <p class="notice notice-soft banner" role="status">{icon(Icon::Warning)}<span>{speech.say(|w| w.offline_banner)}</span></p>
            }))}
            {live(move || match failed.get() {
                Some(problem) => {
                    let (thread, gone) = (again.clone(), problem == crate::client::problem::Problem::NotFound);
                    let retry = move |_| desk.read(&thread);
                    let action = if gone {
                        view! { <a class="button button-primary" href="/">{speech.say(|w| w.new_conversation)}</a> }.into_any()
                    } else {
                        view! { <button type="button" class="button" on:click=retry>{speech.say(|w| w.try_again)}</button> }.into_any()
                    };
                    view! {
                        <div class="chat-failed"><ProblemNotice problem=Some(problem)/>{action}</div>
                    }.into_any()
                }
                None => {
                    let (log, composer, announcer) = (again.clone(), again.clone(), again.clone());
                    view! {
                        <ConversationLog thread=log stick send/>
                        <Announcer thread=announcer/>
                        <Composer thread=composer send/>
                    }.into_any()
                }
            })}
        </main>
        <ProgressPanel scores=Signal::derive(move || scores.get()) open=progress/>
    }
}

#[component]
fn Nowhere() -> impl IntoView {
    let speech = use_speech();
    view! {
        <main class="chat">
            <div class="chat-failed">
                <h1>{speech.say(|w| w.missing_title)}</h1>
                <p>{speech.say(|w| w.missing_text)}</p>
                <a class="button button-primary" href="/">{speech.say(|w| w.new_conversation)}</a>
            </div>
        </main>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_new_a_stored_or_no_conversation() {
        assert_eq!(wanted("/"), Wanted::Fresh);
        assert_eq!(wanted("/c/00000000-0000-0000-0000-000000000000/"), Wanted::Stored(Uuid::nil()));
        assert_eq!(wanted("/c/7"), Wanted::Nonsense);
    }
}
