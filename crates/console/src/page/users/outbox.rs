//! Codes that wait to be passed on.

use leptos::prelude::*;
use lks_app::client::Api;
use lks_app::live::{live, live_if};
use lks_domain::console::user::OutboxMail;

use crate::client;
use crate::fetched::Fetched;
use crate::part::moment::moment;
use crate::words::use_speech;

/// The outbox; looked at again whenever a code was asked for.
#[component]
pub fn Outbox(asked: RwSignal<u32>) -> impl IntoView {
    let api: Api = expect_context();
    let speech = use_speech();
    let mails = Fetched::<Vec<OutboxMail>>::new();
    let load = move || mails.load(client::user::outbox(api));
    Effect::new(move |_| {
        asked.track();
        load();
    });
    let row = move |mail: OutboxMail| {
        let until = mail.expires_at;
        view! {
            <tr>
                <th scope="row">{mail.recipient}<span class="row-kind">{mail.purpose}</span></th>
                <td><code class="code-big">{mail.code}</code></td>
                <td>{mail.state}<span class="row-kind">{mail.last_error}</span></td>
                <td>{live(move || moment(until, speech.language()))}</td>
            </tr>
        }
    };
    view! {
        <section aria-labelledby="outbox-title">
            <h2 id="outbox-title">{speech.say(|w| w.users.outbox)}</h2>
            <p class="hint">{speech.say(|w| w.users.outbox_text)}</p>
            {mails.show(load, move |mails| {
                let none = mails.is_empty();
                let rows = mails.into_iter().map(row).collect_view();
                view! {
                    {live_if(move || none.then(|| view! { <p class="hint">{speech.say(|w| w.users.outbox_none)}</p> }))}
                    <div class="table-frame" hidden=none tabindex="0" role="group" aria-label=speech.say(|w| w.users.outbox)>
                        <table><thead><tr>
                            <th scope="col">{speech.say(|w| w.users.purpose)}</th>
                            <th scope="col">{speech.say(|w| w.users.code)}</th>
                            <th scope="col">{speech.say(|w| w.users.state)}</th>
                            <th scope="col">{speech.say(|w| w.users.until)}</th>
                        </tr></thead><tbody>{rows}</tbody></table>
                    </div>
                }
            })}
        </section>
    }
}
