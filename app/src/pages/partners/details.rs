//! One partner: header, what waits for a decision, tabs.

use domain::access::Action;
use domain::partnership::Side;
use domain::partnership::host_guest::Stage;
use domain::view::partnership::{PartnershipView, done};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::{dialogs, overview, status};
use crate::api::ApiError;
use crate::api::partners::show_partnership;
use crate::browser;
use crate::state::live::Live;
use crate::state::loaded::loaded;
use crate::state::me::use_workspace;
use crate::ui::url::use_dialog_href;
use crate::ui::{
    Avatar, DialogLink, EmptyState, Fact, Facts, Icon, LinkButton, Menu, MenuLink, MenuSeparator, StatusPill, Tab, Tabs, Time, Timeline,
    TimelineEvent, Tone, When,
};

#[component]
pub fn Details() -> impl IntoView {
    let params = use_params_map();
    let live = expect_context::<Live>();
    let id = Memo::new(move |_| params.read().get("partnership").and_then(|text| text.parse().ok()));
    let partnership = Resource::new(
        move || (live.partnership.get(), id.get()),
        |(_, id)| async move {
            match id {
                Some(id) => show_partnership(id).await,
                None => Err(ApiError(domain::fault::Problem::NotFound)),
            }
        },
    );
    loaded(partnership, "Loading partner", |view| view! { <Partner view=view /> }.into_any())
}

/// The paths of one partnership's tabs.
pub(super) fn tab_path(workspace: &str, view: &PartnershipView, tab: &str) -> String {
    format!("/w/{workspace}/partners/{}/{tab}", view.id)
}

#[component]
fn Partner(view: Signal<PartnershipView>) -> impl IntoView {
    let params = use_params_map();
    let workspace = use_workspace();
    let workspace = Signal::derive(move || workspace.get().map(|id| id.to_string()).unwrap_or_default());
    let tab = Memo::new(move |_| params.read().get("tab").unwrap_or_default());
    let id = Memo::new(move |_| view.with(|view| view.id));
    let tabs = Signal::derive(move || {
        let (workspace, view) = (workspace.get(), view.get());
        [("accounts", "Accounts"), ("collections", "Collections"), ("members", "Members"), ("activity", "Activity"), ("details", "Details")]
            .map(|(path, label)| Tab::new(tab_path(&workspace, &view, path), label))
            .to_vec()
    });
    let name = Signal::derive(move || view.with(|view| view.tile.name.clone()));
    // With the state go the buttons that fitted it, also the one that was just used.
    let stage = Memo::new(move |_| view.with(|view| view.stage));
    Effect::new(move |before: Option<Stage>| {
        let now = stage.get();
        if before.is_some_and(|before| before != now) {
            request_animation_frame(|| browser::focus_if_lost("partner-name"));
        }
        now
    });
    view! {
        <Title text=move || name.get() />
        <div class="stack">
            <a class="link back-link" href=move || format!("/w/{}/partners", workspace.get())>
                <Icon glyph=icondata_lu::LuArrowLeft />
                " All partners"
            </a>
            <Header view=view />
            <overview::Waiting view=view />
            <Tabs label="Partner" tabs=tabs />
            {move || match tab.get().as_str() {
                "accounts" => view! { <overview::Accounts view=view /> }.into_any(),
                "collections" => {
                    view! {
                        <EmptyState
                            glyph=icondata_lu::LuFolder
                            title="No collections shared yet"
                            text="Collections shared through this partnership will stand here. Sharing collections is not part of this version yet."
                        />
                    }
                        .into_any()
                }
                "members" => {
                    view! {
                        <EmptyState
                            glyph=icondata_lu::LuUsers
                            title="Nobody has access yet"
                            text="People who reach something through this partnership will stand here."
                        />
                    }
                        .into_any()
                }
                "activity" => view! { <crate::pages::activity::OfPartnership partnership=id /> }.into_any(),
                _ => view! { <Facets view=view /> }.into_any(),
            }}
        </div>
        <dialogs::Dialogs view=view />
    }
    .into_any()
}

#[component]
fn Header(view: Signal<PartnershipView>) -> impl IntoView {
    let why_no_share = Signal::derive(move || view.with(|view| view.can.why_not(Action::ShareAccounts)));
    let offers_share = move || view.with(|view| view.can.offers(Action::ShareAccounts));
    let share_reason =
        Signal::derive(move || Some(why_no_share.get().unwrap_or_else(|| "Sharing accounts is not part of this version yet.".to_owned())));
    view! {
        <header class="partner-head">
            {move || {
                let view = view.get();
                let direction = match view.side {
                    Side::Host => "You share with them",
                    Side::Guest => "They share with you",
                };
                view! {
                    <Avatar name=view.tile.name.clone() id=view.id.to_string() square=true />
                    <div class="partner-head-text">
                        <h2 id="partner-name" tabindex="-1">{view.tile.name}</h2>
                        <p class="muted">
                            {view.kind.label()} " \u{00B7} " {direction} " \u{00B7} since "
                            <Time ms=view.active_since.unwrap_or(view.requested_at).millis() when=When::Date />
                        </p>
                    </div>
                    <StatusPill tone=status::tone(view.stage) label=view.stage.label() />
                }
            }}
            <div class="cluster partner-head-actions">
                <Show when=offers_share>
                    <LinkButton href="#" label="Share accounts" icon=icondata_lu::LuShare2 disabled_reason=share_reason id="share-accounts" />
                </Show>
                <More view=view />
            </div>
        </header>
    }
    .into_any()
}

