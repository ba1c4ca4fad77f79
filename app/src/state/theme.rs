//! The theme, from a cookie.

/// `system`, `light` or `dark`, as the request's cookie says.
#[cfg(feature = "ssr")]
pub fn chosen() -> &'static str {
    let cookies = leptos::prelude::use_context::<http::request::Parts>()
        .and_then(|parts| parts.headers.get(http::header::COOKIE).and_then(|value| value.to_str().ok()).map(str::to_owned))
        .unwrap_or_default();
    let theme = cookies.split(';').find_map(|pair| pair.trim().strip_prefix("theme="));
    match theme {
        Some("light") => "light",
        Some("dark") => "dark",
        _ => "system",
    }
}

/// The document says it already.
#[cfg(not(feature = "ssr"))]
pub fn chosen() -> &'static str {
    let root = leptos::prelude::document().document_element();
    match root.and_then(|root| root.get_attribute("data-theme")).as_deref() {
        Some("light") => "light",
        Some("dark") => "dark",
        _ => "system",
    }
}
