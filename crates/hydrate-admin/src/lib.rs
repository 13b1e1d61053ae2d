//! The admins' entry point: takes over the console's page that the server has rendered.

/// Called by the page once the wasm module is there.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(lks_console::Console);
}
