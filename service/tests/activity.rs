//! Reading, downloading and proving the activity log.
#![cfg(test)]

use domain::activity::{EventGroup, EventKind, Happening, Record, Teller};
use domain::fault::Problem;
use domain::id::{PartnershipId, PersonId, WorkspaceId};
use domain::people::Role;
use domain::time::Span;
use domain::view::activity::ActivityFilter;
use futures::StreamExt;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;
use service::Result;
use service::activity::export::{self, Format};
use service::activity::list::List;
use service::activity::verify::{self, Flaw, Header, Line, Unproved};
use service::activity::{checkpoint, scope, sees};
use service::ctx::Ctx;
use service::jobs::step;
use service::testkit::{Someone, World};
use service::unit::{Unit, UseCase};
use storage::activity::Chained;
use storage::both;

/// Writes rows as any use case would.
struct Tell(WorkspaceId, Vec<(Teller, Happening)>);

impl UseCase for Tell {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        for (teller, happening) in &self.1 {
            unit.tell(self.0, teller.clone(), happening.clone());
        }
        Ok(())
    }
}

fn teller(someone: &Someone) -> Teller {
    Teller::Person { id: someone.person, name: someone.name.clone() }
}

fn pick<T: Clone>(world: &World, from: &[T]) -> T {
    let place = world.app.ids.bits() % from.len() as u64;
    from[usize::try_from(place).unwrap()].clone()
}

fn partnership(number: u128) -> PartnershipId {
    PartnershipId::new(uuid::Uuid::from_u128(number))
}

/// A history of every kind of row, told by and of several people, with time passing.
async fn history(world: &World, people: &[&Someone], rows: usize) {
    let names = ["Ömer Åkesson", "Mia 100%", "under_score", "back\\slash", "Zoë"];
    for _ in 0..rows {
        let who = pick(world, people);
        let teller = match world.app.ids.bits() % 5 {
            0 => Teller::System,
            1 => Teller::Stranger,
            2 => Teller::Partner { workspace: "Elsewhere".to_owned() },
            _ => teller(who),
        };
        let mut happening = Happening::new(pick(world, EventKind::ALL));
        if world.app.ids.bits().is_multiple_of(2) {
            happening = happening.on_person(pick(world, people).person, pick(world, &names));
        }
        if world.app.ids.bits().is_multiple_of(2) {
            let number = world.app.ids.bits() % 3;
            happening = happening.on_partnership(partnership(number.into()), pick(world, &names));
        }
        happening = happening.with("note", "=1+1");
        world.clock.advance(Span::seconds((world.app.ids.bits() % 90).cast_signed()));
        let tell = Tell(people[0].workspace, vec![(teller, happening)]);
        world.app.run(&who.ctx, &tell).await.unwrap();
    }
}

/// All pages of a list.
async fn listed(world: &World, who: &Someone, filter: &ActivityFilter) -> Vec<i64> {
    let mut filter = filter.clone();
    let mut found = Vec::new();
    loop {
        let view = world.app.ask(&who.ctx, &List(filter.clone())).await.unwrap();
        assert!(view.rows.rows.len() <= 50);
        found.extend(view.rows.rows.iter().map(|row| row.record.seq));
        match view.rows.next {
            Some(next) => filter.before = Some(next.parse().unwrap()),
            None => return found,
        }
    }
}

fn fits(filter: &ActivityFilter, row: &Chained) -> bool {
    let record = &row.record;
    let happening = &record.happening;
    let of = |id: PersonId| {
        matches!(&record.teller, Teller::Person { id: told, .. } if *told == id)
            || happening.person.as_ref().is_some_and(|person| person.id == id)
    };
    let named = |text: &str| {
        let teller = match &record.teller {
            Teller::Person { name, .. } => name.as_str(),
            Teller::Partner { workspace } => workspace.as_str(),
            _ => "",
        };
        let person = happening.person.as_ref().map_or("", |named| named.name.as_str());
        let partnership = happening.partnership.as_ref().map_or("", |named| named.name.as_str());
        [teller, person, partnership].iter().any(|name| name.to_lowercase().contains(&text.to_lowercase()))
    };
    filter.from.is_none_or(|from| record.at >= from)
        && filter.to.is_none_or(|to| record.at < to)
        && filter.kind.is_none_or(|kind| kind == happening.kind)
        && filter.group.is_none_or(|group| group == happening.kind.group())
        && filter.person.is_none_or(of)
        && filter.partnership.is_none_or(|id| happening.partnership.as_ref().is_some_and(|named| named.id == id))
        && filter.search.as_deref().is_none_or(named)
}

