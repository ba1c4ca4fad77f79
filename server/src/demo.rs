//! `latchkey demo`: two companies and their partners, brought in through the same use cases as everyone else, over six weeks that a
//! clock of its own lets pass (OP-06).

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use domain::activity::Client;
use domain::fault::Problem;
use domain::id::PartnershipId;
use domain::people::Role;
use domain::secret::Secret;
use domain::time::{Span, Timestamp};
use service::app::{App, Settings};
use service::auth::{self, AcceptInvitation, Entered, SignIn, SignUp, installation_is_empty};
use service::clock::{Clock, HandClock, SystemClock};
use service::ctx::Ctx;
use service::ids::token_hash;
use service::jobs::step;
use service::mail::{deliver, mailbox};
use service::open::open_with;
use service::partners::accept::Accept;
use service::partners::approve::Approve;
use service::partners::decline::{DeclineAsGuest, DeclineAsHost};
use service::partners::hand_over::NameDeputy;
use service::partners::remind::Remind;
use service::partners::remove::{Plan, Remove};
use service::partners::request::Request;
use service::partners::show::Show;
use service::partners::suspend::Suspend;
use service::partners::withdraw::Withdraw;
use service::people::invite::Invite;
use service::workspace::shell::Shell;

use crate::boot;
use crate::cli::{Stop, say};
use crate::config::Config;

const PASSWORD: &str = "copper-lantern-46-harbour";
const DAYS: i64 = 42;