/// "More actions": what the viewer may do, the destructive last.
#[component]
fn More(view: Signal<PartnershipView>) -> impl IntoView {
    let items = [
        (Action::SuspendPartnership, "suspend", icondata_lu::LuPause),
        (Action::ResumePartnership, "resume", icondata_lu::LuPlay),
        (Action::SetPartnershipExpiry, "expiry", icondata_lu::LuCalendar),
        (Action::AskExtension, "ask-extension", icondata_lu::LuCalendarPlus),
        (Action::ExtendPartnership, "extend", icondata_lu::LuCalendarPlus),
        (Action::HandOverPartnership, "hand-over", icondata_lu::LuUserCheck),
        (Action::NameDeputy, "deputy", icondata_lu::LuUserPlus),
        (Action::ChangeRepresentative, "representative", icondata_lu::LuUserCog),
        (Action::WithdrawPartnership, "withdraw", icondata_lu::LuUndo2),
    ]
    .map(|(action, dialog, glyph)| (action, use_dialog_href(dialog), glyph));
    let remove = use_dialog_href("remove");
    let label = Signal::derive(move || view.with(|view| format!("More actions for {}", view.tile.name)));
    let any = move || view.with(|view| items.iter().any(|(action, ..)| view.can.may(*action)) || view.can.may(Action::RemovePartnership));
    move || {
        any().then(|| {
            let may = view.with(|view| items.map(|(action, ..)| view.can.may(action)));
            let removes = view.with(|view| view.can.may(Action::RemovePartnership));
            let links = items
                .iter()
                .zip(may)
                .filter(|(_, may)| *may)
                .map(|((action, href, glyph), _)| view! { <MenuLink href=*href label=action.label() icon=*glyph stay=true /> })
                .collect_view();
            view! {
                <Menu id="partner-more" label=label>
                    {links}
                    {removes
                        .then(|| {
                            view! {
                                <MenuSeparator />
                                <MenuLink href=remove label="Remove partner" icon=icondata_lu::LuTrash2 danger=true stay=true />
                            }
                        })}
                </Menu>
            }
        })
    }
}

/// The Details tab: facts, evidence, history.
#[component]
fn Facets(view: Signal<PartnershipView>) -> impl IntoView {
    let offers_representative = move || view.with(|view| view.can.may(Action::ChangeRepresentative));
    let facts = move || {
        let view = view.get();
        let host = view.side == Side::Host;
        let person = |name: &str, email: &str| if email.is_empty() { name.to_owned() } else { format!("{name} ({email})") };
        view! {
            <Facts>
                <Fact term="State">{view.stage.label()}</Fact>
                <Fact term="Partnership Owner">{person(&view.owner.name, &view.owner.email)}</Fact>
                {host
                    .then(|| {
                        let deputy = view.deputy.as_ref().map_or_else(|| "Nobody".to_owned(), |deputy| person(&deputy.name, &deputy.email));
                        view! { <Fact term="Deputy">{deputy}</Fact> }
                    })}
                <Fact term="Representative">
                    {view.representative.as_ref().map_or_else(|| "Known once the partner has accepted".to_owned(), |r| person(&r.name, &r.email))}
                </Fact>
                <Fact term="Requested"><Time ms=view.requested_at.millis() when=When::Exact /></Fact>
                <Fact term="Ends">
                    {match view.expires_at {
                        Some(at) => view! { <Time ms=at.millis() when=When::Exact /> }.into_any(),
                        None => "No end date".into_any(),
                    }}
                </Fact>
                {view
                    .request
                    .clone()
                    .map(|request| {
                        view! {
                            <Fact term="Partner's workspace ID">
                                {request.guest_code.unwrap_or_else(|| "None given: the partner is asked to create a workspace".to_owned())}
                            </Fact>
                            <Fact term="Partner's email address">{request.partner_email}</Fact>
                            {request.reason.map(|reason| view! { <Fact term="Reason for request">{reason}</Fact> })}
                        }
                    })}
                {view
                    .consent
                    .clone()
                    .map(|consent| {
                        view! {
                            <Fact term="Terms of Service">
                                {format!("Version {} accepted by {} ", consent.terms_version, consent.person)}
                                <Time ms=consent.at.millis() when=When::Exact />
                                {(!consent.address.is_empty()).then(|| format!(" from {}", consent.address))}
                            </Fact>
                        }
                    })}
            </Facts>
        }
    };
    let events = Signal::derive(move || {
        view.with(|view| {
            view.history
                .iter()
                .map(|row| TimelineEvent {
                    glyph: Some(icondata_lu::LuCircleDot),
                    tone: status::tone(row.stage),
                    who: row.actor.clone(),
                    what: done(row.action).to_owned(),
                    at: row.at.millis(),
                    note: row.note.clone(),
                })
                .collect::<Vec<_>>()
        })
    });
    view! {
        <div class="stack">
            {facts}
            <Show when=offers_representative>
                <DialogLink name="representative" label="Change representative" small=true tone=Tone::Neutral id="change-representative" />
            </Show>
            <h3>"History"</h3>
            <Timeline events=events />
        </div>
    }
    .into_any()
}

/// Whether sharing can be thought of at all in this state.
pub(super) fn is_open(stage: Stage) -> bool {
    matches!(stage, Stage::Active | Stage::Suspended)
}
