//! The accounts: search, confirm, reset, lock, groups.

use std::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;
use lks_app::browser;
use lks_app::client::Api;
use lks_app::client::problem::Problem;
use lks_app::live::{live, live_if, pressed};
use lks_app::part::dialog::Confirmation;
use lks_domain::console::user::{Account, Delivery, UserPage};
use lks_domain::identity::{ADMIN_GROUP, VIEWER_GROUP};

use crate::access::use_access;
use crate::client;
use crate::fetched::Fetched;
use crate::part::act::Act;
use crate::part::moment::moment;
use crate::part::notice::{Trouble, good};
use crate::words::{Speech, fill, use_speech};

/// How long a pause in typing is before the server is asked.
const CALM_MS: u32 = 300;

/// What can be done with accounts, and how the last thing went.
#[derive(Clone, Copy)]
struct Desk {
    api: Api,
    speech: Speech,
    page: Fetched<UserPage>,
    busy: RwSignal<bool>,
    problem: RwSignal<Option<Problem>>,
    done: RwSignal<Option<String>>,
    asked: RwSignal<u32>,
    /// Whom to lock, once that is confirmed.
    locking: RwSignal<Option<Account>>,
}

impl Desk {
    /// Does something that answers with the account as it is then, and shows it so.
    fn change(self, work: impl Future<Output = Result<Account, Problem>> + 'static) {
        self.begin();
        let speech = self.speech;
        spawn_local(async move {
            let changed = work.await;
            self.busy.try_set(false);
            match changed {
                Ok(account) => {
                    self.done.try_set(Some(fill(speech.words_now().users.done, &[("name", &account.name)])));
                    self.page.value.try_update(|page| {
                        let users = page.iter_mut().flat_map(|page| page.users.iter_mut());
                        for known in users.filter(|known| known.id == account.id) {
                            known.clone_from(&account);
                        }
                    });
                }
                Err(refusal) => drop(self.problem.try_set(Some(refusal))),
            }
        });
    }

    fn reset(self, account: &Account) {
        self.begin();
        let (id, speech) = (account.id.clone(), self.speech);
        spawn_local(async move {
            let sent = client::user::reset(self.api, &id).await;
            self.busy.try_set(false);
            match sent {
                Ok(delivery) => {
                    let words = &speech.words_now().users;
                    let text = if delivery == Delivery::Mailed { words.mailed } else { words.held };
                    self.done.try_set(Some(text.to_owned()));
                    self.asked.try_update(|asked| *asked += 1);
                }
                Err(refusal) => drop(self.problem.try_set(Some(refusal))),
            }
        });
    }

    fn begin(self) {
        self.busy.set(true);
        self.problem.set(None);
        self.done.set(None);
    }
}

/// The section with the accounts.
#[component]
pub fn Accounts(asked: RwSignal<u32>) -> impl IntoView {
    let api: Api = expect_context();
    let speech = use_speech();
    let search = RwSignal::new(String::new());
    let desk = Desk {
        api,
        speech,
        page: Fetched::new(),
        busy: RwSignal::new(false),
        problem: RwSignal::new(None),
        done: RwSignal::new(None),
        asked,
        locking: RwSignal::new(None),
    };
    let load = move || {
        let wanted = search.get_untracked();
        desk.page.load(async move { client::user::users(api, &wanted, None).await });
    };
    Effect::new(move |_| {
        let wanted = search.get();
        spawn_local(async move {
            browser::sleep(CALM_MS).await;
            if search.try_get_untracked() == Some(wanted) {
                load();
            }
        });
    });
    let count = move || {
        let total = desk.page.value.with(|page| page.as_ref().map(|page| page.total));
        total.map(|total| fill(speech.words().users.found, &[("n", &total.to_string())]))
    };
    view! {
        <section aria-labelledby="accounts-title">
            <h2 id="accounts-title">{speech.say(|w| w.users.accounts)}</h2>
            <div class="actions-row">
                <div class="field field-inline field-grow">
                    <label for="user-search" class="visually-hidden">{speech.say(|w| w.users.search)}</label>
                    <input id="user-search" type="search" autocomplete="off" placeholder=speech.say(|w| w.users.search) on:input=move |event| search.set(event_target_value(&event))/>
                </div>
                <p class="hint" role="status">{live(count)}</p>
            </div>
            <Trouble problem=desk.problem/>
            <div role="status" class="notice-slot">{live_if(move || desk.done.get().map(good))}</div>
            {desk.page.show(load, move |page| view! { <Table page desk search/> })}
            <Locking desk/>
        </section>
    }
}

