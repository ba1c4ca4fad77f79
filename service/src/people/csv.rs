use domain::access::act;
use domain::activity::{EventKind, Happening};
use domain::fault::Problem;
use domain::view::people::PeopleFilter;
use futures::{Stream, stream};
use storage::person::{Listed, Place};

use super::list::Narrowed;
use crate::app::App;
use crate::csv_cell::safe;
use crate::ctx::Ctx;
use crate::error::{Fail, Result};
use crate::unit::{Question, Unit, UseCase, View};

const ROWS: usize = 500;
const HEADER: [&str; 6] = ["Name", "Email", "Role", "Status", "Joined", "Last active"];

/// The download itself is activity.
#[derive(Debug)]
struct Begin<'a>(&'a PeopleFilter);

impl UseCase for Begin<'_> {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let who = unit.signed_in().await?;
        let permit = unit.permit::<act::ViewPerson>(&who.actor)?;
        let mut happening = Happening::new(EventKind::PeopleExported);
        for (name, value) in [
            ("search", self.0.search.clone()),
            ("role", self.0.role.map(|role| role.to_string())),
            ("standing", self.0.standing.map(|word| word.to_string())),
        ] {
            if let Some(value) = value {
                happening = happening.with(name, value);
            }
        }
        unit.record(&permit, &who, happening);
        Ok(())
    }
}

#[derive(Debug)]
struct Chunk<'a> {
    filter: &'a PeopleFilter,
    after: Option<Place>,
}

impl Question for Chunk<'_> {
    type Out = (String, Option<Place>);

    async fn answer(&self, view: &mut View<'_>) -> Result<Self::Out> {
        let who = view.signed_in().await?;
        // Decided again for each chunk: a download ends with the right to it.
        let permit = view.permit::<act::ViewPerson>(&who.actor)?;
        let asked = Narrowed::new(self.filter, &who.actor);
        let people = asked.people(self.after.clone(), ROWS);
        let rows = storage::person::list(&mut view.tx, permit.workspace(), &people).await?;
        let next = rows.get(ROWS - 1).map(|last: &Listed| last.place(asked.sort));
        Ok((text(&rows, self.after.is_none())?, next))
    }
}

fn text(rows: &[Listed], header: bool) -> Result<String> {
    let defect = |error: &dyn std::fmt::Display| Fail::Defect(error.to_string());
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    if header {
        writer.write_record(HEADER).map_err(|e| defect(&e))?;
    }
    for row in rows {
        writer
            .write_record([
                &*safe(&row.name),
                &*safe(&row.email),
                row.facts.role.label(),
                row.facts.standing.label(),
                &row.joined_at.to_string(),
                &row.last_seen_at.to_string(),
            ])
            .map_err(|e| defect(&e))?;
    }
    let bytes = writer.into_inner().map_err(|e| defect(&e))?;
    String::from_utf8(bytes).map_err(|e| defect(&e))
}

/// The people that fit the filter as CSV, piece by piece. The header is in the first piece.
pub async fn csv(
    app: &App,
    ctx: &Ctx,
    filter: PeopleFilter,
) -> Result<impl Stream<Item = Result<String, Problem>> + Send + use<>, Problem> {
    app.run(ctx, &Begin(&filter)).await?;
    let (app, ctx) = (app.clone(), ctx.clone());
    Ok(stream::try_unfold((app, ctx, filter, Some(None)), |(app, ctx, filter, place)| async move {
        let Some(after) = place else {
            return Ok(None);
        };
        let chunk = Chunk { filter: &filter, after };
        let (text, next) = app.ask(&ctx, &chunk).await?;
        Ok(Some((text, (app, ctx, filter, next.map(Some)))))
    }))
}
