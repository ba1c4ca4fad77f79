//! Suspending, resuming and removing people, with what it does in real numbers (WS-15, GO-05).

use domain::fault::{Conflict, Problem};
use domain::id::PersonId;
use domain::text::counted;
use domain::view::people::{PeoplePlan, PlannedPerson};
use leptos::form::ActionForm;
use leptos::prelude::*;

use crate::api::people::{Ending, RemovePeople, ResumePeople, SuspendPeople, plan_ending};
use crate::state::act::outcome;
use crate::state::me::use_workspace;
use crate::ui::url::use_dialog_item;
use crate::ui::{Button, ConfirmDialog, ConfirmFooter, Dialog, DialogCancel, DialogFooter, ErrorState, Skeleton, Tone};

/// How many people a dialog names one by one.
const NAMED: usize = 10;

/// The three dialogs, about the people in the address. `from_list` leads back to the list.
#[component]
pub fn Dialogs(#[prop(optional)] from_list: bool) -> impl IntoView {
    view! {
        <SuspendDialog from_list=from_list />
        <ResumeDialog />
        <RemoveDialog from_list=from_list />
    }
    .into_any()
}

/// The people that the open dialog is about.
fn use_people() -> Memo<Vec<PersonId>> {
    let item = use_dialog_item();
    Memo::new(move |_| item.read().as_deref().unwrap_or_default().split(',').filter_map(|id| id.parse().ok()).collect())
}

/// The fields that say whom it is about.
#[component]
fn Whom(people: Memo<Vec<PersonId>>) -> impl IntoView {
    let workspace = use_workspace();
    let fields = move || {
        let people = people.get().into_iter().enumerate();
        people.map(|(place, id)| view! { <input type="hidden" name=format!("people[{place}]") value=id.to_string() /> }).collect_view()
    };
    view! {
        <input type="hidden" name="workspace" value=move || workspace.get().map(|id| id.to_string()).unwrap_or_default() />
        {fields}
    }
    .into_any()
}

/// Loads the plan while the dialog is open, and again when it has drifted.
#[component]
fn Planned<V>(what: Ending, people: Memo<Vec<PersonId>>, drifted: Signal<bool>, view: V) -> impl IntoView
where
    V: Fn(PeoplePlan) -> AnyView + Copy + Send + Sync + 'static,
{
    let plan = Resource::new(move || (people.get(), drifted.get()), move |(people, _)| plan_ending(what, people));
    view! {
        <Transition fallback=|| view! { <Skeleton lines=3 label="Loading consequences" /> }>
            {move || Suspend::new(async move {
                match plan.await {
                    Err(error) => view! { <ErrorState text=error.to_string() retry=Callback::new(move |()| plan.refetch()) /> }.into_any(),
                    Ok(plan) => view(plan),
                }
            })}
        </Transition>
    }
    .into_any()
}

/// What follows for one person, in words.
fn consequences(person: &PlannedPerson) -> String {
    let mut parts = vec![match person.sessions {
        0 => "not signed in anywhere".to_owned(),
        n => format!("{} ended", counted(n, "session", "sessions")),
    }];
    parts.extend(person.successions.iter().map(|(partnership, heir)| format!("the partnership with {partnership} passes to {heir}")));
    parts.extend(person.represented.iter().map(|partner| format!("{partner} loses its representative here until a new one is named")));
    format!("{}: {}.", person.name, parts.join("; "))
}

#[component]
fn Consequences(plan: PeoplePlan) -> impl IntoView {
    let rest = plan.people.len().saturating_sub(NAMED) as u64;
    view! {
        <ul class="plain-list">
            {plan.people.iter().take(NAMED).map(|person| view! { <li>{consequences(person)}</li> }).collect_view()}
            {(rest > 0).then(|| view! { <li>{format!("And {} more.", counted(rest, "person", "people"))}</li> })}
        </ul>
    }
}

fn has_drifted(problem: &Problem) -> bool {
    matches!(problem, Problem::Conflict(Conflict::PlanDrifted))
}

macro_rules! ending {
    ($component:ident, $function:ident, $what:expr, $name:literal, $title:literal, $text:literal, $button:literal, $done:literal) => {
        #[component]
        fn $component(from_list: bool) -> impl IntoView {
            let people = use_people();
            let action = ServerAction::<$function>::new();
            let outcome = outcome(action, $done);
            let drifted = outcome.is(has_drifted);
            view! {
                <ConfirmDialog name=$name title=$title description=$text.to_owned()>
                    <Planned
                        what=$what
                        people=people
                        drifted=drifted
                        view=move |plan: PeoplePlan| {
                            let hash = plan.hash.clone();
                            view! {
                                <Consequences plan=plan />
                                {outcome.banner()}
                                <ActionForm action=action>
                                    <Whom people=people />
                                    <input type="hidden" name="plan" value=hash />
                                    {from_list.then(|| view! { <input type="hidden" name="from_list" value="true" /> })}
                                    <ConfirmFooter label=$button busy=action.pending() />
                                </ActionForm>
                            }
                                .into_any()
                        }
                    />
                </ConfirmDialog>
            }
        }
    };
}

ending!(
    SuspendDialog,
    SuspendPeople,
    Ending::Suspend,
    "suspend",
    "Suspend from the workspace?",
    "They are signed out at once and reach nothing until someone resumes them. What they were given stays, so that resuming restores it.",
    "Suspend",
    "Suspended."
);
ending!(
    RemoveDialog,
    RemovePeople,
    Ending::Remove,
    "remove",
    "Remove from the workspace?",
    "They are signed out at once and lose everything they could reach here. This cannot be undone; they can be invited again.",
    "Remove",
    "Removed."
);

#[component]
fn ResumeDialog() -> impl IntoView {
    let people = use_people();
    let action = ServerAction::<ResumePeople>::new();
    let outcome = outcome(action, "Resumed.");
    view! {
        <Dialog name="resume" title="Resume access?" description="They can sign in again, and everything they had works again at once.".to_owned()>
            {outcome.banner()}
            <ActionForm action=action>
                <Whom people=people />
                <DialogFooter>
                    <DialogCancel />
                    <Button label="Resume" tone=Tone::Primary submit=true busy=action.pending() />
                </DialogFooter>
            </ActionForm>
        </Dialog>
    }
}
