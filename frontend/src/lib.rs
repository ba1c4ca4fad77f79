//! The WASM entry point.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the script that the page loads.
#[wasm_bindgen]
pub fn hydrate() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    app::hydrate();
}
