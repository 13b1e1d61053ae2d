//! The browser's entry point: takes over the page that the server has rendered, or makes the page where
//! no server renders any.

/// Called by the page once the wasm module is there.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    // Set by the empty document of the static client (`lks client`).
    let empty = leptos::prelude::document().body().is_some_and(|body| body.has_attribute("data-mount"));
    if empty {
        leptos::mount::mount_to_body(lks_app::App);
    } else {
        leptos::mount::hydrate_body(lks_app::App);
    }
}
