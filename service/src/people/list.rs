use data_encoding::BASE64URL_NOPAD;
use domain::access::{Action, Actor, Target, act};
use domain::page::{PAGE_SIZE, Page};
use domain::people::Standing;
use domain::text::NAME_MAX;
use domain::time::Timestamp;
use domain::view::Can;
use domain::view::people::{InvitationView, PeopleFilter, PeopleSort, PeopleView};
use storage::person::{Listed, People, Place};

use super::{fold, row};
use crate::error::Result;
use crate::unit::{Question, View};

/// The people of the workspace (WS-14). Who does not oversee it sees the active ones.
#[derive(Debug, Clone, Default)]
pub struct List {
    pub filter: PeopleFilter,
}

/// What the viewer asks for, as far as they may.
#[derive(Debug)]
pub(super) struct Narrowed {
    search: Option<String>,
    filter: PeopleFilter,
    pub sort: PeopleSort,
}

impl Narrowed {
    pub(super) fn new(filter: &PeopleFilter, actor: &Actor) -> Self {
        let mut filter = filter.clone();
        if !actor.role.oversees() {
            filter.standing = Some(Standing::Active);
            filter.sort = None;
        }
        let search = filter.search.as_deref().map(str::trim);
        Self {
            search: search.filter(|text| !text.is_empty()).map(|text| fold(&text.chars().take(NAME_MAX).collect::<String>())),
            sort: filter.sort.unwrap_or(PeopleSort::Name),
            filter,
        }
    }

    pub(super) fn people(&self, after: Option<Place>, limit: usize) -> People<'_> {
        People { search: self.search.as_deref(), role: self.filter.role, standing: self.filter.standing, sort: self.sort, after, limit }
    }
}

fn cursor(place: &Place) -> String {
    match place {
        Place::Name(key, id) => format!("{id}.{}", BASE64URL_NOPAD.encode(key.as_bytes())),
        Place::Instant(at, id) => format!("{id}.{}", at.millis()),
    }
}

/// Reads a cursor; text that is none begins at the first page.
fn place(text: &str, sort: PeopleSort) -> Option<Place> {
    let (id, key) = text.split_once('.')?;
    let id = id.parse().ok()?;
    if sort == PeopleSort::Name {
        let key = BASE64URL_NOPAD.decode(key.as_bytes()).ok()?;
        return Some(Place::Name(String::from_utf8(key).ok()?, id));
    }
    Some(Place::Instant(Timestamp::from_millis(key.parse().ok()?), id))
}

impl Question for List {
    type Out = PeopleView;

    async fn answer(&self, view: &mut View<'_>) -> Result<PeopleView> {
        let who = view.signed_in().await?;
        let permit = view.permit::<act::ViewPeople>(&who.actor)?;
        let asked = Narrowed::new(&self.filter, &who.actor);
        let after = self.filter.after.as_deref().and_then(|text| place(text, asked.sort));
        let listed = storage::person::list(&mut view.tx, permit.workspace(), &asked.people(after, PAGE_SIZE + 1)).await?;
        let page = Page::cut(listed, PAGE_SIZE, |last: &Listed| cursor(&last.place(asked.sort)));
        let invitations =
            if who.actor.role.oversees() { storage::invitation::open(&mut view.tx, permit.workspace()).await? } else { Vec::new() };
        let now = view.now;
        let invitations = invitations.into_iter().map(|invitation| InvitationView {
            id: invitation.id,
            email: invitation.email,
            role: invitation.role,
            invited_by: invitation.invited_by,
            sent_at: invitation.sent_at,
            expires_at: invitation.expires_at,
            expired: invitation.expires_at <= now,
        });
        Ok(PeopleView {
            people: page.map(|listed| row(listed, &who.actor, now)),
            invitations: invitations.collect(),
            can: Can::ask(&[Action::InvitePerson, Action::ViewPerson], &who.actor, Target::Workspace(who.actor.workspace), now),
        })
    }
}
