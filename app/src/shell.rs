//! The HTML document.

use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags};

use crate::app::App;
use crate::state::theme;

/// The document around the application.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let theme = theme::chosen();
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="preload" r#as="font" r#type="font/woff2" crossorigin="anonymous" href="/fonts/inter-latin-wght-normal-5.3.0.woff2" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <HashedStylesheet options=options.clone() id="leptos" />
                <HydrationScripts options=options.clone() />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}