#[component]
fn Table(page: UserPage, desk: Desk, search: RwSignal<String>) -> impl IntoView {
    let speech = use_speech();
    let none = page.users.is_empty();
    let next = page.next;
    let rows = page.users.into_iter().map(|account| row(account, desk)).collect_view();
    let more = move |after: String| {
        let wanted = search.get_untracked();
        spawn_local(async move {
            match client::user::users(desk.api, &wanted, Some(&after)).await {
                Ok(further) => drop(desk.page.value.try_update(|page| {
                    if let Some(page) = page {
                        page.users.extend(further.users);
                        page.next = further.next;
                    }
                })),
                Err(refusal) => drop(desk.problem.try_set(Some(refusal))),
            }
        });
    };
    view! {
        <div class="table-frame" hidden=none tabindex="0" role="group" aria-label=speech.say(|w| w.users.accounts)>
            <table class="user-table">
                <thead><tr>
                    <th scope="col">{speech.say(|w| w.users.name)}</th>
                    <th scope="col">{speech.say(|w| w.users.state)}</th>
                    <th scope="col">{speech.say(|w| w.users.groups)}</th>
                    <th scope="col" class="number">{speech.say(|w| w.users.conversations)}</th>
                    <th scope="col">{speech.say(|w| w.users.active)}</th>
                    <th scope="col">{speech.say(|w| w.users.actions)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {live_if(move || none.then(|| view! { <p class="hint">{speech.say(|w| w.users.none)}</p> }))}
        {next.map(|after| view! {
            <p><button type="button" class="button" on:click=pressed(move || more(after.clone()))>{speech.say(|w| w.users.more)}</button></p>
        })}
    }
}

fn row(account: Account, desk: Desk) -> impl IntoView {
    let speech = use_speech();
    let (confirmed, enabled, active) = (account.confirmed, account.enabled, account.active_at);
    let state = move || {
        let words = &speech.words().users;
        match (enabled, confirmed) {
            (false, _) => ("run-state state-bad", words.locked),
            (_, false) => ("run-state state-held", words.unconfirmed),
            _ => ("run-state state-good", words.confirmed),
        }
    };
    let active = move || {
        active.map_or_else(|| speech.words().users.never.to_owned(), |at| moment(at, speech.language()))
    };
    let command = |verb: &'static str| {
        let id = account.id.clone();
        move |()| {
            let id = id.clone();
            desk.change(async move { client::user::command(desk.api, &id, verb).await });
        }
    };
    let confirm = (!confirmed).then(|| view! { <Act label=|w| w.users.confirm class="button-primary button-small" busy=desk.busy press=command("confirm")/> });
    let mine = account.clone();
    let reset = view! { <Act label=|w| w.users.reset class="button-small" busy=desk.busy press=move |()| desk.reset(&mine)/> };
    let whom = account.clone();
    let lock = if enabled {
        view! { <Act label=|w| w.users.disable class="button-small" busy=desk.busy press=move |()| desk.locking.set(Some(whom.clone()))/> }.into_any()
    } else {
        view! { <Act label=|w| w.users.enable class="button-small" busy=desk.busy press=command("enable")/> }
            .into_any()
    };
    let groups = account.groups.clone();
    view! {
        <tr>
            <th scope="row">{account.name.clone()}<span class="row-kind">{account.email.clone()}</span></th>
            <td><span class=move || state().0>{live(move || state().1)}</span></td>
            <td class="groups">{group(&account, &groups, ADMIN_GROUP, desk)}{group(&account, &groups, VIEWER_GROUP, desk)}</td>
            <td class="number">{account.conversations}</td>
            <td>{live(active)}</td>
            <td><div class="row-actions">{confirm}{reset}{lock}</div></td>
        </tr>
    }
}

/// A box that puts an account into a group or takes it out.
fn group(account: &Account, groups: &[String], group: &'static str, desk: Desk) -> impl IntoView + use<> {
    let speech = use_speech();
    let access = use_access();
    let (id, known) = (account.id.clone(), groups.to_vec());
    let inside = known.iter().any(|name| name == group);
    let label = move || {
        let words = &speech.words().users;
        if group == ADMIN_GROUP { words.make_admin } else { words.make_viewer }
    };
    let choose = move |event| {
        let mut groups: Vec<String> = known.iter().filter(|name| *name != group).cloned().collect();
        if event_target_checked(&event) {
            groups.push(group.to_owned());
        }
        let id = id.clone();
        desk.change(async move { client::user::set_groups(desk.api, &id, groups).await });
    };
    view! { <label class="tick"><input type="checkbox" prop:checked=inside disabled=move || !access.may_act() || desk.busy.get() on:change=choose/><span>{live(label)}</span></label> }
}

/// Asks before somebody is locked out.
#[component]
fn Locking(desk: Desk) -> impl IntoView {
    let speech = use_speech();
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if desk.locking.with(Option::is_some) {
            open.set(true);
        }
    });
    let name =
        move || desk.locking.with(|whom| whom.as_ref().map(|whom| whom.name.clone()).unwrap_or_default());
    let confirmed = move |()| {
        if let Some(account) = desk.locking.get_untracked() {
            desk.change(async move { client::user::command(desk.api, &account.id, "disable").await });
        }
    };
    view! {
        <Confirmation
            open
            title=Signal::derive(move || fill(speech.words().users.disable_title, &[("name", &name())]))
            text=Signal::derive(move || speech.words().users.disable_text.to_owned())
            action=Signal::derive(move || speech.words().users.disable.to_owned())
            cancel=Signal::derive(move || speech.words().frame.cancel.to_owned())
            confirmed
        />
    }
}