async fn reader(world: &World, someone: &Someone) -> storage::activity::Scope {
    let mut read = world.app.db.read().await.unwrap();
    let token = someone.ctx.session.unwrap();
    let now = world.app.clock.now();
    let who = storage::facts::signed_in(&mut read, &token, now).await.unwrap().unwrap();
    scope(&who, now)
}

both! {
    async fn ac_02_ac_03_every_filter_shows_exactly_the_rows_that_fit_and_may_be_seen(world: World) {
        let owner = world.found("Northwind", "Mia Thorn").await;
        let auditor = world.member(&owner, "Ann Audit", Role::Auditor).await;
        let member = world.member(&owner, "Ömer Member", Role::Member).await;
        let people = [&owner, &auditor, &member];
        // Bursts that are longer than a page, then rows of all kinds.
        history(&world, &people, 330).await;
        let people = [&world.again(&owner).await, &world.again(&auditor).await, &world.again(&member).await];
        let rows = world.db.activity(owner.workspace).await;
        let now = world.app.clock.now();
        let searches = ["ömer", "ÖMER", "100%", "_", "\\", "o", "Elsewhere", "nobody", "zoë", "ö"];
        for round in 0..70_u64 {
            let maybe = |chance: u64| world.app.ids.bits().is_multiple_of(chance);
            let any = |span: i64| now - Span::seconds((world.app.ids.bits() % span.cast_unsigned()).cast_signed());
            let filter = ActivityFilter {
                from: maybe(4).then(|| any(300 * 90)),
                to: maybe(4).then(|| any(300 * 90)),
                kind: maybe(5).then(|| pick(&world, EventKind::ALL)),
                group: maybe(4).then(|| pick(&world, EventGroup::ALL)),
                person: maybe(4).then(|| pick(&world, &people).person),
                partnership: maybe(4).then(|| partnership((world.app.ids.bits() % 4).into())),
                search: maybe(3).then(|| pick(&world, &searches).to_owned()),
                before: None,
            };
            let filter = if round == 0 { ActivityFilter::default() } else { filter };
            for who in people {
                let scope = reader(&world, who).await;
                assert_eq!(scope.own.is_some(), who.person == member.person);
                let expected: Vec<i64> = rows
                    .iter()
                    .rev()
                    .filter(|row| sees(scope, row) && fits(&filter, row))
                    .map(|row| row.record.seq)
                    .collect();
                assert_eq!(listed(&world, who, &filter).await, expected, "{} {filter:?}", who.name);
            }
        }
    }

    async fn ac_03_who_reads_only_their_own_rows_does_not_learn_where_others_were(world: World) {
        let owner = world.found("Northwind", "Mia Thorn").await;
        let member = world.member(&owner, "Ben Member", Role::Member).await;
        let on_me = Happening::new(EventKind::RoleChanged).on_person(member.person, &member.name);
        let attack = Happening::new(EventKind::SignInRefused).on_person(member.person, &member.name);
        let rows = vec![(teller(&owner), on_me.clone()), (Teller::Stranger, attack), (teller(&member), on_me)];
        world.app.run(&owner.ctx, &Tell(owner.workspace, rows)).await.unwrap();
        let view = world.app.ask(&member.ctx, &List::default()).await.unwrap();
        assert!(view.own_only);
        let shown: Vec<bool> = view.rows.rows.iter().take(3).map(|row| row.client.is_some()).collect();
        assert_eq!(shown, [true, true, false]);
        let all = world.app.ask(&owner.ctx, &List::default()).await.unwrap();
        assert!(!all.own_only && all.rows.rows.iter().all(|row| row.client.is_some()));
        assert_eq!(world.app.ask(&Ctx::default(), &List::default()).await, Err(Problem::SignIn));
    }

    async fn ac_03_another_workspace_sees_nothing(world: World) {
        let owner = world.found("Northwind", "Mia Thorn").await;
        let other = world.found("Contoso", "Eve Foreign").await;
        let filter = ActivityFilter { person: Some(owner.person), ..ActivityFilter::default() };
        assert_eq!(listed(&world, &other, &filter).await, Vec::<i64>::new());
        let view = world.app.ask(&other.ctx, &List::default()).await.unwrap();
        assert!(view.rows.rows.iter().all(|row| row.record.workspace == other.workspace));
    }

    async fn ac_02_the_chart_counts_each_day(world: World) {
        let owner = world.found("Northwind", "Mia Thorn").await;
        let member = world.member(&owner, "Ben Member", Role::Member).await;
        let sign = |who: &Someone| (teller(who), Happening::new(EventKind::SignedIn));
        world.clock.advance(Span::days(3));
        let owner = world.again(&owner).await;
        let member = world.again(&member).await;
        world.app.run(&owner.ctx, &Tell(owner.workspace, vec![sign(&owner), sign(&member)])).await.unwrap();
        let days = world.app.ask(&owner.ctx, &List::default()).await.unwrap().days;
        assert_eq!(days.len(), 30);
        assert!(days.windows(2).all(|pair| pair[1].0 - pair[0].0 == Span::days(1)));
        let rows = world.activity(&owner).await;
        let today = days[29].0;
        let on = |record: &&Record| record.at >= today;
        assert_eq!(days[29].1, rows.iter().filter(on).count() as u64);
        assert_eq!(days.iter().map(|day| day.1).sum::<u64>(), rows.len() as u64);
        let mine = world.app.ask(&member.ctx, &List::default()).await.unwrap();
        assert_eq!(mine.days[29].1, 2);
        let listed = mine.rows.rows.len() as u64;
        assert_eq!(mine.days.iter().map(|day| day.1).sum::<u64>(), listed);
    }

    async fn ac_02_rare_rows_are_found_over_short_pages(world: World) {
        let owner = world.found("Northwind", "Mia Thorn").await;
        bulk(&world, 45_000).await;
        world.db.tamper("UPDATE activity SET person_name = 'Rare Bird', person_id = workspace_id WHERE seq IN (7, 30000)").await;
        let filter = ActivityFilter { search: Some("rare b".to_owned()), ..ActivityFilter::default() };
        let first = world.app.ask(&owner.ctx, &List(filter.clone())).await.unwrap();
        assert_eq!(first.rows.rows.len(), 1, "only the newest rows were looked through");
        assert!(first.rows.next.is_some());
        assert_eq!(listed(&world, &owner, &filter).await, [30_000, 7]);
        // The same through a download, whose statements are bounded too.
        let text = download(&world, &owner, &filter, Format::Csv).await.unwrap();
        assert_eq!(text.lines().count(), 3);
    }

    async fn ac_04_a_table_cannot_run_as_formulas_and_carries_every_hash(world: World) {
        let owner = world.found("Northwind", "Mia Thorn").await;
        let member = world.member(&owner, "=cmd|' /C calc'!A0", Role::Member).await;
        let note = Happening::new(EventKind::PersonRenamed).with("@name", "+1, \"quoted\"\nline");
        world.app.run(&member.ctx, &Tell(owner.workspace, vec![(teller(&member), note)])).await.unwrap();
        let rows = world.db.activity(owner.workspace).await;
        let text = download(&world, &owner, &ActivityFilter::default(), Format::Csv).await.unwrap();
        let mut table = csv::Reader::from_reader(text.as_bytes());
        let head: Vec<&str> = table.headers().unwrap().iter().collect();
        assert_eq!(head.join(","), "Time,Event,Account,App,User,Location,OS,Device,Details,Address,Sequence,Hash");
        let cells: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
        assert_eq!(cells.len(), rows.len());
        for (cells, row) in cells.iter().zip(&rows) {
            assert!(!cells.iter().any(|cell| cell.starts_with(['=', '+', '-', '@', '\t', '\r'])), "{cells:?}");
            assert_eq!(cells[10], row.record.seq.to_string());
            assert_eq!(cells[11], data_encoding::HEXLOWER.encode(&row.hash));
            assert_eq!(cells[4].trim_start_matches('\''), row.record.teller.label());
        }
        assert_eq!(&cells.last().unwrap()[8], "'@name: +1, \"quoted\"\nline");
    }

    async fn ac_04_the_download_is_an_event_before_its_first_byte(world: World) {
        let owner = world.found("Northwind", "Mia Thorn").await;
        let filter = ActivityFilter { kind: Some(EventKind::SignedIn), search: Some("mia".to_owned()), ..ActivityFilter::default() };
        let begun = export::start(&world.app, &owner.ctx, &filter, Format::Csv).await.unwrap();
        let last = world.activity(&owner).await.pop().unwrap();
        assert_eq!(last.happening.kind, EventKind::ActivityExported);
        let details = &last.happening.details;
        assert_eq!(details["filter"], "event session.signed_in, search mia");
        assert!(details["rows at most"].parse::<i64>().unwrap() < last.seq);
        let text = gather(begun).await.unwrap();
        assert!(!text.contains("Activity downloaded"), "the download does not hold itself");
        assert_eq!(export::start(&world.app, &Ctx::default(), &filter, Format::Csv).await.err(), Some(Problem::SignIn));
    }

    async fn ac_04_a_member_downloads_only_their_own_rows(world: World) {
        let owner = world.found("Northwind", "Mia Thorn").await;
        let member = world.member(&owner, "Ben Member", Role::Member).await;
        history(&world, &[&owner, &member], 60).await;
        let member = world.again(&member).await;
        let scope = reader(&world, &member).await;
        let rows = world.db.activity(owner.workspace).await;
        for filter in [ActivityFilter::default(), ActivityFilter { group: Some(EventGroup::Partnership), ..ActivityFilter::default() }] {
            let expected: Vec<i64> =
                rows.iter().filter(|row| sees(scope, row) && fits(&filter, row)).map(|row| row.record.seq).collect();
            let text = download(&world, &member, &filter, Format::JsonLines).await.unwrap();
            let lines: Vec<Line> = text.lines().skip(1).map(|line| serde_json::from_str(line).unwrap()).collect();
            let found: Vec<i64> = lines.iter().map(|line| line.record.seq).filter(|seq| *seq <= i64::try_from(rows.len()).unwrap()).collect();
            assert_eq!(found, expected);
            let summary = verify::file(text.as_bytes(), None).unwrap();
            assert!(!summary.whole && summary.to_string().contains("cannot be proved"), "{summary}");
        }
    }

    async fn ac_04_who_loses_the_right_gets_no_more_of_a_long_download(world: World) {
        let owner = world.found("Northwind", "Mia Thorn").await;
        bulk(&world, 3_000).await;
        let mut begun = export::start(&world.app, &owner.ctx, &ActivityFilter::default(), Format::Csv).await.unwrap();
        assert!(begun.chunks.next().await.unwrap().is_ok(), "the head");
        assert!(begun.chunks.next().await.unwrap().is_ok(), "a thousand rows");
        world.db.tamper("DELETE FROM session").await;
        assert_eq!(begun.chunks.next().await, Some(Err(Problem::SignIn)));
        assert_eq!(begun.chunks.next().await, None);
    }

    async fn ac_05_any_tampering_with_a_download_is_named_at_its_first_row(world: World) {
        let owner = world.found("Northwind", "Mia Thorn").await;
        let member = world.member(&owner, "Ben Member", Role::Member).await;
        history(&world, &[&owner, &member], 40).await;
        checkpoint::make(&world.app, owner.workspace).await.unwrap();
        let owner = world.again(&owner).await;
        history(&world, &[&owner, &member], 20).await;
        let owner = world.again(&owner).await;
        let text = download(&world, &owner, &ActivityFilter::default(), Format::JsonLines).await.unwrap();
        let key = world.app.keys.checkpoint_key().verifying_key();
        let summary = verify::file(text.as_bytes(), Some(&key)).unwrap();
        let rows = text.lines().count() - 1;
        assert_eq!((summary.rows, summary.whole, summary.trusted, summary.checkpoints), (rows as u64, true, true, 2));
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut runner = TestRunner::new(Config { failure_persistence: None, cases: 120, ..Config::default() });
        runner.run(&(0..4_u8, 0..rows, 0..rows, any::<u64>()), |(how, a, b, random)| tampered(&lines, how, a, b, random)).unwrap();
        // Who is not the installation cannot sign a log of their own.
        let foreign = service::keys::Keys::from_bytes([9; 32]).checkpoint_key().verifying_key();
        let refused = verify::file(text.as_bytes(), Some(&foreign));
        assert!(matches!(refused, Err(Unproved::Broken(broken)) if broken.flaw == Flaw::OtherKey));
    }

    async fn ac_05_a_history_that_was_written_anew_does_not_fit_its_checkpoints(world: World) {
        let owner = world.found("Northwind", "Mia Thorn").await;
        history(&world, &[&owner], 10).await;
        checkpoint::make(&world.app, owner.workspace).await.unwrap();
        history(&world, &[&owner], 10).await;
        checkpoint::make(&world.app, owner.workspace).await.unwrap();
        let first = world.db.number("SELECT MIN(seq) FROM checkpoint").await;
        let last = world.db.number("SELECT MAX(seq) FROM checkpoint").await;
        let owner = world.again(&owner).await;
        let text = download(&world, &owner, &ActivityFilter::default(), Format::JsonLines).await.unwrap();
        let mut lines = text.lines();
        let mut forged = format!("{}\n", lines.next().unwrap());
        let mut prev: Option<String> = None;
        for line in lines {
            let mut line: Line = serde_json::from_str(line).unwrap();
            if line.record.seq == first + 2 {
                line.record.happening.details.insert("note".to_owned(), "forged".to_owned());
            }
            if let Some(prev) = prev {
                line.prev = prev;
            }
            let bytes = |text: &str| data_encoding::HEXLOWER.decode(text.as_bytes()).unwrap();
            let hash = service::unit::link(&line.record, &bytes(&line.client_hash), &bytes(&line.prev));
            line.hash = data_encoding::HEXLOWER.encode(&hash);
            prev = Some(line.hash.clone());
            forged.push_str(&serde_json::to_string(&line).unwrap());
            forged.push('\n');
        }
        let Err(Unproved::Broken(broken)) = verify::file(forged.as_bytes(), None) else { panic!("it was proved") };
        assert_eq!((broken.seq, broken.flaw), (Some(last), Flaw::OtherHistory { since: first }));
    }

    async fn ac_05_tampering_with_the_database_is_named_at_its_row(world: World) {
        let owner = world.found("Northwind", "Mia Thorn").await;
        history(&world, &[&owner], 20).await;
        checkpoint::make(&world.app, owner.workspace).await.unwrap();
        let check = async || verify::workspace(&world.app, owner.workspace).await.unwrap();
        assert!(check().await.is_ok());
        let table = [
            ("UPDATE activity SET details = '{}', request = 'x' WHERE seq = 5", "UPDATE activity SET request = 'y' WHERE seq = 5", 5),
            ("UPDATE activity SET address = '9.9.9.9' WHERE seq = 4", "UPDATE activity SET address = NULL WHERE seq = 4", 4),
            ("UPDATE activity SET kind = 'no.such' WHERE seq = 3", "UPDATE activity SET kind = 'session.signed_in' WHERE seq = 3", 3),
            ("UPDATE activity SET teller_name = 'Eve' WHERE seq = 2", "UPDATE activity SET at = at + 1 WHERE seq = 2", 2),
            ("DELETE FROM activity WHERE seq = 1", "UPDATE activity SET person_name = 'x' WHERE seq = 6", 1),
        ];
        // Each further down the log, so that the one before it does not hide it.
        for (first, second, seq) in table {
            for statement in [first, second] {
                assert_eq!(world.db.tamper(statement).await, 1, "{statement}");
                let broken = check().await.expect_err(statement);
                assert_eq!(broken.seq, Some(seq), "{statement}: {broken}");
            }
        }
    }

    async fn ac_05_a_log_whose_end_was_cut_off_is_not_whole(world: World) {
        let owner = world.found("Northwind", "Mia Thorn").await;
        history(&world, &[&owner], 9).await;
        checkpoint::make(&world.app, owner.workspace).await.unwrap();
        world.db.tamper("DELETE FROM activity WHERE seq > 5").await;
        world.db.tamper("UPDATE activity_head SET seq = 5, hash = (SELECT hash FROM activity WHERE seq = 5)").await;
        let broken = verify::workspace(&world.app, owner.workspace).await.unwrap().expect_err("the end is missing");
        assert_eq!(broken.flaw, Flaw::CutOff);
    }

    async fn ac_05_checkpoints_are_made_daily_and_after_many_rows(world: World) {
        let owner = world.found("Northwind", "Mia Thorn").await;
        let points = async || world.db.number("SELECT COUNT(*) FROM checkpoint").await;
        let round = async || {
            step::schedule(&world.app).await.unwrap();
            while step::step(&world.app).await.unwrap() > 0 {}
        };
        round().await;
        assert_eq!(points().await, 1, "the first rows are signed at once");
        round().await;
        history(&world, &[&owner], 1).await;
        round().await;
        assert_eq!(points().await, 1, "a day has not passed");
        world.clock.advance(Span::days(1));
        round().await;
        assert_eq!(points().await, 2);
        bulk(&world, 10_100).await;
        round().await;
        assert_eq!(points().await, 3);
        world.clock.advance(Span::days(2));
        round().await;
        assert_eq!(points().await, 3, "nothing has happened since");
    }
}

