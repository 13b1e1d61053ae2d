//! The jury's sheet: every requirement, how it stands, what was seen, and how to mend it.

mod history;
mod sheet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use lks_app::client::Api;
use lks_app::client::problem::Problem;
use lks_app::live::{live, live_if};
use lks_domain::console::sheet::{Sheet, SheetSummary};

use crate::client;
use crate::fetched::Fetched;
use crate::part::act::Act;
use crate::part::frame::{Frame, use_announcements};
use crate::part::notice::Trouble;
use crate::words::{Words, fill, use_speech};
use history::History;
use sheet::TheSheet;

/// The verify page.
#[component]
pub fn VerifyPage() -> impl IntoView {
    view! { <Frame title=|w| w.frame.verify about=|w| w.verify.about><Verifying/></Frame> }
}

/// The page's state, for its parts.
#[derive(Clone, Copy)]
struct Bench {
    api: Api,
    sheet: Fetched<Option<Sheet>>,
    history: Fetched<Vec<SheetSummary>>,
    busy: RwSignal<bool>,
    problem: RwSignal<Option<Problem>>,
}

impl Bench {
    fn load(self) {
        self.sheet.load(client::sheet::last(self.api));
        self.history.load(client::sheet::history(self.api));
    }

    fn open(self, id: String) {
        let api = self.api;
        self.sheet.load(async move { client::sheet::sheet(api, &id).await });
    }
}

#[component]
fn Verifying() -> impl IntoView {
    let speech = use_speech();
    let announcements = use_announcements();
    let bench = Bench {
        api: expect_context(),
        sheet: Fetched::new(),
        history: Fetched::new(),
        busy: RwSignal::new(false),
        problem: RwSignal::new(None),
    };
    Effect::new(move |_| bench.load());
    let run = Callback::new(move |group: Option<String>| {
        bench.busy.set(true);
        bench.problem.set(None);
        spawn_local(async move {
            let checked = client::sheet::verify(bench.api, group).await;
            bench.busy.try_set(false);
            match checked {
                Ok(sheet) => {
                    if let Some(sheet) = &sheet {
                        announcements.say(spoken(&sheet.summary, speech.words_now()));
                    }
                    bench.sheet.take(Ok(sheet));
                    bench.history.load(client::sheet::history(bench.api));
                }
                Err(refusal) => drop(bench.problem.try_set(Some(refusal))),
            }
        });
    });
    view! {
        <section class="actions-row no-print">
            <Act label=|w| w.verify.run busy=bench.busy press=move |()| run.run(None)/>
            <p class="hint" role="status">{live(move || if bench.busy.get() { speech.words().verify.running } else { "" })}</p>
        </section>
        <Trouble problem=bench.problem/>
        {live_if(move || bench.problem.get().map(|_| view! { <p><a class="button" href="/admin/account">{speech.say(|w| w.plan.to_account)}</a></p> }))}
        {bench.sheet.show(move || bench.load(), move |sheet| match sheet {
            Some(sheet) => view! { <TheSheet sheet busy=bench.busy run/> }.into_any(),
            None => view! { <Nothing/> }.into_any(),
        })}
        <History bench/>
    }
}

#[component]
fn Nothing() -> impl IntoView {
    let speech = use_speech();
    view! {
        <section class="card empty">
            <h2>{speech.say(|w| w.verify.none)}</h2>
            <p>{speech.say(|w| w.verify.none_text)}</p>
        </section>
    }
}

fn spoken(sheet: &SheetSummary, words: &Words) -> String {
    let count = |n: usize| n.to_string();
    let values = [count(sheet.passed), count(sheet.failed), count(sheet.unknown)];
    let [passed, failed, unknown] = &values;
    fill(words.verify.said, &[("passed", passed), ("failed", failed), ("unknown", unknown)])
}
