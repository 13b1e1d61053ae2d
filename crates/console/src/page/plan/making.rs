//! Making a plan, be it for building or for removing: the question, how it is getting on, and the answer.

use leptos::prelude::*;
use leptos::task::spawn_local;
use lks_app::client::Api;
use lks_app::client::problem::Problem;
use lks_app::live::{live, live_if};
use lks_domain::console::plan::PlanView;

use crate::client;
use crate::fetched::Fetched;
use crate::part::act::Act;
use crate::part::frame::{Announcements, use_announcements};
use crate::part::notice::Trouble;
use crate::words::{Speech, Words, fill, use_speech};

/// A plan that can be made anew.
#[derive(Clone, Copy)]
pub struct Making {
    /// The plan that was made last.
    pub plan: Fetched<Option<PlanView>>,
    removal: bool,
    busy: RwSignal<bool>,
    problem: RwSignal<Option<Problem>>,
    api: Api,
    speech: Speech,
    announcements: Announcements,
}

impl Making {
    /// For building, or for removing everything.
    pub fn new(removal: bool) -> Self {
        Self {
            plan: Fetched::new(),
            removal,
            busy: RwSignal::new(false),
            problem: RwSignal::new(None),
            api: expect_context(),
            speech: use_speech(),
            announcements: use_announcements(),
        }
    }

    /// Reads the plan that was made before, perhaps by somebody else. A removal shows no other.
    pub fn load(self) {
        self.plan.load(async move {
            let last = client::plan::last_plan(self.api).await?;
            Ok(last.filter(|plan| plan.removal || !self.removal))
        });
    }

    fn make(self) {
        self.busy.set(true);
        self.problem.set(None);
        spawn_local(async move {
            let made = client::plan::make_plan(self.api, self.removal).await;
            self.busy.try_set(false);
            match made {
                Ok(made) => {
                    let summary = made
                        .as_ref()
                        .map(|plan| untrack(|| self.speech.told(&plan.summary)))
                        .unwrap_or_default();
                    let said = self.speech.words_now().plan.made_said;
                    self.announcements.say(fill(said, &[("summary", &summary)]));
                    self.plan.take(Ok(made));
                }
                Err(refusal) => drop(self.problem.try_set(Some(refusal))),
            }
        });
    }
}

/// The button that makes the plan, with what it is doing.
#[component]
pub fn MakeButton(
    making: Making,
    label: fn(&Words) -> &'static str,
    /// What is said while it is being made.
    meanwhile: fn(&Words) -> &'static str,
    #[prop(default = "button-primary")] class: &'static str,
    #[prop(optional, into)] idle: Signal<bool>,
) -> impl IntoView {
    let speech = use_speech();
    let busy = making.busy;
    view! {
        <Act label class busy idle press=move |()| making.make()/>
        <p class="hint" role="status">{live(move || if busy.get() { meanwhile(speech.words()) } else { "" })}</p>
    }
}

/// Why no plan could be made, and where that is mended.
#[component]
pub fn NotMade(making: Making) -> impl IntoView {
    let speech = use_speech();
    view! {
        <Trouble problem=making.problem/>
        {live_if(move || making.problem.get().map(|_| view! {
            <p><a class="button" href="/admin/account">{speech.say(|w| w.plan.to_account)}</a></p>
        }))}
    }
}