/// Many rows at once, copies of the first with numbers and times of their own. Their hashes do not fit.
async fn bulk(world: &World, rows: i64) {
    let sql = Box::leak(
        format!(
            "INSERT INTO activity (workspace_id, seq, id, at, kind, teller_kind, teller_id, teller_name, details, request, client_hash, hash)
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
             SELECT a.workspace_id, h.seq + n.i, a.id, a.at + n.i, a.kind, a.teller_kind, a.teller_id, a.teller_name, a.details, a.request, a.client_hash, a.hash
             FROM activity a JOIN activity_head h ON h.workspace_id = a.workspace_id CROSS JOIN n WHERE a.seq = 1"
        )
        .into_boxed_str(),
    );
    world.db.tamper(sql).await;
    world
        .db
        .tamper("UPDATE activity_head SET seq = (SELECT MAX(a.seq) FROM activity a WHERE a.workspace_id = activity_head.workspace_id)")
        .await;
}

async fn gather(mut download: export::Download) -> std::result::Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = download.chunks.next().await {
        bytes.extend(chunk?);
    }
    Ok(String::from_utf8(bytes).unwrap())
}

async fn download(world: &World, who: &Someone, filter: &ActivityFilter, format: Format) -> std::result::Result<String, Problem> {
    gather(export::start(&world.app, &who.ctx, filter, format).await?).await
}

