//! The HTML document around the application, which only the server makes.

use leptos::prelude::*;
use leptos_meta::MetaTags;

use crate::App;

/// The whole document for a request, with the page in it.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    document(options, || view! { <body><App/></body> })
}

/// The document without a page in it, the same for every address: where no server renders pages, the
/// browser does. `data-mount` tells it so.
pub fn empty_shell(options: LeptosOptions) -> impl IntoView {
    document(options, || {
        view! {
            <body data-mount="">
                <noscript>"Sofya needs JavaScript."</noscript>
            </body>
        }
    })
}

fn document<V: IntoView>(options: LeptosOptions, body: impl FnOnce() -> V) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta
                    name="viewport"
                    content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
                />
                <meta name="color-scheme" content="light dark"/>
                <meta name="description" content="Practise English with Sofya: talk, and see what to mend in every message."/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href="/pkg/lks.css"/>
                <script src="/theme.js"></script>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            {body()}
        </html>
    }
}
