//! One sheet: the sum, the groups, and each requirement.

use leptos::prelude::*;
use lks_app::browser;
use lks_app::live::{live, pressed};
use lks_domain::console::sheet::{Check, CheckState, Sheet, SheetGroup};

use crate::part::act::Act;
use crate::part::export::Export;
use crate::part::glyph::{Glyph, glyph};
use crate::part::moment::moment;
use crate::words::{Words, fill, use_speech};

/// A sheet.
#[component]
pub fn TheSheet(sheet: Sheet, busy: RwSignal<bool>, run: Callback<Option<String>>) -> impl IntoView {
    let speech = use_speech();
    let only_bad = RwSignal::new(false);
    let summary = sheet.summary;
    let (got, of) = (summary.points.got, summary.points.of);
    let points =
        move || fill(speech.words().verify.points, &[("got", &got.to_string()), ("of", &of.to_string())]);
    let (at, by, account) = (summary.at, summary.by.clone(), summary.account.clone());
    let when = move || {
        let words = &speech.words().verify;
        let time = moment(at, speech.language());
        let made = fill(words.at, &[("time", &time), ("who", &by)]);
        format!("{made} · {}", fill(words.account, &[("id", &account)]))
    };
    let counts = [
        (CheckState::Pass, summary.passed),
        (CheckState::Fail, summary.failed),
        (CheckState::Unknown, summary.unknown),
    ];
    let count = move |(state, n): (CheckState, usize)| {
        view! { <li class=class(state)><span class="check-sign" aria-hidden="true">{sign(state)}</span>{live(move || format!("{n} {}", word(state, speech.words())))}</li> }
    };
    let simulated = summary.simulated.then(|| view! { <span class="badge">"Sandbox"</span> });
    let id = summary.id.clone();
    let export = |format: &'static str, kind: &'static str| {
        let path = format!("/verify/{id}/export?format={format}");
        let path = Signal::derive(move || format!("{path}&language={}", speech.language().code()));
        let label =
            Signal::derive(move || format!("{} {}", speech.words().verify.export, format.to_uppercase()));
        view! { <Export label path name=format!("verify-{id}.{format}") kind/> }
    };
    let groups =
        sheet.groups.into_iter().map(|group| view! { <Group group only_bad busy run/> }).collect_view();
    view! {
        <section class="sheet-card card" aria-labelledby="sheet-title">
            <div class="sheet-sum">
                <h2 id="sheet-title"><span class="sheet-points">{live(points)}</span></h2>
                <meter min="0" max=of.to_string() value=got.to_string() aria-labelledby="sheet-title"></meter>
                <ul class="check-counts">{counts.map(count).into_iter().collect_view()}</ul>
                <p class="hint"><b>{summary.stack.clone()}</b>" "{simulated}" · "{live(when)}</p>
            </div>
            <div class="actions-row no-print">
                <label class="tick"><input type="checkbox" on:change=move |event| only_bad.set(event_target_checked(&event))/><span>{speech.say(|w| w.verify.only_bad)}</span></label>
                {export("html", "text/html")}
                {export("json", "application/json")}
                <button type="button" class="button" on:click=pressed(browser::print)>{glyph(Glyph::Print)}<span>{speech.say(|w| w.verify.print)}</span></button>
            </div>
        </section>
        <div class="check-groups">{groups}</div>
    }
}

#[component]
fn Group(
    group: SheetGroup,
    only_bad: RwSignal<bool>,
    busy: RwSignal<bool>,
    run: Callback<Option<String>>,
) -> impl IntoView {
    let speech = use_speech();
    let (id, name) = (group.id.clone(), group.id.clone());
    let heading = format!("group-{}", group.id);
    let all_met = group.checks.iter().all(|check| check.state == CheckState::Pass);
    let checks = group.checks.into_iter().map(|check| view! { <Line check only_bad/> }).collect_view();
    view! {
        <section class="check-group card" aria-labelledby=heading.clone() hidden=move || only_bad.get() && all_met>
            <div class="check-group-head">
                <h3 id=heading.clone()>{live(move || title(&name, speech.words()))}</h3>
                <span class="check-group-points">{format!("{} / {}", group.points.got, group.points.of)}</span>
                <Act label=|w| w.verify.run_group class="button-quiet button-small no-print" busy press=move |()| run.run(Some(id.clone()))/>
            </div>
            <ul class="checks">{checks}</ul>
        </section>
    }
}

#[component]
fn Line(check: Check, only_bad: RwSignal<bool>) -> impl IntoView {
    let speech = use_speech();
    let state = check.state;
    let met = state == CheckState::Pass;
    let (requirement, remedy) = (check.requirement, check.remedy);
    let remedy = (!met).then(|| {
        view! {
            <dt>{speech.say(|w| w.verify.remedy)}</dt><dd>{live(speech.telling(remedy))}</dd>
        }
    });
    let mend = (state == CheckState::Fail).then(|| {
        view! {
            <p class="no-print"><a href="/admin/plan">{speech.say(|w| w.verify.mend)}</a></p>
        }
    });
    view! {
        <li hidden=move || only_bad.get() && met>
            <details class=format!("check {}", class(state)) open=!met>
                <summary>
                    <span class="check-sign" aria-hidden="true">{sign(state)}</span>
                    <span class="check-word">{live(move || word(state, speech.words()))}</span>
                    <span class="check-text">{live(speech.telling(requirement))}</span>
                    <code class="check-id">{check.id}</code>
                </summary>
                <dl class="check-facts">
                    <dt>{speech.say(|w| w.verify.evidence)}</dt><dd>{evidence(&check.evidence)}</dd>
                    {remedy}
                </dl>
                {mend}
            </details>
        </li>
    }
}

/// What was seen, thing by thing where it is of several.
fn evidence(seen: &str) -> AnyView {
    let speech = use_speech();
    let mut things = lks_bahasa::sentences(seen);
    if things.len() < 2 {
        return live(speech.telling(things.pop().unwrap_or_default())).into_any();
    }
    let things = things.into_iter().map(|thing| view! { <li>{live(speech.telling(thing))}</li> });
    view! { <ul class="evidence">{things.collect_view()}</ul> }.into_any()
}

const fn class(state: CheckState) -> &'static str {
    match state {
        CheckState::Pass => "check-pass",
        CheckState::Fail => "check-fail",
        CheckState::Unknown => "check-unknown",
    }
}

const fn sign(state: CheckState) -> &'static str {
    match state {
        CheckState::Pass => "✓",
        CheckState::Fail => "✕",
        CheckState::Unknown => "?",
    }
}

const fn word(state: CheckState, words: &Words) -> &'static str {
    match state {
        CheckState::Pass => words.verify.pass,
        CheckState::Fail => words.verify.fail,
        CheckState::Unknown => words.verify.unknown,
    }
}

/// Name of a group; one that this page does not know is called by its id.
pub fn title(group: &str, words: &Words) -> String {
    let words = &words.verify;
    let known = match group {
        "network" => words.network,
        "nat" => words.nat,
        "storage" => words.storage,
        "security" => words.security,
        "workers" => words.workers,
        "balancing" => words.balancing,
        "database" => words.database,
        "lambda" => words.lambda,
        "api" => words.api,
        "identity" => words.identity,
        "client" => words.client,
        "monitoring" => words.monitoring,
        "hygiene" => words.hygiene,
        other => other,
    };
    known.to_owned()
}