/// Every place in a line where a value stands that has no values in it.
fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(name, inner)| leaves(inner, &format!("{path}/{name}"), found)),
        _ => found.push(path.to_owned()),
    }
}

/// One tampering with the lines of a download, and what has to be said of it.
fn tampered(lines: &[String], how: u8, a: usize, b: usize, random: u64) -> std::result::Result<(), TestCaseError> {
    // Row n stands in line n + 1; the header is line 1.
    let mut changed = lines.to_vec();
    let seq = |row: usize| i64::try_from(row + 1).unwrap();
    let number = |row: usize| u64::try_from(row + 2).unwrap();
    let (line, row) = match how {
        0 => {
            let mut value: Value = serde_json::from_str(&lines[a + 1]).unwrap();
            let mut paths = Vec::new();
            leaves(&value, "", &mut paths);
            let path = &paths[usize::try_from(random % paths.len() as u64).unwrap()];
            let leaf = value.pointer_mut(path).unwrap();
            *leaf = match &*leaf {
                Value::String(text) => Value::String(format!("{text}0")),
                Value::Number(number) => Value::from(number.as_i64().unwrap() + 1 + i64::from(random.to_le_bytes()[0])),
                _ => Value::String("per_00000000000000000000000000".to_owned()),
            };
            changed[a + 1] = value.to_string();
            (number(a), None)
        }
        1 => {
            changed.remove(a + 1);
            (number(a), Some(seq(a)))
        }
        2 if a != b => {
            changed.swap(a + 1, b + 1);
            (number(a.min(b)), Some(seq(a.min(b))))
        }
        _ => {
            changed.insert(b + 1, lines[a + 1].clone());
            // A copy right behind its original: the second of the two is the one too many.
            (number(if a == b { b + 1 } else { b }), None)
        }
    };
    let text = changed.join("\n");
    match verify::file(text.as_bytes(), None) {
        Err(Unproved::Broken(broken)) => {
            prop_assert_eq!(broken.line, line, "{}", broken);
            prop_assert!(row.is_none() || broken.seq == row, "{}", broken);
        }
        other => prop_assert!(false, "{other:?}"),
    }
    Ok(())
}

#[test]
fn ac_05_what_is_no_log_is_refused() {
    let header = |text: &str| matches!(verify::file(text.as_bytes(), None), Err(Unproved::Broken(broken)) if broken.line == 1);
    assert!(header(""));
    assert!(header("Time,Event\n"));
    assert!(header("{}\n"));
    assert!(header(&"[".repeat(100_000)));
    assert!(serde_json::from_str::<Header>("{}").is_err());
}
