use domain::people::Role;
use domain::view::workspace::{partnership_table, rights_table};
use leptos::prelude::*;

use crate::pages::people::person::describe;
use crate::ui::{Card, Cell, Column, DataTable, Fact, Facts, Icon, Row};

/// What each role may do, printed from the data that decisions read (WS-05).
#[component]
pub fn Roles() -> impl IntoView {
    let roles = Role::ALL.iter().map(|role| view! { <Fact term=role.label()>{describe(*role)}</Fact> }).collect_view();
    let columns = std::iter::once(Column::new("Action")).chain(Role::ALL.iter().map(|role| Column::new(role.label()))).collect();
    let rights = rights_table()
        .into_iter()
        .map(|row| {
            let cells = Role::ALL
                .iter()
                .zip(row.roles)
                .map(|(role, may)| view! { <Cell label=role.label()><Answer may=may /></Cell> })
                .collect_view();
            view! { <Row><Cell>{row.action}</Cell>{cells}</Row> }
        })
        .collect_view();
    let partnership = partnership_table()
        .into_iter()
        .map(|(action, who, states)| {
            view! {
                <Row>
                    <Cell>{action}</Cell>
                    <Cell label="Who">{who.join(", ")}</Cell>
                    <Cell label="While it is">{states.join(", ")}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! {
        <Card title="Roles">
            <Facts>{roles}</Facts>
        </Card>
        <Card title="In the workspace" description="What a role alone allows." flush=true>
            <DataTable caption="What each role may do" columns=columns>{rights}</DataTable>
        </Card>
        <Card title="In a partnership" description="What the part that someone has in a partnership allows, and in which state of it." flush=true>
            <DataTable caption="What people may do with a partnership" columns=vec![Column::new("Action"), Column::new("Who"), Column::new("While it is")]>
                {partnership}
            </DataTable>
        </Card>
    }
    .into_any()
}

#[component]
fn Answer(may: bool) -> impl IntoView {
    if may {
        view! {
            <Icon glyph=icondata_lu::LuCheck />
            <span class="sr-only">"Yes"</span>
        }
        .into_any()
    } else {
        view! {
            <span class="right-no">
                <span class="muted" aria-hidden="true">"\u{2013}"</span>
                <span class="sr-only">"No"</span>
            </span>
        }
        .into_any()
    }
}
