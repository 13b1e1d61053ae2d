//! Earlier sheets.

use leptos::prelude::*;
use lks_app::live::{live, live_if, pressed};
use lks_domain::console::sheet::SheetSummary;

use super::Bench;
use crate::part::moment::moment;
use crate::words::{fill, use_speech};

/// The list of earlier sheets.
#[component]
pub fn History(bench: Bench) -> impl IntoView {
    let speech = use_speech();
    let row = move |sheet: SheetSummary| {
        let (at, id, group) = (sheet.at, sheet.id.clone(), sheet.group.clone());
        let group =
            move || group.as_ref().map(|group| fill(speech.words().verify.group_only, &[("group", group)]));
        let what = format!("{} / {}", sheet.points.got, sheet.points.of);
        let figures = format!("{} ✓  {} ✕  {} ?", sheet.passed, sheet.failed, sheet.unknown);
        view! {
            <tr>
                <th scope="row">{live(move || moment(at, speech.language()))}<span class="row-kind">{sheet.by}" "{live_if(group)}</span></th>
                <td class="number">{what}</td>
                <td class="number">{figures}</td>
                <td><button type="button" class="button button-small" on:click=pressed(move || bench.open(id.clone()))>{speech.say(|w| w.verify.open)}</button></td>
            </tr>
        }
    };
    view! {
        {live_if(move || bench.history.value.get().filter(|sheets| sheets.len() > 1).map(|sheets| view! {
            <section class="no-print" aria-labelledby="history-title">
                <h2 id="history-title" class="section-title">{speech.say(|w| w.verify.history)}</h2>
                <div class="table-frame"><table><tbody>{sheets.into_iter().map(row).collect_view()}</tbody></table></div>
            </section>
        }))}
    }
}
