//! Mail goes out once, whatever dies on the way.
#![cfg(test)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::fault::Problem;
use domain::id::MailId;
use domain::time::Span;
use service::Result;
use service::app::Settings;
use service::ctx::Ctx;
use service::jobs::worker::worker;
use service::mail::deliver::{deliver, keep, oldest_unsent};
use service::mail::mailbox::{List, Show};
use service::mail::mailer::{MailError, Mailer, Smtp};
use service::testkit::World;
use service::unit::{Unit, UseCase};
use storage::both;
use storage::outbox::{Leased, NewMail};
use storage::testing::TestDb;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

struct Write(Vec<String>);

impl UseCase for Write {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        for once in &self.0 {
            let mail = NewMail {
                once: once.clone(),
                recipient: format!("{once}@acme.example"),
                subject: format!("About {once}"),
                text: "plain".to_owned(),
                html: "<p>rich</p>".to_owned(),
            };
            unit.mail(&mail).await?;
        }
        Ok(())
    }
}

async fn write(world: &World, names: &[&str]) {
    let names = names.iter().map(|&name| name.to_owned()).collect();
    world.app.run(&Ctx::system("test"), &Write(names)).await.unwrap();
}

/// Remembers what it was handed, and answers as told.
#[derive(Debug, Clone, Default)]
struct Recorder {
    sent: Arc<Mutex<Vec<Leased>>>,
    answer: Option<MailError>,
    pause: Duration,
}

impl Recorder {
    fn failing(answer: MailError) -> Self {
        Self { answer: Some(answer), ..Self::default() }
    }

    fn ids(&self) -> Vec<MailId> {
        self.sent.lock().unwrap().iter().map(|mail| mail.id).collect()
    }
}

impl Mailer for Recorder {
    async fn send(&self, mail: &Leased) -> std::result::Result<(), MailError> {
        self.sent.lock().unwrap().push(mail.clone());
        tokio::time::sleep(self.pause).await;
        self.answer.clone().map_or(Ok(()), Err)
    }
}

const UNSENT: &str = "SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL";
const GIVEN_UP: &str = "SELECT COUNT(*) FROM outbox WHERE given_up_at IS NOT NULL";

