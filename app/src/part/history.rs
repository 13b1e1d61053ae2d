//! The list of conversations: open, search, rename, delete.

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::dialog::{Confirmation, Dialog};
use super::icon::{Icon, icon};
use super::notice::ProblemNotice;
use crate::client::conversations::Summary;
use crate::desk::use_desk;
use crate::live::{live, live_if, pressed};
use crate::words::{Words, use_speech};

/// Whether all words of the search are in the title.
fn matches(summary: &Summary, search: &str) -> bool {
    let title = summary.title.to_lowercase();
    search.to_lowercase().split_whitespace().all(|word| title.contains(word))
}

fn shown_title(words: &Words, title: &str) -> String {
    if title.trim().is_empty() { words.untitled.to_owned() } else { title.to_owned() }
}

/// What a dialog is about.
type Subject = RwSignal<Option<(Uuid, String)>>;

/// The history. `gone` is told which conversation has been deleted; none: all of them.
#[component]
pub fn HistoryPanel(
    #[prop(into)] current: Signal<Option<Uuid>>,
    #[prop(into)] gone: Callback<Option<Uuid>>,
) -> impl IntoView {
    let desk = use_desk();
    let speech = use_speech();
    let search = RwSignal::new(String::new());
    let (renaming, deleting): (Subject, Subject) = (RwSignal::new(None), RwSignal::new(None));
    let clearing = RwSignal::new(false);
    let count = Memo::new(move |_| desk.history.list.with(|list| list.as_ref().map_or(0, Vec::len)));
    let found = Memo::new(move |_| {
        let search = search.get();
        desk.history.list.with(|list| {
            list.iter().flatten().filter(|summary| matches(summary, &search)).cloned().collect::<Vec<_>>()
        })
    });
    let remark = move || {
        let unread = desk.history.list.with(Option::is_none);
        if unread && desk.history.problem.with(Option::is_none) {
            view! { <div class="skeleton" aria-hidden="true"><span class="bone"></span><span class="bone"></span><span class="bone"></span></div> }.into_any()
        } else if found.with(Vec::is_empty) && !unread {
            let text = if count.get() == 0 { speech.words().none_yet } else { speech.words().none_found };
            view! { <p class="hint history-none">{text}</p> }.into_any()
        } else {
            ().into_any()
        }
    };
    let retry = move || {
        desk.history.problem.with(Option::is_some).then(|| view! {
            <button type="button" class="button" on:click=pressed(move || spawn_local(desk.history.read()))>{speech.say(|w| w.try_again)}</button>
        })
    };

    view! {
        <nav class="history" aria-label=speech.say(|w| w.history)>
            <div class="history-search">
                {icon(Icon::Search)}
                <label class="visually-hidden" for="history-search">{speech.say(|w| w.search)}</label>
                <input
                    id="history-search" type="search" autocomplete="off"
                    placeholder=speech.say(|w| w.search)
                    prop:value=search
                    on:input=move |event| search.set(event_target_value(&event))
                />
            </div>
            <ProblemNotice problem=desk.history.problem/>
            {live_if(retry)}
            {live(remark)}
            <ul class="history-list">
                <For each=move || found.get() key=|summary| (summary.id, summary.title.clone()) let(summary)>
                    <Row summary current renaming deleting/>
                </For>
            </ul>
            {live_if(move || (count.get() > 0).then(|| view! {
                <button type="button" class="button button-quiet history-clear" on:click=pressed(move || clearing.set(true))>
                    {icon(Icon::Delete)}<span>{speech.say(|w| w.clear_all)}</span>
                </button>
            }))}
        </nav>
        <RenameDialog subject=renaming/>
        <DeleteDialog subject=deleting gone/>
        <Confirmation
            open=clearing
            title=Signal::derive(move || speech.words().clear_title.to_owned())
            text=Signal::derive(move || speech.words().clear_text.replace("{n}", &count.get().to_string()))
            action=Signal::derive(move || speech.words().clear_all.to_owned())
            cancel=Signal::derive(move || speech.words().cancel.to_owned())
            confirmed=move |()| spawn_local(async move {
                if desk.history.delete_all().await {
                    desk.forget_all();
                    gone.run(None);
                }
            })
        />
    }
}

