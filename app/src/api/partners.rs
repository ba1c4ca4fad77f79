use domain::access::Action;
use domain::id::{PartnershipId, PersonId, WorkspaceId};
use domain::partnership::host_guest::Stage;
use domain::view::partnership::{PartnerKind, PartnersView, PartnershipView, PersonName, RemovalPlan};
use leptos::server;

use super::ApiError;

#[server(endpoint = "partners/list")]
pub async fn list_partners(
    search: Option<String>,
    kind: Option<PartnerKind>,
    stage: Option<Stage>,
    after: Option<String>,
) -> Result<PartnersView, ApiError> {
    super::ask(service::partners::list::List { search, kind, stage, after }).await
}

#[server(endpoint = "partners/show")]
pub async fn show_partnership(partnership: PartnershipId) -> Result<PartnershipView, ApiError> {
    super::ask(service::partners::show::Show { partnership }).await
}

#[server(endpoint = "partners/request")]
pub async fn request_partnership(
    workspace: WorkspaceId,
    guest_code: String,
    partner_email: String,
    #[server(default)] reason: String,
    #[server(default)] expires: String,
) -> Result<PartnershipId, ApiError> {
    let id = super::run(service::partners::request::Request { guest_code, partner_email, reason, expires }).await?;
    super::go(&format!("/w/{workspace}/partners/{id}/accounts"));
    Ok(id)
}

/// Leads back to the partnership, with no dialog open.
#[cfg(feature = "ssr")]
fn back(workspace: WorkspaceId, partnership: PartnershipId, tab: &str) {
    super::go(&format!("/w/{workspace}/partners/{partnership}/{tab}"));
}

#[server(endpoint = "partners/approve")]
pub async fn approve_partnership(workspace: WorkspaceId, partnership: PartnershipId) -> Result<(), ApiError> {
    super::run(service::partners::approve::Approve { partnership }).await?;
    back(workspace, partnership, "accounts");
    Ok(())
}

#[server(endpoint = "partners/decline-as-host")]
pub async fn decline_as_host(workspace: WorkspaceId, partnership: PartnershipId, #[server(default)] note: String) -> Result<(), ApiError> {
    super::run(service::partners::decline::DeclineAsHost { partnership, note }).await?;
    back(workspace, partnership, "accounts");
    Ok(())
}

#[server(endpoint = "partners/decline-as-guest")]
pub async fn decline_as_guest(workspace: WorkspaceId, partnership: PartnershipId, #[server(default)] note: String) -> Result<(), ApiError> {
    super::run(service::partners::decline::DeclineAsGuest { partnership, note }).await?;
    back(workspace, partnership, "accounts");
    Ok(())
}

#[server(endpoint = "partners/accept")]
pub async fn accept_partnership(
    workspace: WorkspaceId,
    partnership: PartnershipId,
    terms_version: i64,
    #[server(default)] consent: bool,
) -> Result<(), ApiError> {
    super::run(service::partners::accept::Accept { partnership, consent, terms_version }).await?;
    back(workspace, partnership, "accounts");
    Ok(())
}

#[server(endpoint = "partners/remind")]
pub async fn remind_partnership(workspace: WorkspaceId, partnership: PartnershipId) -> Result<(), ApiError> {
    super::run(service::partners::remind::Remind { partnership }).await?;
    back(workspace, partnership, "accounts");
    Ok(())
}

#[server(endpoint = "partners/withdraw")]
pub async fn withdraw_partnership(workspace: WorkspaceId, partnership: PartnershipId) -> Result<(), ApiError> {
    super::run(service::partners::withdraw::Withdraw { partnership }).await?;
    back(workspace, partnership, "accounts");
    Ok(())
}

#[server(endpoint = "partners/resend")]
pub async fn resend_partnership(workspace: WorkspaceId, partnership: PartnershipId) -> Result<(), ApiError> {
    super::run(service::partners::resend::Resend { partnership }).await?;
    back(workspace, partnership, "accounts");
    Ok(())
}

#[server(endpoint = "partners/suspend")]
pub async fn suspend_partnership(workspace: WorkspaceId, partnership: PartnershipId) -> Result<(), ApiError> {
    super::run(service::partners::suspend::Suspend { partnership }).await?;
    back(workspace, partnership, "accounts");
    Ok(())
}

#[server(endpoint = "partners/resume")]
pub async fn resume_partnership(workspace: WorkspaceId, partnership: PartnershipId) -> Result<(), ApiError> {
    super::run(service::partners::suspend::Resume { partnership }).await?;
    back(workspace, partnership, "accounts");
    Ok(())
}

#[server(endpoint = "partners/set-expiry")]
pub async fn set_partnership_expiry(
    workspace: WorkspaceId,
    partnership: PartnershipId,
    #[server(default)] until: String,
) -> Result<(), ApiError> {
    super::run(service::partners::expiry::SetExpiry { partnership, until }).await?;
    back(workspace, partnership, "details");
    Ok(())
}

#[server(endpoint = "partners/ask-extension")]
pub async fn ask_extension(workspace: WorkspaceId, partnership: PartnershipId, until: String) -> Result<(), ApiError> {
    super::run(service::partners::extend::AskExtension { partnership, until }).await?;
    back(workspace, partnership, "details");
    Ok(())
}

#[server(endpoint = "partners/extend")]
pub async fn extend_partnership(workspace: WorkspaceId, partnership: PartnershipId, until: String) -> Result<(), ApiError> {
    super::run(service::partners::extend::Extend { partnership, until }).await?;
    back(workspace, partnership, "details");
    Ok(())
}

#[server(endpoint = "partners/plan-removal")]
pub async fn plan_removal(partnership: PartnershipId) -> Result<RemovalPlan, ApiError> {
    super::ask(service::partners::remove::Plan { partnership }).await
}

#[server(endpoint = "partners/remove")]
pub async fn remove_partnership(workspace: WorkspaceId, partnership: PartnershipId, plan: String) -> Result<(), ApiError> {
    super::run(service::partners::remove::Remove { partnership, plan }).await?;
    back(workspace, partnership, "details");
    Ok(())
}

#[server(endpoint = "partners/candidates")]
pub async fn partnership_candidates(partnership: PartnershipId, action: Action, search: String) -> Result<Vec<PersonName>, ApiError> {
    super::ask(service::partners::candidates::Candidates { partnership, action, search }).await
}

#[server(endpoint = "partners/hand-over")]
pub async fn hand_over_partnership(
    workspace: WorkspaceId,
    partnership: PartnershipId,
    #[server(default)] person: Option<PersonId>,
) -> Result<(), ApiError> {
    super::run(service::partners::hand_over::HandOver { partnership, to: person }).await?;
    back(workspace, partnership, "details");
    Ok(())
}

#[server(endpoint = "partners/name-deputy")]
pub async fn name_deputy(
    workspace: WorkspaceId,
    partnership: PartnershipId,
    #[server(default)] person: Option<PersonId>,
) -> Result<(), ApiError> {
    super::run(service::partners::hand_over::NameDeputy { partnership, deputy: person }).await?;
    back(workspace, partnership, "details");
    Ok(())
}

#[server(endpoint = "partners/change-representative")]
pub async fn change_representative(
    workspace: WorkspaceId,
    partnership: PartnershipId,
    #[server(default)] person: Option<PersonId>,
) -> Result<(), ApiError> {
    super::run(service::partners::represent::ChangeRepresentative { partnership, to: person }).await?;
    back(workspace, partnership, "details");
    Ok(())
}
