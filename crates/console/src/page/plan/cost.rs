//! What a plan costs, before anything is created.

use leptos::prelude::*;
use lks_app::live::live;
use lks_domain::console::plan::PlanView;

use crate::figure;
use crate::words::{fill, use_speech};

/// Per hour, day and month, and what makes it so.
#[component]
pub fn CostCard(plan: PlanView) -> impl IntoView {
    let speech = use_speech();
    let PlanView { cost, change_hourly_usd: change, .. } = plan;
    let difference = move || {
        let words = &speech.words().plan;
        let text = match change {
            c if c > 0.000_05 => words.difference,
            c if c < -0.000_05 => words.saving,
            _ => words.same_cost,
        };
        fill(text, &[("usd", &speech.usd(change.abs()))])
    };
    let line = move |line: lks_domain::console::cost::CostLine| {
        view! { <tr><th scope="row">{figure::kind(&line.kind)}</th><td class="number">{line.count}</td><td class="number">{live(move || speech.usd(line.hourly_usd))}</td></tr> }
    };
    let lines = cost.lines.into_iter().map(line).collect_view();
    let by_use = cost.by_use.into_iter().map(
        move |price| view! { <tr><th scope="row">{live(speech.telling(price.unit))}</th><td class="number">{live(move || speech.usd(price.usd))}</td></tr> },
    );
    let by_use = by_use.collect_view();
    let (hourly, daily, monthly) = (cost.hourly_usd, cost.daily_usd, cost.monthly_usd);
    let (when, source) = (cost.collected, cost.source);
    let prices = move || fill(speech.words().plan.prices, &[("when", &when), ("source", &source)]);
    view! {
        <section class="card cost" aria-labelledby="cost-title">
            <h3 id="cost-title">{speech.say(|w| w.plan.cost)}" – "{speech.say(|w| w.plan.once_applied)}</h3>
            <dl class="prices">
                <div><dt>{speech.say(|w| w.plan.per_hour)}</dt><dd>{live(move || speech.usd(hourly))}</dd></div>
                <div><dt>{speech.say(|w| w.plan.per_day)}</dt><dd>{live(move || speech.usd(daily))}</dd></div>
                <div><dt>{speech.say(|w| w.plan.per_month)}</dt><dd>{live(move || speech.usd(monthly))}</dd></div>
            </dl>
            <p>{live(difference)}</p>
            <details>
                <summary>{speech.say(|w| w.plan.dearest)}</summary>
                <table><tbody>{lines}</tbody></table>
                <h4>{speech.say(|w| w.plan.by_use)}</h4>
                <table><tbody>{by_use}</tbody></table>
                <p class="hint">{live(prices)}</p>
            </details>
        </section>
    }
}