#[component]
fn Row(
    summary: Summary,
    current: Signal<Option<Uuid>>,
    renaming: Subject,
    deleting: Subject,
) -> impl IntoView {
    let speech = use_speech();
    let id = summary.id;
    let title = StoredValue::new(summary.title);
    let shown = move || title.with_value(|title| shown_title(speech.words(), title));
    let is_current = move || current.get() == Some(id);
    let named =
        move |pick: fn(&Words) -> &'static str| move || format!("{}: {}", pick(speech.words()), shown());
    view! {
        <li class="history-row" class:history-current=is_current>
            <a href=format!("/c/{id}") aria-current=move || is_current().then_some("page")>{shown}</a>
            <button type="button" class="quiet" aria-label=named(|w| w.rename) title=speech.say(|w| w.rename)
                on:click=pressed(move || renaming.set(Some((id, title.get_value()))))>{icon(Icon::Edit)}</button>
            <button type="button" class="quiet" aria-label=named(|w| w.delete) title=speech.say(|w| w.delete)
                on:click=pressed(move || deleting.set(Some((id, shown()))))>{icon(Icon::Delete)}</button>
        </li>
    }
}

/// A signal that is true as long as there is a subject; closing the dialog drops the subject.
fn open_while(subject: Subject) -> RwSignal<bool> {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        let wanted = subject.with(Option::is_some);
        if open.get_untracked() != wanted {
            open.set(wanted);
        }
    });
    Effect::new(move |before: Option<bool>| {
        let now = open.get();
        if before == Some(true) && !now {
            subject.set(None);
        }
        now
    });
    open
}

#[component]
fn RenameDialog(subject: Subject) -> impl IntoView {
    let desk = use_desk();
    let speech = use_speech();
    let open = open_while(subject);
    let field = NodeRef::<leptos::html::Input>::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some((id, _)) = subject.get_untracked() else { return };
        let title = field.get_untracked().map(|input| input.value()).unwrap_or_default().trim().to_owned();
        spawn_local(async move {
            desk.rename(id, title).await;
        });
        open.set(false);
    };
    view! {
        <Dialog open title=Signal::derive(move || speech.words().rename_title.to_owned())>
            <form class="form" on:submit=submit>
                <div class="field">
                    <label for="rename-title">{speech.say(|w| w.title)}</label>
                    <input
                        id="rename-title" node_ref=field maxlength=lks_domain::limits::TITLE_CHARS.to_string()
                        autofocus autocomplete="off"
                        prop:value=move || subject.get().map(|(_, title)| title).unwrap_or_default()
                    />
                </div>
                <div class="dialog-actions">
                    <button type="button" class="button" on:click=pressed(move || open.set(false))>{speech.say(|w| w.cancel)}</button>
                    <button type="submit" class="button button-primary">{speech.say(|w| w.save)}</button>
                </div>
            </form>
        </Dialog>
    }
}

#[component]
fn DeleteDialog(subject: Subject, gone: Callback<Option<Uuid>>) -> impl IntoView {
    let desk = use_desk();
    let speech = use_speech();
    let open = open_while(subject);
    let text = move || {
        let title = subject.get().map(|(_, title)| title).unwrap_or_default();
        speech.words().delete_text.replace("{name}", &title)
    };
    let confirmed = move |()| {
        let Some((id, _)) = subject.get_untracked() else { return };
        spawn_local(async move {
            if desk.history.delete(id).await {
                desk.forget(id);
                gone.run(Some(id));
            }
        });
    };
    view! {
        <Confirmation
            open
            title=Signal::derive(move || speech.words().delete_title.to_owned())
            text=Signal::derive(text)
            action=Signal::derive(move || speech.words().delete.to_owned())
            cancel=Signal::derive(move || speech.words().cancel.to_owned())
            confirmed
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lks_domain::timestamp::Timestamp;

    #[test]
    fn a_search_finds_titles_with_all_its_words_in_any_order_and_case() {
        let summary = Summary {
            id: Uuid::nil(),
            title: "My Weekend in Bali".into(),
            updated_at: Timestamp::from_millis(0),
        };
        for (search, found) in [("", true), ("bali week", true), ("  BALI ", true), ("bali tokyo", false)] {
            assert_eq!(matches(&summary, search), found, "{search}");
        }
    }
}