/// Somebody of the demo.
struct Who {
    name: &'static str,
    email: &'static str,
    /// Last number of the address, place, system and device, as the activity log shows them.
    from: (u8, &'static str, &'static str, &'static str),
}

const fn who(name: &'static str, email: &'static str, from: (u8, &'static str, &'static str, &'static str)) -> Who {
    Who { name, email, from }
}

const MIA: Who = who("Mia Hansen", "mia@northwind.example", (11, "Copenhagen, Denmark", "macOS", "Computer, Chrome 141"));
const NOOR: Who = who("Noor Aziz", "noor@northwind.example", (12, "Copenhagen, Denmark", "Windows 10", "Computer, Edge 141"));
const LEO: Who = who("Leo Park", "leo@northwind.example", (13, "Aarhus, Denmark", "Linux", "Computer, Firefox 143"));
const ADA: Who = who("Ada Quinn", "ada@northwind.example", (14, "Aarhus, Denmark", "macOS", "Computer, Safari 18"));
const SAM: Who = who("Sam Rivera", "sam@acme.example", (31, "Lisbon, Portugal", "macOS", "Computer, Chrome 141"));
const KIM: Who = who("Kim Doyle", "kim@acme.example", (32, "Porto, Portugal", "Android 15", "Phone, Chrome 141"));
const OLA: Who = who("Ola Berg", "ola@acme.example", (33, "Lisbon, Portugal", "Windows 10", "Computer, Firefox 143"));

/// Companies that only answer: one person each.
const fn partner(name: &'static str, email: &'static str, number: u8) -> Who {
    who(name, email, (number, "Berlin, Germany", "Windows 10", "Computer, Chrome 141"))
}
const FERN: Who = partner("Ines Costa", "ines@bluefern.example", 41);
const HARBOR: Who = partner("Paul Sommer", "paul@harborlegal.example", 42);
const KITE: Who = partner("Yuki Mori", "yuki@kiteanalytics.example", 43);
const PINE: Who = partner("Dana Wolf", "dana@pineconsulting.example", 44);
const STONE: Who = partner("Omar Said", "omar@stonemedia.example", 45);
const QUILL: Who = partner("Greta Lind", "greta@quill.example", 46);
const OAK: Who = partner("Ivo Novak", "ivo@oakpayroll.example", 47);
const TERN: Who = partner("Lucia Rossi", "lucia@ternlogistics.example", 48);

struct Demo {
    app: App,
    clock: Arc<HandClock>,
}

pub async fn run(config: &Config) -> Result<(), Stop> {
    boot::data_dir(&config.data_dir)?;
    let end = SystemClock.now();
    let clock = Arc::new(HandClock::at(Timestamp::from_millis(end.millis() - Span::days(DAYS).as_millis())));
    // Mail of the demo goes to nobody, and its links are read where it is kept.
    let settings = Settings { open_signup: true, development_mailbox: true, ..boot::settings(config) };
    let opened = open_with(&boot::places(config), settings, clock.clone()).await;
    let demo = Demo { app: opened.map_err(|error| Stop::failed(error.to_string()))?, clock };
    let failed = |problem: Problem| Stop::failed(format!("the demo data could not be written: {problem}"));
    if installation_is_empty(&demo.app, &Ctx::system("demo")).await.map_err(failed)? {
        demo.fill().await.map_err(failed)?;
        demo.clock.advance(end - demo.clock.now());
        deliver::keep(&demo.app).await.map_err(failed)?;
        say("The demo data is written.")?;
    } else {
        demo.clock.advance(end - demo.clock.now());
        if demo.enter(&MIA).await.is_err() {
            return Err(Stop::failed("the database holds workspaces already: demo data is only written into an empty one"));
        }
        say("The demo data is there already.")?;
    }
    demo.app.db.close().await;
    introduce(config)
}

fn introduce(config: &Config) -> Result<(), Stop> {
    say(&format!("\nSign in at {}/login. Everyone has the password {PASSWORD}\n", config.public.text))?;
    for (workspace, people) in [
        ("Northwind, the host", &[(&MIA, "Owner"), (&NOOR, "Admin"), (&LEO, "Member"), (&ADA, "Auditor")][..]),
        ("Acme Studios, the guest", &[(&SAM, "Owner"), (&KIM, "Admin"), (&OLA, "Member")]),
        ("Blue Fern Agency, who has a request to answer", &[(&FERN, "Owner")]),
    ] {
        say(&format!("  {workspace}"))?;
        for (who, role) in people {
            say(&format!("    {:<26} {role}", who.email))?;
        }
    }
    Ok(())
}

impl Demo {
    fn stranger(&self, who: &Who) -> Ctx {
        let (number, location, os, device) = who.from;
        let address = IpAddr::V4(Ipv4Addr::new(192, 0, 2, number)).to_string();
        let client = Client { address: address.clone(), location: location.to_owned(), os: os.to_owned(), device: device.to_owned() };
        let request = self.app.ids.uuid(self.clock.now()).simple().to_string();
        Ctx { session: None, request, client, network: address }
    }

    /// Signs somebody in, as they do again each day.
    async fn enter(&self, who: &Who) -> Result<Ctx, Problem> {
        let ctx = self.stranger(who);
        let input = SignIn { email: who.email.to_owned(), password: PASSWORD.into(), workspace: None };
        match auth::sign_in(&self.app, &ctx, input).await? {
            Entered::In(started) => Ok(Ctx { session: Some(token_hash(started.token.expose())), ..ctx }),
            Entered::Choose(_) => Err(Problem::NotFound),
        }
    }

    async fn found(&self, workspace: &str, who: &Who) -> Result<(), Problem> {
        let input = SignUp {
            workspace: workspace.to_owned(),
            name: who.name.to_owned(),
            email: who.email.to_owned(),
            password: PASSWORD.into(),
            join: None,
        };
        auth::sign_up(&self.app, &self.stranger(who), input).await.map(drop)
    }

    async fn invite(&self, by: &Who, who: &Who, role: Role) -> Result<(), Problem> {
        let invite = Invite { email: who.email.to_owned(), role };
        self.app.run(&self.enter(by).await?, &invite).await?;
        self.pass(Span::hours(3)).await?;
        let ctx = self.stranger(who);
        let mails = self.app.ask(&ctx, &mailbox::List::default()).await?.mails;
        let row = mails.rows.iter().find(|mail| mail.recipient == who.email).ok_or(Problem::NotFound)?;
        let mail = self.app.ask(&ctx, &mailbox::Show { mail: row.id }).await?;
        let token = mail.text.split_once("/invite/").and_then(|(_, rest)| rest.split_whitespace().next());
        let input = AcceptInvitation {
            token: Secret::from(token.ok_or(Problem::NotFound)?),
            name: who.name.to_owned(),
            password: PASSWORD.into(),
        };
        auth::accept_invitation(&self.app, &ctx, input).await.map(drop)
    }

    async fn request(&self, by: &Who, guest: &Who, reason: &str, days: Option<i64>) -> Result<PartnershipId, Problem> {
        let code = self.app.ask(&self.enter(guest).await?, &Shell).await?.code;
        let expires = days.map_or_else(String::new, |days| (self.clock.now() + Span::days(days)).date());
        let request = Request { guest_code: code, partner_email: guest.email.to_owned(), reason: reason.to_owned(), expires };
        let id = self.app.run(&self.enter(by).await?, &request).await?;
        self.pass(Span::hours(5)).await?;
        Ok(id)
    }

    async fn accept(&self, guest: &Who, partnership: PartnershipId) -> Result<(), Problem> {
        let ctx = self.enter(guest).await?;
        let terms = self.app.ask(&ctx, &Show { partnership }).await?.terms.ok_or(Problem::NotFound)?;
        self.app.run(&ctx, &Accept { partnership, consent: true, terms_version: terms.version }).await?;
        self.pass(Span::hours(7)).await
    }

    /// Lets time pass, and has done what is due then.
    async fn pass(&self, span: Span) -> Result<(), Problem> {
        self.clock.advance(span);
        step::schedule(&self.app).await?;
        while step::step(&self.app).await? > 0 {}
        Ok(())
    }

    /// Every state of a partnership, seen from Northwind.
    async fn fill(&self) -> Result<(), Problem> {
        let app = &self.app;
        self.found("Northwind", &MIA).await?;
        self.invite(&MIA, &NOOR, Role::Admin).await?;
        self.invite(&NOOR, &LEO, Role::Member).await?;
        self.invite(&MIA, &ADA, Role::Auditor).await?;
        self.found("Acme Studios", &SAM).await?;
        self.invite(&SAM, &KIM, Role::Admin).await?;
        self.invite(&KIM, &OLA, Role::Member).await?;
        for (workspace, owner) in [
            ("Blue Fern Agency", &FERN),
            ("Harbor Legal", &HARBOR),
            ("Kite Analytics", &KITE),
            ("Pine Consulting", &PINE),
            ("Stone Media", &STONE),
            ("Quill Translations", &QUILL),
            ("Oak Payroll", &OAK),
            ("Tern Logistics", &TERN),
        ] {
            self.found(workspace, owner).await?;
        }
        self.pass(Span::days(1)).await?;

        let acme = self.request(&LEO, &SAM, "They run our campaigns this year.", Some(90)).await?;
        app.run(&self.enter(&NOOR).await?, &Approve { partnership: acme }).await?;
        self.pass(Span::hours(2)).await?;
        self.accept(&SAM, acme).await?;
        let noor = app.ask(&self.enter(&NOOR).await?, &Shell).await?.person;
        app.run(&self.enter(&LEO).await?, &NameDeputy { partnership: acme, deputy: Some(noor) }).await?;

        let pine = self.request(&MIA, &PINE, "", Some(20)).await?;
        self.accept(&PINE, pine).await?;
        let tern = self.request(&MIA, &TERN, "", None).await?;
        self.accept(&TERN, tern).await?;
        self.pass(Span::days(9)).await?;

        let kite = self.request(&MIA, &KITE, "", None).await?;
        self.accept(&KITE, kite).await?;
        let stone = self.request(&LEO, &STONE, "For the video of the spring launch.", None).await?;
        app.run(&self.enter(&MIA).await?, &DeclineAsHost { partnership: stone, note: "We make that one ourselves.".to_owned() }).await?;
        let quill = self.request(&MIA, &QUILL, "", None).await?;
        app.run(&self.enter(&QUILL).await?, &DeclineAsGuest { partnership: quill, note: "Please ask our Vienna office.".to_owned() }).await?;
        let oak = self.request(&LEO, &OAK, "Payroll from March on.", None).await?;
        app.run(&self.enter(&LEO).await?, &Withdraw { partnership: oak }).await?;
        self.pass(Span::days(14)).await?;

        let ctx = self.enter(&NOOR).await?;
        let plan = app.ask(&ctx, &Plan { partnership: tern }).await?.hash;
        app.run(&ctx, &Remove { partnership: tern, plan }).await?;
        app.run(&ctx, &Suspend { partnership: kite }).await?;
        self.pass(Span::days(12)).await?;

        self.request(&MIA, &FERN, "", Some(180)).await?;
        let harbor = self.request(&LEO, &HARBOR, "They check the contracts with our suppliers.", None).await?;
        self.pass(Span::days(2)).await?;
        app.run(&self.enter(&LEO).await?, &Remind { partnership: harbor }).await?;
        // The other way round: there Northwind is the guest and has to answer.
        let reverse = self.request(&OLA, &MIA, "You book our studio rooms.", None).await?;
        app.run(&self.enter(&KIM).await?, &Approve { partnership: reverse }).await?;
        self.pass(Span::hours(1)).await
    }
}
