//! Demo data: companies and people brought in through the same use cases as everyone else, over six weeks that a clock of its own lets
//! pass up to now (OP-06). Everything that people can meet in a partnership is there, seen from Northwind.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use domain::activity::Client;
use domain::fault::Problem;
use domain::id::{PartnershipId, PersonId};
use domain::people::Role;
use domain::secret::Secret;
use domain::time::{Span, Timestamp};

use crate::app::{App, Inner, Settings};
use crate::auth::{self, AcceptInvitation, Entered, SignIn, SignUp, Started};
use crate::clock::HandClock;
use crate::ctx::Ctx;
use crate::error::Result;
use crate::ids::{Ids, token_hash};
use crate::inbox::MarkRead;
use crate::jobs::step;
use crate::live::Live;
use crate::mail::{deliver, mailbox};
use crate::partners::accept::Accept;
use crate::partners::approve::Approve;
use crate::partners::decline::{DeclineAsGuest, DeclineAsHost};
use crate::partners::extend::AskExtension;
use crate::partners::hand_over::NameDeputy;
use crate::partners::remind::Remind;
use crate::partners::remove;
use crate::partners::request::Request;
use crate::partners::show::Show;
use crate::partners::suspend::Suspend;
use crate::partners::withdraw::Withdraw;
use crate::people::invite::Invite;
use crate::people::{end, plan};
use crate::unit::{Question, View};
use crate::workspace::settings::PublishTerms;
use crate::workspace::shell::Shell;

/// Everyone's password.
pub const PASSWORD: &str = "copper-lantern-46-harbour";

/// How long ago the first workspace was founded.
const DAYS: i64 = 42;
/// How often, while time passes, what is due is done.
const ROUND: Span = Span::hours(12);

/// Somebody of the demo.
#[derive(Debug, Clone, Copy)]
pub struct DemoPerson {
    pub name: &'static str,
    pub email: &'static str,
    pub role: Role,
    /// Where from, as the activity log shows it: last number of the address, place, system and device.
    from: (u8, &'static str, &'static str, &'static str),
}

/// Where they work.
#[derive(Debug)]
pub struct DemoWorkspace {
    pub name: &'static str,
    /// What there is to see in it.
    pub about: &'static str,
    pub people: &'static [DemoPerson],
}

/// What [`fill`] found, or did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Written,
    AlreadyThere,
    /// The database holds workspaces that are not the demo's, or a part of the demo only.
    OtherData,
}

/// Who can sign in, all of them with [`PASSWORD`].
#[derive(Debug)]
pub struct DemoReport {
    pub outcome: Outcome,
    pub workspaces: &'static [DemoWorkspace],
}

