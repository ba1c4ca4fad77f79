//! What became of an action.

use domain::fault::Problem;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::api::ApiError;
use crate::browser;
use crate::ui::{Banner, BannerTone, ErrorSummary, Toasts};

/// What went wrong with an action the last time.
#[derive(Debug, Clone, Copy)]
pub struct Outcome(Signal<Option<Problem>>);

/// Says `done` when the action has succeeded, and gives what is wrong when it has not.
pub fn outcome<S>(action: ServerAction<S>, done: &'static str) -> Outcome
where
    S: ServerFn<Error = ApiError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    let toasts = expect_context::<Toasts>();
    let value = action.value();
    Effect::new(move |_| {
        if value.with(|value| matches!(value, Some(Ok(_)))) {
            toasts.push(done);
        }
    });
    Outcome::of(action)
}

impl Outcome {
    /// Gives what is wrong, for an action whose success shows by itself. The first marked field takes the focus.
    pub fn of<S>(action: ServerAction<S>) -> Self
    where
        S: ServerFn<Error = ApiError> + Clone + Send + Sync + 'static,
        S::Output: Clone + Send + Sync + 'static,
    {
        let value = action.value();
        let problem =
            Signal::derive(move || value.with(|value| value.as_ref().and_then(|value| value.as_ref().err()).map(|error| error.0.clone())));
        Effect::new(move |before: Option<()>| {
            let invalid = problem.with(|problem| matches!(problem, Some(Problem::Invalid(_))));
            // What was wrong when the page came is marked, but takes no focus from who already reads.
            if invalid && before.is_some() {
                request_animation_frame(browser::focus_invalid);
            }
        });
        Self(problem)
    }

    /// What is wrong with a field.
    pub fn at(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.0.with(|problem| problem.as_ref().and_then(|problem| problem.at(field))))
    }

    /// What is wrong as a whole, where no field says it: a banner for the top of the form.
    pub fn banner(self) -> AnyView {
        (move || {
            let problem = self.0.get().filter(|problem| !matches!(problem, Problem::Invalid(_)))?;
            Some(view! { <Banner tone=BannerTone::Danger text=problem.to_string() /> })
        })
        .into_any()
    }

    /// What is wrong in several of these fields, as links to them, for the top of a long form.
    pub fn summary(self, fields: &'static [&'static str]) -> AnyView {
        let errors = Signal::derive(move || {
            self.0.with(|problem| {
                let wrong = |field: &&str| problem.as_ref()?.at(field).map(|text| (format!("f-{field}"), text));
                let errors: Vec<_> = fields.iter().filter_map(wrong).collect();
                if errors.len() > 2 { errors } else { Vec::new() }
            })
        });
        view! { <ErrorSummary errors=errors /> }.into_any()
    }

    /// Whether it failed for this reason.
    pub fn is(self, test: fn(&Problem) -> bool) -> Signal<bool> {
        Signal::derive(move || self.0.with(|problem| problem.as_ref().is_some_and(test)))
    }
}
