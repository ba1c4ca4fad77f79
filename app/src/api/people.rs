use domain::id::{InvitationId, PersonId, WorkspaceId};
use domain::people::Role;
use domain::view::people::{PeopleFilter, PeoplePlan, PeopleView, PersonView};
use leptos::server;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::ApiError;

#[server(endpoint = "people/list", input = Json)]
pub async fn list_people(filter: PeopleFilter) -> Result<PeopleView, ApiError> {
    super::ask(service::people::list::List { filter }).await
}

#[server(endpoint = "people/show")]
pub async fn show_person(person: PersonId) -> Result<PersonView, ApiError> {
    super::ask(service::people::show::Show { person }).await
}

#[cfg(feature = "ssr")]
fn to_list(workspace: WorkspaceId) {
    super::go(&format!("/w/{workspace}/people"));
}

#[cfg(feature = "ssr")]
fn to_person(workspace: WorkspaceId, person: PersonId) {
    super::go(&format!("/w/{workspace}/people/{person}"));
}

#[server(endpoint = "people/invite")]
pub async fn invite(workspace: WorkspaceId, email: String, role: Role) -> Result<(), ApiError> {
    super::run(service::people::invite::Invite { email, role }).await?;
    to_list(workspace);
    Ok(())
}

#[server(endpoint = "people/resend-invitation")]
pub async fn resend_invitation(invitation: InvitationId) -> Result<(), ApiError> {
    super::run(service::people::invite::Resend { invitation }).await
}

#[server(endpoint = "people/cancel-invitation")]
pub async fn cancel_invitation(workspace: WorkspaceId, invitation: InvitationId) -> Result<(), ApiError> {
    super::run(service::people::invite::Cancel { invitation }).await?;
    to_list(workspace);
    Ok(())
}

#[server(endpoint = "people/change-role")]
pub async fn change_role(workspace: WorkspaceId, person: PersonId, role: Role) -> Result<(), ApiError> {
    super::run(service::people::role::ChangeRole { person, role }).await?;
    to_person(workspace, person);
    Ok(())
}

#[server(endpoint = "people/transfer-ownership")]
pub async fn transfer_ownership(workspace: WorkspaceId, person: PersonId) -> Result<(), ApiError> {
    super::run(service::people::transfer::TransferOwnership { person }).await?;
    to_person(workspace, person);
    Ok(())
}

/// What a plan is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ending {
    Suspend,
    Remove,
}

#[server(endpoint = "people/plan", input = Json)]
pub async fn plan_ending(what: Ending, people: Vec<PersonId>) -> Result<PeoplePlan, ApiError> {
    use service::people::plan::{Plan, What};
    let what = match what {
        Ending::Suspend => What::Suspend,
        Ending::Remove => What::Remove,
    };
    super::ask(Plan { what, people }).await
}

/// Back to where one came from: to the page of a single person, to the list after several.
#[cfg(feature = "ssr")]
fn after_many(workspace: WorkspaceId, people: &[PersonId], from_list: bool) {
    match people {
        [one] if !from_list => to_person(workspace, *one),
        _ => to_list(workspace),
    }
}

#[server(endpoint = "people/suspend")]
pub async fn suspend_people(
    workspace: WorkspaceId,
    people: Vec<PersonId>,
    plan: String,
    #[server(default)] from_list: bool,
) -> Result<(), ApiError> {
    super::run(service::people::end::Suspend { people: people.clone(), plan }).await?;
    after_many(workspace, &people, from_list);
    Ok(())
}

#[server(endpoint = "people/remove")]
pub async fn remove_people(
    workspace: WorkspaceId,
    people: Vec<PersonId>,
    plan: String,
    #[server(default)] from_list: bool,
) -> Result<(), ApiError> {
    super::run(service::people::end::Remove { people: people.clone(), plan }).await?;
    after_many(workspace, &people, from_list);
    Ok(())
}

#[server(endpoint = "people/resume")]
pub async fn resume_people(workspace: WorkspaceId, people: Vec<PersonId>) -> Result<(), ApiError> {
    super::run(service::people::end::Resume { people: people.clone() }).await?;
    after_many(workspace, &people, false);
    Ok(())
}