const fn person(name: &'static str, email: &'static str, role: Role, from: (u8, &'static str, &'static str, &'static str)) -> DemoPerson {
    DemoPerson { name, email, role, from }
}

/// The one person of a company that only answers.
const fn partner(name: &'static str, email: &'static str, number: u8) -> DemoPerson {
    let from = (number, "Berlin, Germany", "Windows 10", "Computer, Chrome 141");
    person(name, email, Role::Owner, from)
}

const MAC: (&str, &str) = ("macOS", "Computer, Chrome 141");
const WINDOWS: (&str, &str) = ("Windows 10", "Computer, Edge 141");
const LINUX: (&str, &str) = ("Linux", "Computer, Firefox 143");
const PHONE: (&str, &str) = ("Android 15", "Phone, Chrome 141");

const MIA: DemoPerson = person("Mia Hansen", "mia@northwind.example", Role::Owner, (11, "Copenhagen, Denmark", MAC.0, MAC.1));
const NOOR: DemoPerson = person("Noor Aziz", "noor@northwind.example", Role::Admin, (12, "Copenhagen, Denmark", WINDOWS.0, WINDOWS.1));
const LEO: DemoPerson = person("Leo Park", "leo@northwind.example", Role::Member, (13, "Aarhus, Denmark", LINUX.0, LINUX.1));
const RUTH: DemoPerson = person("Ruth Okafor", "ruth@northwind.example", Role::Member, (14, "Aarhus, Denmark", PHONE.0, PHONE.1));
const ADA: DemoPerson = person("Ada Quinn", "ada@northwind.example", Role::Auditor, (15, "Copenhagen, Denmark", MAC.0, MAC.1));
/// Suspended later, so nobody who can sign in.
const TOM: DemoPerson = person("Tom Vale", "tom@northwind.example", Role::Member, (16, "Odense, Denmark", WINDOWS.0, WINDOWS.1));
const SAM: DemoPerson = person("Sam Rivera", "sam@acme.example", Role::Owner, (31, "Lisbon, Portugal", MAC.0, MAC.1));
const KIM: DemoPerson = person("Kim Doyle", "kim@acme.example", Role::Admin, (32, "Porto, Portugal", PHONE.0, PHONE.1));
const OLA: DemoPerson = person("Ola Berg", "ola@acme.example", Role::Member, (33, "Lisbon, Portugal", LINUX.0, LINUX.1));
const FERN: DemoPerson = partner("Ines Costa", "ines@bluefern.example", 41);
const CEDAR: DemoPerson = partner("Rosa Lima", "rosa@cedarevents.example", 42);
const HARBOR: DemoPerson = partner("Paul Sommer", "paul@harborlegal.example", 43);
const KITE: DemoPerson = partner("Yuki Mori", "yuki@kiteanalytics.example", 44);
const OAK: DemoPerson = partner("Ivo Novak", "ivo@oakpayroll.example", 45);
const PINE: DemoPerson = partner("Dana Wolf", "dana@pineconsulting.example", 46);
const QUILL: DemoPerson = partner("Greta Lind", "greta@quill.example", 47);
const STONE: DemoPerson = partner("Omar Said", "omar@stonemedia.example", 48);
const TERN: DemoPerson = partner("Lucia Rossi", "lucia@ternlogistics.example", 49);
/// Comes last: whoever finds this email finds the whole demo.
const WILLOW: DemoPerson = partner("Nils Holm", "nils@willowrobotics.example", 50);

const fn workspace(name: &'static str, about: &'static str, people: &'static [DemoPerson]) -> DemoWorkspace {
    DemoWorkspace { name, about, people }
}

const WORKSPACES: &[DemoWorkspace] = &[
    workspace("Northwind", "the host, with partnerships in every state", &[MIA, NOOR, LEO, RUTH, ADA]),
    workspace("Acme Studios", "a guest, active, that also asks Northwind to be its guest", &[SAM, KIM, OLA]),
    workspace("Blue Fern Agency", "has a request to accept", &[FERN]),
    workspace("Cedar Events", "active, ends in a few days", &[CEDAR]),
    workspace("Harbor Legal", "waits for Northwind's approval", &[HARBOR]),
    workspace("Kite Analytics", "suspended", &[KITE]),
    workspace("Oak Payroll", "the request was withdrawn", &[OAK]),
    workspace("Pine Consulting", "expired, an extension is asked for", &[PINE]),
    workspace("Quill Translations", "has declined", &[QUILL]),
    workspace("Stone Media", "was declined by Northwind", &[STONE]),
    workspace("Tern Logistics", "removed", &[TERN]),
    workspace("Willow Robotics", "new and empty", &[WILLOW]),
];

struct Look;

impl Question for Look {
    type Out = Option<Outcome>;

    /// Nothing where the database is empty.
    async fn answer(&self, view: &mut View<'_>) -> Result<Option<Outcome>> {
        if !storage::workspace::any(&mut view.tx).await? {
            return Ok(None);
        }
        let last = storage::person::by_email(&mut view.tx, WILLOW.email).await?;
        Ok(Some(if last.is_empty() { Outcome::OtherData } else { Outcome::AlreadyThere }))
    }
}

/// Fills an empty database; another one is left as it is. No server may run on it meanwhile: its worker would do the jobs of these weeks
/// today, and send the mails.
pub async fn fill(app: &App) -> std::result::Result<DemoReport, Problem> {
    let found = app.ask(&Ctx::system("demo"), &Look).await?;
    if found.is_none() {
        Demo::new(app)?.live().await?;
    }
    Ok(DemoReport { outcome: found.unwrap_or(Outcome::Written), workspaces: WORKSPACES })
}

struct Demo {
    app: App,
    clock: Arc<HandClock>,
    /// Now, for everyone else.
    end: Timestamp,
}

type Done<T = ()> = std::result::Result<T, Problem>;

impl Demo {
    /// The same installation, in the past. Its mail is for nobody and is read where it is kept.
    fn new(app: &App) -> Done<Self> {
        let end = app.clock.now();
        let clock = Arc::new(HandClock::at(end - Span::days(DAYS)));
        let settings = Settings { open_signup: true, development_mailbox: true, ..app.settings.clone() };
        let app = App::new(Inner {
            db: app.db.clone(),
            clock: clock.clone(),
            ids: Ids::from_system().map_err(|_| Problem::Unavailable)?,
            keys: app.keys.clone(),
            settings,
            live: Live::default(),
        });
        Ok(Self { app, clock, end })
    }

    fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    /// A date as the browser sends it, so many days from the real now.
    fn in_days(&self, days: i64) -> String {
        (self.end + Span::days(days)).date()
    }

    /// Lets time pass, and has done what is due meanwhile.
    async fn pass(&self, span: Span) -> Done {
        let until = self.now() + span;
        while self.now() < until {
            self.clock.advance(ROUND.min(until - self.now()));
            step::schedule(&self.app).await?;
            while step::step(&self.app).await? > 0 {}
        }
        Ok(())
    }

    /// Goes on to so many days before the real now.
    async fn days_ago(&self, days: i64) -> Done {
        self.pass(self.end - Span::days(days) - self.now()).await
    }

    fn stranger(&self, who: &DemoPerson) -> Ctx {
        let (number, location, os, device) = who.from;
        // From the range that is kept free for examples (RFC 5737).
        let address = IpAddr::V4(Ipv4Addr::new(192, 0, 2, number)).to_string();
        let client = Client { address: address.clone(), location: location.to_owned(), os: os.to_owned(), device: device.to_owned() };
        Ctx { session: None, request: self.app.ids.uuid(self.now()).simple().to_string(), client, network: address }
    }

    async fn sign_in(&self, who: &DemoPerson, password: &str) -> Done<Option<Started>> {
        let input = SignIn { email: who.email.to_owned(), password: password.into(), workspace: None };
        match auth::sign_in(&self.app, &self.stranger(who), input).await {
            Ok(Entered::In(started)) => Ok(Some(started)),
            Ok(Entered::Choose(_)) | Err(Problem::WrongCredentials) => Ok(None),
            Err(problem) => Err(problem),
        }
    }

    async fn enter(&self, who: &DemoPerson) -> Done<Ctx> {
        let started = self.sign_in(who, PASSWORD).await?;
        let started = started.ok_or(Problem::WrongCredentials)?;
        Ok(Ctx { session: Some(token_hash(started.token.expose())), ..self.stranger(who) })
    }

    /// A new workspace.
    async fn found(&self, workspace: &DemoWorkspace) -> Done {
        let owner = workspace.people.first().ok_or(Problem::NotFound)?;
        let input = SignUp {
            workspace: workspace.name.to_owned(),
            name: owner.name.to_owned(),
            email: owner.email.to_owned(),
            password: PASSWORD.into(),
            join: None,
        };
        let started = auth::sign_up(&self.app, &self.stranger(owner), input).await;
        started.map(drop)
    }

    /// Somebody who is invited and comes.
    async fn join(&self, by: &DemoPerson, who: &DemoPerson) -> Done<PersonId> {
        let invite = Invite { email: who.email.to_owned(), role: who.role };
        self.app.run(&self.enter(by).await?, &invite).await?;
        self.pass(Span::hours(2)).await?;
        let input = AcceptInvitation { token: self.invitation(who.email).await?, name: who.name.to_owned(), password: PASSWORD.into() };
        let started = auth::accept_invitation(&self.app, &self.stranger(who), input).await?;
        Ok(started.person)
    }

    /// What stands after `/invite/` in the mail.
    async fn invitation(&self, email: &str) -> Done<Secret> {
        let ctx = Ctx::system("demo");
        let mails = self.app.ask(&ctx, &mailbox::List::default()).await?.mails;
        let row = mails.rows.iter().find(|mail| mail.recipient == email);
        let mail = row.ok_or(Problem::NotFound)?.id;
        let text = self.app.ask(&ctx, &mailbox::Show { mail }).await?.text;
        let token = text.split_once("/invite/").and_then(|(_, rest)| rest.split_whitespace().next());
        token.map(Secret::from).ok_or(Problem::NotFound)
    }

    /// A request, and the hours until somebody looks at it. `expires` is empty for no end.
    async fn request(&self, by: &DemoPerson, guest: &DemoPerson, reason: &str, expires: String) -> Done<PartnershipId> {
        let guest_code = self.app.ask(&self.enter(guest).await?, &Shell).await?.code;
        let request = Request { guest_code, partner_email: guest.email.to_owned(), reason: reason.to_owned(), expires };
        let id = self.app.run(&self.enter(by).await?, &request).await?;
        self.pass(Span::hours(3)).await?;
        Ok(id)
    }

    async fn approve(&self, by: &DemoPerson, partnership: PartnershipId) -> Done {
        let approve = Approve { partnership };
        self.app.run(&self.enter(by).await?, &approve).await?;
        self.pass(Span::hours(2)).await
    }

    async fn accept(&self, guest: &DemoPerson, partnership: PartnershipId) -> Done {
        let ctx = self.enter(guest).await?;
        let view = self.app.ask(&ctx, &Show { partnership }).await?;
        let accept = Accept { partnership, consent: true, terms_version: view.terms.ok_or(Problem::NotFound)?.version };
        self.app.run(&ctx, &accept).await?;
        self.pass(Span::hours(2)).await
    }

    /// The six weeks.
    async fn live(&self) -> Done {
        let (last, others) = WORKSPACES.split_last().ok_or(Problem::NotFound)?;
        for workspace in others {
            self.found(workspace).await?;
            self.pass(Span::minutes(20)).await?;
        }
        let noor = self.join(&MIA, &NOOR).await?;
        self.join(&NOOR, &LEO).await?;
        self.join(&NOOR, &RUTH).await?;
        self.join(&MIA, &ADA).await?;
        let tom = self.join(&NOOR, &TOM).await?;
        self.join(&SAM, &KIM).await?;
        self.join(&KIM, &OLA).await?;

        let pine = self.beginnings(noor).await?;
        let (tern, kite) = self.middle().await?;
        self.endings(tern, kite, tom).await?;
        self.last_days(pine).await?;

        self.days_ago(0).await?;
        deliver::keep(&self.app).await?;
        self.found(last).await
    }

    async fn beginnings(&self, noor: PersonId) -> Done<PartnershipId> {
        let app = &self.app;
        self.days_ago(38).await?;
        let reason = "They run our campaigns this year.";
        let acme = self.request(&LEO, &SAM, reason, self.in_days(90)).await?;
        self.approve(&NOOR, acme).await?;
        self.accept(&SAM, acme).await?;
        let deputy = NameDeputy { partnership: acme, deputy: Some(noor) };
        app.run(&self.enter(&LEO).await?, &deputy).await?;

        self.days_ago(36).await?;
        let reason = "They audit how we work with suppliers.";
        let pine = self.request(&LEO, &PINE, reason, self.in_days(-12)).await?;
        self.approve(&MIA, pine).await?;
        self.accept(&PINE, pine).await?;

        self.days_ago(30).await?;
        let body = "Use shared accounts only for the work that we agreed on.\n\n\
            Keep what you see there to yourself, and tell us within a day if something looks wrong.\n\n\
            Access ends with the work.";
        let terms = PublishTerms { body: body.to_owned() };
        app.run(&self.enter(&MIA).await?, &terms).await?;
        Ok(pine)
    }

    async fn middle(&self) -> Done<(PartnershipId, PartnershipId)> {
        let app = &self.app;
        self.days_ago(28).await?;
        let tern = self.request(&MIA, &TERN, "", String::new()).await?;
        self.accept(&TERN, tern).await?;
        let kite = self.request(&MIA, &KITE, "", String::new()).await?;
        self.accept(&KITE, kite).await?;

        self.days_ago(26).await?;
        let cedar = self.request(&NOOR, &CEDAR, "", self.in_days(6)).await?;
        self.accept(&CEDAR, cedar).await?;

        self.days_ago(24).await?;
        let reason = "For the video of the spring launch.";
        let stone = self.request(&LEO, &STONE, reason, String::new()).await?;
        let decline = DeclineAsHost { partnership: stone, note: "We make that one ourselves.".to_owned() };
        app.run(&self.enter(&MIA).await?, &decline).await?;

        let quill = self.request(&MIA, &QUILL, "", String::new()).await?;
        let decline = DeclineAsGuest { partnership: quill, note: "Please ask our Vienna office.".to_owned() };
        app.run(&self.enter(&QUILL).await?, &decline).await?;

        let reason = "Payroll from March on.";
        let oak = self.request(&RUTH, &OAK, reason, String::new()).await?;
        let withdraw = Withdraw { partnership: oak };
        app.run(&self.enter(&RUTH).await?, &withdraw).await?;
        Ok((tern, kite))
    }

    async fn endings(&self, tern: PartnershipId, kite: PartnershipId, tom: PersonId) -> Done {
        let app = &self.app;
        self.days_ago(10).await?;
        let ctx = self.enter(&NOOR).await?;
        let shown = remove::Plan { partnership: tern };
        let plan = app.ask(&ctx, &shown).await?.hash;
        let remove = remove::Remove { partnership: tern, plan };
        app.run(&ctx, &remove).await?;
        app.run(&ctx, &Suspend { partnership: kite }).await?;

        let ctx = self.enter(&MIA).await?;
        let shown = plan::Plan { what: plan::What::Suspend, people: vec![tom] };
        let suspend = end::Suspend { people: vec![tom], plan: app.ask(&ctx, &shown).await?.hash };
        app.run(&ctx, &suspend).await?;

        self.days_ago(6).await?;
        app.run(&self.enter(&MIA).await?, &MarkRead::default()).await?;
        // Somebody who guesses.
        self.sign_in(&MIA, "northwind-2026").await.map(drop)
    }

    async fn last_days(&self, pine: PartnershipId) -> Done {
        let app = &self.app;
        self.days_ago(3).await?;
        self.request(&MIA, &FERN, "", self.in_days(180)).await?;
        let reason = "They check the contracts with our suppliers.";
        let harbor = self.request(&LEO, &HARBOR, reason, String::new()).await?;
        // A partner without a workspace, asked by mail.
        let by_mail = Request {
            guest_code: String::new(),
            partner_email: "hello@riversidecatering.example".to_owned(),
            reason: String::new(),
            expires: String::new(),
        };
        let ctx = self.enter(&NOOR).await?;
        app.run(&ctx, &by_mail).await?;
        let open = Invite { email: "eva@northwind.example".to_owned(), role: Role::Member };
        app.run(&ctx, &open).await?;

        self.days_ago(1).await?;
        let ctx = self.enter(&LEO).await?;
        let remind = Remind { partnership: harbor };
        app.run(&ctx, &remind).await?;
        let ask = AskExtension { partnership: pine, until: self.in_days(60) };
        app.run(&ctx, &ask).await?;
        // The other way round: Northwind is the guest and has to answer.
        let reason = "You book our studio rooms.";
        let reverse = self.request(&OLA, &MIA, reason, String::new()).await?;
        self.approve(&KIM, reverse).await
    }
}
