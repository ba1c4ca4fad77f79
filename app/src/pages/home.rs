use leptos::prelude::*;
use leptos_router::components::Redirect;

use crate::api::auth;
use crate::state::loaded::loaded;

/// `/`: to the workspace of who is signed in, else to the sign-in page; to the sign-up page while nobody has a workspace here.
#[component]
pub fn Home() -> impl IntoView {
    let start = Resource::new_blocking(|| (), |()| auth::start());
    loaded(start, "Loading", |path| view! { <Redirect path=path.get_untracked() /> }.into_any())
}