both! {
    async fn no_01_a_mail_is_written_with_its_cause_and_sent_once(world: World) {
        write(&world, &["a", "b", "a"]).await;
        assert_eq!(world.mails().await.len(), 2, "the same cause writes one mail");
        let recorder = Recorder::default();
        assert_eq!(deliver(&world.app, &recorder).await, Ok(2));
        assert_eq!(deliver(&world.app, &recorder).await, Ok(0));
        assert_eq!(world.db.number(UNSENT).await, 0);
        assert_eq!(recorder.ids().len(), 2);
    }

    async fn no_01_a_mail_is_tried_again_with_growing_pauses_and_then_given_up(world: World) {
        write(&world, &["a"]).await;
        let recorder = Recorder::failing(MailError::Transient("greylisted".to_owned()));
        let mut rounds = 0;
        while world.db.number(GIVEN_UP).await == 0 {
            deliver(&world.app, &recorder).await.unwrap();
            let tried = recorder.ids().len();
            deliver(&world.app, &recorder).await.unwrap();
            assert_eq!(recorder.ids().len(), tried, "there is a pause");
            world.clock.advance(Span::hours(1));
            rounds += 1;
            assert!(rounds < 50);
        }
        assert_eq!(recorder.ids().len(), 12);
        assert_eq!(world.db.number("SELECT COUNT(*) FROM outbox WHERE last_error = 'greylisted'").await, 1);
    }

    async fn no_01_a_mail_that_nobody_can_receive_is_given_up_at_once(world: World) {
        write(&world, &["a"]).await;
        let recorder = Recorder::failing(MailError::Permanent("no such user".to_owned()));
        deliver(&world.app, &recorder).await.unwrap();
        world.clock.advance(Span::days(1));
        assert_eq!(deliver(&world.app, &recorder).await, Ok(0));
        assert_eq!((recorder.ids().len(), world.db.number(GIVEN_UP).await), (1, 1));
    }

    async fn no_01_killed_between_lease_and_mark_it_is_sent_again_once_under_the_same_id(world: World) {
        write(&world, &["a"]).await;
        let slow = Recorder { pause: Duration::from_hours(1), ..Recorder::default() };
        let died = tokio::time::timeout(Duration::from_millis(500), deliver(&world.app, &slow)).await;
        assert!(died.is_err(), "it was killed while the mail server had the mail");
        let recorder = Recorder::default();
        assert_eq!(deliver(&world.app, &recorder).await, Ok(0), "its lease still holds");
        world.clock.advance(Span::seconds(61));
        assert_eq!(deliver(&world.app, &recorder).await, Ok(1));
        assert_eq!(deliver(&world.app, &recorder).await, Ok(0));
        assert_eq!((slow.ids(), recorder.ids().len()), (recorder.ids(), 1));
    }

    async fn no_01_a_worker_that_lost_its_lease_cannot_mark(world: World) {
        write(&world, &["a"]).await;
        // It fails late: without the fence it would put a sent mail back.
        let late = Recorder {
            pause: Duration::from_millis(800),
            ..Recorder::failing(MailError::Transient("late".to_owned()))
        };
        let other = Recorder::default();
        let (first, second) = tokio::join!(deliver(&world.app, &late), async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            world.clock.advance(Span::seconds(61));
            deliver(&world.app, &other).await
        });
        assert_eq!((first, second), (Ok(1), Ok(1)));
        assert_eq!(world.db.number("SELECT COUNT(*) FROM outbox WHERE sent_at IS NOT NULL AND last_error IS NULL").await, 1);
        world.clock.advance(Span::days(1));
        assert_eq!(deliver(&world.app, &other).await, Ok(0));
    }

    async fn no_01_many_workers_send_every_mail_once(world: World) {
        let names: Vec<String> = (0..60).map(|n| format!("m{n}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        write(&world, &names).await;
        let recorder = Recorder::default();
        let tasks: Vec<_> = (0..4)
            .map(|_| {
                let (app, recorder) = (world.app.clone(), recorder.clone());
                tokio::spawn(async move { while deliver(&app, &recorder).await.unwrap() > 0 {} })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        while deliver(&world.app, &recorder).await.unwrap() > 0 {}
        let mut ids = recorder.ids();
        ids.sort();
        ids.dedup();
        assert_eq!((ids.len(), recorder.ids().len()), (60, 60));
        assert_eq!(world.db.number(UNSENT).await, 0);
    }

    async fn no_01_without_a_mail_server_mail_stays_in_the_development_mailbox(world: World) {
        write(&world, &["a", "b"]).await;
        let nobody = Ctx::default();
        let list = world.app.ask(&nobody, &List::default()).await.unwrap();
        assert_eq!(list.mails.rows.len(), 2);
        let show = world.app.ask(&nobody, &Show { mail: list.mails.rows[0].id }).await.unwrap();
        assert_eq!((show.text.as_str(), show.html.as_str()), ("plain", "<p>rich</p>"));
        keep(&world.app).await.unwrap();
        assert_eq!(oldest_unsent(&world.app).await, Ok(None));
        let recorder = Recorder::default();
        assert_eq!(deliver(&world.app, &recorder).await, Ok(0), "a mail server of later does not send old links");
        assert_eq!(world.app.ask(&nobody, &List::default()).await.unwrap(), list, "it is still there to be read");
    }

    async fn no_01_the_development_mailbox_has_pages(world: World) {
        for n in 0..53 {
            write(&world, &[&format!("m{n}")]).await;
            if n % 3 == 0 {
                world.clock.advance(Span::seconds(1));
            }
        }
        let first = world.app.ask(&Ctx::default(), &List::default()).await.unwrap().mails;
        let after = first.next.as_deref().unwrap().parse().unwrap();
        let second = world.app.ask(&Ctx::default(), &List { after: Some(after) }).await.unwrap().mails;
        assert_eq!((first.rows.len(), second.rows.len(), second.next), (50, 3, None));
        let mut ids: Vec<MailId> = first.rows.iter().chain(&second.rows).map(|row| row.id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 53);
    }

    async fn no_01_readiness_knows_how_long_mail_waits(world: World) {
        assert_eq!(oldest_unsent(&world.app).await, Ok(None));
        write(&world, &["a"]).await;
        world.clock.advance(Span::minutes(20));
        assert_eq!(oldest_unsent(&world.app).await, Ok(Some(Span::minutes(20))));
    }

    async fn no_01_the_worker_sends_what_is_written_and_stops_when_told(world: World) {
        let recorder = Recorder::default();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let running = tokio::spawn(worker(world.app.clone(), Some(recorder.clone()), async move {
            let _ = stopped.await;
        }));
        write(&world, &["a"]).await;
        for _ in 0..100 {
            if recorder.ids().len() == 1 && world.db.number(UNSENT).await == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(recorder.ids().len(), 1);
        stop.send(()).unwrap();
        tokio::time::timeout(Duration::from_secs(5), running).await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn no_01_the_mailbox_is_closed_where_mail_is_sent() {
    let set = |settings: &mut Settings| settings.development_mailbox = false;
    let world = World::on(TestDb::sqlite().await, set);
    write(&world, &["a"]).await;
    assert_eq!(world.app.ask(&Ctx::default(), &List::default()).await, Err(Problem::NotFound));
}

/// A mail server that takes mail for everyone but `nobody`; gives back what it was told.
async fn sink(listener: TcpListener, heard: Arc<Mutex<String>>) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let heard = heard.clone();
        tokio::spawn(async move {
            let (read, mut write) = stream.into_split();
            let mut lines = BufReader::new(read).lines();
            let mut body = false;
            write.write_all(b"220 sink\r\n").await.unwrap();
            while let Ok(Some(line)) = lines.next_line().await {
                heard.lock().unwrap().extend([line.as_str(), "\n"]);
                let answer = match line.as_str() {
                    "." => {
                        body = false;
                        "250 taken"
                    }
                    _ if body => continue,
                    "DATA" => {
                        body = true;
                        "354 go on"
                    }
                    "QUIT" => "221 bye",
                    line if line.starts_with("RCPT") && line.contains("nobody") => "550 no such user",
                    line if line.starts_with("RCPT") && line.contains("later") => "451 try later",
                    _ => "250 ok",
                };
                write.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
            }
        });
    }
}

#[tokio::test]
async fn no_01_mail_reaches_a_mail_server_with_both_parts() {
    let world = World::sqlite().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let heard = Arc::new(Mutex::new(String::new()));
    tokio::spawn(sink(listener, heard.clone()));
    let smtp = Smtp::new(&url, "Latchkey <no-reply@latchkey.example>").unwrap();
    write(&world, &["mia", "nobody", "later"]).await;
    assert_eq!(deliver(&world.app, &smtp).await, Ok(3));
    let heard = heard.lock().unwrap().clone();
    let id = world.app.ask(&Ctx::default(), &List::default()).await.unwrap().mails.rows;
    let mia = id.iter().find(|row| row.recipient == "mia@acme.example").unwrap();
    for part in [
        "RCPT TO:<mia@acme.example>",
        "Subject: About mia",
        "text/plain",
        "text/html",
        "Auto-Submitted: auto-generated",
        &format!("Message-ID: <{}@latchkey.example>", mia.id),
    ] {
        assert!(heard.contains(part), "{part} is missing in\n{heard}");
    }
    assert_eq!(world.db.number("SELECT COUNT(*) FROM outbox WHERE sent_at IS NOT NULL").await, 1);
    assert_eq!(world.db.number("SELECT COUNT(*) FROM outbox WHERE given_up_at IS NOT NULL AND last_error LIKE '%no such user%'").await, 1);
    assert_eq!(world.db.number("SELECT COUNT(*) FROM outbox WHERE given_up_at IS NULL AND last_error LIKE '%try later%'").await, 1);
}

#[tokio::test]
async fn no_01_a_mail_server_that_is_gone_loses_nothing() {
    let world = World::sqlite().await;
    let smtp = Smtp::new("smtp://127.0.0.1:9", "no-reply@latchkey.example").unwrap();
    write(&world, &["a"]).await;
    assert_eq!(deliver(&world.app, &smtp).await, Ok(1));
    assert_eq!(world.db.number("SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL AND given_up_at IS NULL AND attempts = 1").await, 1);
}
