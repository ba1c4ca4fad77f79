//! Data of a page: loading, there, refused or failed.

use domain::fault::Problem;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::api::Answer;
use crate::ui::{ErrorState, Forbidden, NotFound, Skeleton};

/// Shows `view` once the data is there and feeds it every later version through the signal, so that what a person has typed or opened
/// inside stays while the page follows live changes.
pub fn loaded<T, V>(resource: Resource<Answer<T>>, label: &'static str, view: V) -> AnyView
where
    T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
    V: Fn(Signal<T>) -> AnyView + Clone + Send + Sync + 'static,
{
    view! {
        <Transition fallback=move || view! { <Skeleton lines=6 label=label /> }>
            <Body resource=resource view=view.clone() />
        </Transition>
    }
    .into_any()
}

/// Inside the transition, so that reading the resource makes it wait.
#[component]
fn Body<T, V>(resource: Resource<Answer<T>>, view: V) -> impl IntoView
where
    T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
    V: Fn(Signal<T>) -> AnyView + Clone + Send + Sync + 'static,
{
    let is = |latest: &Option<Answer<T>>| latest.as_ref().map(|answer| answer.as_ref().map(|_| ()).map_err(|error| error.0.clone()));
    // In the browser memos keep what is inside from being built anew with every live change. On the server nothing changes, and a memo that was
    // first read while the data was still on its way would keep saying so.
    #[cfg(not(feature = "ssr"))]
    let (latest, state) = {
        let latest = Memo::new(move |_| resource.get());
        (latest, Memo::new(move |_| latest.with(is)))
    };
    #[cfg(feature = "ssr")]
    let (latest, state) = (Signal::derive(move || resource.get()), Signal::derive(move || is(&resource.get())));
    move || match state.get() {
        None => ().into_any(),
        Some(Err(problem)) => failed(&problem, Callback::new(move |()| resource.refetch())),
        Some(Ok(())) => match latest.get_untracked() {
            Some(Ok(first)) => {
                let now = Signal::derive(move || match latest.get() {
                    Some(Ok(value)) => value,
                    _ => first.clone(),
                });
                view(now)
            }
            _ => ().into_any(),
        },
    }
}

/// The designed states of data that is not there.
pub fn failed(problem: &Problem, retry: Callback<()>) -> AnyView {
    match problem {
        Problem::Denied(denial) => view! { <Forbidden text=denial.to_string() /> }.into_any(),
        Problem::NotFound => view! { <NotFound /> }.into_any(),
        problem => view! { <ErrorState text=problem.to_string() retry=retry /> }.into_any(),
    }
}
