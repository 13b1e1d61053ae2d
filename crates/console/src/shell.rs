//! The HTML document around the console, which only the server makes.

use leptos::prelude::*;
use leptos_meta::MetaTags;

use crate::Console;

/// The whole document for a request.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="robots" content="noindex"/>
                <meta name="description" content="Build, check, watch and remove Sofya's stack."/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href="/pkg/lks.css"/>
                <link rel="stylesheet" href="/pkg/lks-admin.css"/>
                <script src="/theme.js"></script>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body>
                <Console/>
            </body>
        </html>
    }
}
