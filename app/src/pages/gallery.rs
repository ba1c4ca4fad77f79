//! `/__ui`: every part of the interface in every state, for eyes, screenshots and axe. Debug builds only.
//!
//! `?theme=light` and `?theme=dark` choose the theme; `?page=sign-in`, `forbidden` and `missing` show whole pages.

#[cfg_attr(not(test), expect(clippy::wildcard_imports, reason = "it shows all of them"))]
use crate::ui::*;
use icondata_lu as lu;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// 22 November 2026, 08:01:29 UTC: rendering reads no clock.
const THEN: i64 = 1_795_334_489_000;
const HOUR: i64 = 3_600_000;

/// The gallery, in the frame that signed-in pages have.
#[component]
pub fn Gallery() -> impl IntoView {
    let toasts = use_context::<Toasts>().unwrap_or_else(Toasts::provide);
    let palette = use_context::<Palette>().unwrap_or_else(Palette::provide);
    let query = use_query_map();
    let theme = move || query.read().get("theme");
    let page = query.read_untracked().get("page");
    if page.as_deref() == Some("sign-in") {
        return view! { <div data-theme=theme>{sign_in()}</div> }.into_any();
    }
    let content = match page.as_deref() {
        Some("forbidden") => {
            view! { <Forbidden text="Only Owners and Admins change settings. Ask Ana Duarte." back_href="/__ui" /> }.into_any()
        }
        Some("missing") => view! { <NotFound back_href="/__ui" /> }.into_any(),
        _ => everything(toasts),
    };
    let nav = vec![
        nav_item("/__ui", "All accounts", lu::LuKeyRound, 0),
        nav_item("#partners", "Partners", lu::LuHandshake, 3),
        nav_item("#requests", "Requests", lu::LuInbox, 120),
        nav_item("#activity", "Activity", lu::LuActivity, 0),
        nav_item("#settings", "Settings", lu::LuSettings, 0),
    ];
    view! {
        <div data-theme=theme>
            <AppShell
                nav=nav
                home="/__ui"
                workspace=|| {
                    view! {
                        <Menu
                            id="switch-workspace"
                            label="Switch workspace"
                            trigger=|| view! { <WorkspaceTile name="Northwind Traders" hint="Owner" /> <Icon glyph=lu::LuChevronsUpDown /> }
                        >
                            <MenuLink href="/__ui" label="Northwind Traders" icon=lu::LuCheck />
                            <MenuLink href="/__ui" label="Acme Studios" />
                        </Menu>
                    }
                }
                user=move || {
                    view! {
                        <Menu
                            id="user-menu"
                            label="Your account"
                            trigger=|| view! { <Person name="Ana Duarte" detail="ana@northwind.test" /> }
                        >
                            <MenuLink href="/__ui" label="Profile" icon=lu::LuUserRound />
                            <MenuButton label="Keyboard shortcuts" icon=lu::LuKeyboard on_click=move || palette.show_help() />
                            <MenuSeparator />
                            <MenuLink href="/__ui" label="Log out" icon=lu::LuLogOut />
                        </Menu>
                    }
                }
            >
                <div class="page">{content}</div>
            </AppShell>
            <CommandPalette
                commands=commands()
                search=Callback::new(|query: String| -> Found<Command> {
                    Box::pin(async move {
                        vec![command(&["Search the log for ", &query].concat(), "Action", lu::LuSearch)]
                    })
                })
            />
            <Shortcuts go_to=vec![
                GoTo {
                    key: 'a',
                    label: "All accounts".to_owned(),
                    href: "/__ui".to_owned(),
                },
                GoTo {
                    key: 'p',
                    label: "Partners".to_owned(),
                    href: "/__ui?page=partners".to_owned(),
                },
            ] />
        </div>
    }
    .into_any()
}

fn everything(toasts: Toasts) -> AnyView {
    view! {
        <PageHead
            title="Interface gallery"
            description="Every part of the interface in every state. Shown in debug builds only."
            actions=|| {
                view! {
                    <LinkButton label="Light" href="?theme=light" external=true />
                    <LinkButton label="Dark" href="?theme=dark" external=true />
                    <LinkButton label="Sign-in page" href="?page=sign-in" external=true />
                }
            }
        />
        {buttons()}
        {fields()}
        {people()}
        {overlays(toasts)}
        {tables()}
        {messages(toasts)}
        {states()}
        {time_and_numbers()}
    }
    .into_any()
}

fn sign_in() -> AnyView {
    view! {
        <CenterShell
            title="Sign in"
            description="Use the address that your workspace knows you by."
            foot=|| {
                view! {
                    "New here? "
                    <a class="link" href="#sign-up">
                        "Create a workspace"
                    </a>
                }
            }
        >
            <Banner tone=BannerTone::Danger text="The e-mail address or the password is wrong." />
            <form method="post">
                <FormStack>
                    <TextInput name="email" label="Email address" kind=InputKind::Email autocomplete="username" required=true />
                    <TextInput name="password" label="Password" kind=InputKind::Password autocomplete="current-password" required=true />
                    <Button label="Sign in" tone=Tone::Primary submit=true full=true />
                </FormStack>
            </form>
        </CenterShell>
    }
    .into_any()
}

fn nav_item(href: &str, label: &str, glyph: Glyph, count: u32) -> NavItem {
    NavItem { href: href.to_owned(), label: label.to_owned(), glyph, count }
}

fn command(label: &str, kind: &str, glyph: Glyph) -> Command {
    Command { href: "/__ui".to_owned(), label: label.to_owned(), kind: kind.to_owned(), glyph }
}

fn commands() -> Vec<Command> {
    vec![
        command("All accounts", "Page", lu::LuKeyRound),
        command("Partners", "Page", lu::LuHandshake),
        command("Acme Studios", "Partner", lu::LuBuilding2),
        command("Add partner", "Action", lu::LuPlus),
    ]
}

fn buttons() -> AnyView {
    let clicks = RwSignal::new(0_u32);
    let busy = RwSignal::new(true);
    view! {
        <Card title="Buttons" description="Links navigate, buttons act.">
            <div class="stack">
                <div class="cluster">
                    <Button label="Add partner" tone=Tone::Primary icon=lu::LuPlus on_click=move || clicks.update(|n| *n += 1) />
                    <Button label="Approve request" on_click=move || clicks.update(|n| *n += 1) />
                    <Button label="Remove partner" tone=Tone::Danger />
                    <Button label="Learn more" tone=Tone::Quiet />
                    <LinkButton label="Open details" href="#details" icon=lu::LuExternalLink />
                    <span class="muted">"Clicked " <span class="num">{move || clicks.get()}</span></span>
                </div>
                <div class="cluster">
                    <Button label="Sending" tone=Tone::Primary busy=busy />
                    <Button label="Saving" busy=true />
                    <Button
                        label="Share accounts"
                        disabled_reason="The partner has not accepted yet."
                    />
                    <LinkButton
                        label="Sync now"
                        href="#sync"
                        disabled_reason="A sync is already running."
                    />
                    <Button label="Stop" small=true on_click=move || busy.update(|busy| *busy = !*busy) />
                    <Button label="Small danger" small=true tone=Tone::Danger icon=lu::LuTrash2 />
                </div>
                <div class="cluster">
                    <IconButton glyph=lu::LuSettings label="Settings" />
                    <IconButton glyph=lu::LuBell label="Notifications" pressed=true />
                    <IconButton glyph=lu::LuTrash2 label="Remove row" danger=true />
                    <IconButton glyph=lu::LuExternalLink label="Open in new view" href="#view" />
                    <Spinner />
                </div>
            </div>
        </Card>
    }
    .into_any()
}

fn fields() -> AnyView {
    let bound = RwSignal::new("Northwind".to_owned());
    view! {
        <Card title="Fields" description="Label above, hint below, error under the field.">
            <div class="grid gap-x-8 gap-y-6 md:grid-cols-2">
                <FormStack>
                    <TextInput name="workspace" label="Partner's workspace ID" hint="Your partner finds it in the Partners view." placeholder="northwind" autocomplete="off" required=true />
                    <TextInput name="email" label="Partner's email address" kind=InputKind::Email value="ana@acme" error="Enter a complete address, for example ana@acme.com" autocomplete="email" />
                    <TextInput name="password" label="Password" kind=InputKind::Password hint="At least 12 characters" autocomplete="new-password" />
                    <TextInput name="bound" label="Name" bind=bound />
                    <p class="muted">"Follows the field: " {move || bound.get()}</p>
                    <TextInput name="search" label="Search" kind=InputKind::Search placeholder="Search accounts" />
                    <TextInput name="until" label="Access ends" kind=InputKind::DateTime optional=true />
                    <TextInput name="fixed" label="Workspace ID" value="northwind" readonly=true />
                </FormStack>
                <FormStack>
                    <TextArea name="reason" label="Reason for request" optional=true hint="Your admin sees this." maxlength=500 />
                    <Select
                        name="role"
                        label="Role"
                        value="manager"
                        choices=vec![Choice::new("collaborator", "Collaborator"), Choice::new("manager", "Account manager")]
                    />
                    <Checkbox name="terms" label="I have read the terms and agree" error="Agree to the terms to go on" />
                    <Checkbox name="mails" label="Send me a mail" hint="When a partner answers" checked=true />
                    <Checkbox name="off" label="Not available" disabled=true />
                    <Switch name="live" label="Live" checked=true hint="New events appear by themselves" />
                    <Switch name="quiet" label="Quiet hours" />
                    <RadioCards
                        name="kind"
                        legend="Kind of partner"
                        value="host-guest"
                        cards=vec![
                            RadioCard {
                                value: "host-guest".to_owned(),
                                label: "Another workspace".to_owned(),
                                hint: Some("Both sides manage their own people.".to_owned()),
                                icon: Some(lu::LuHandshake),
                                disabled_reason: None,
                            },
                            RadioCard {
                                value: "local".to_owned(),
                                label: "A company without a workspace".to_owned(),
                                hint: Some("You invite their people.".to_owned()),
                                icon: Some(lu::LuUsers),
                                disabled_reason: None,
                            },
                            RadioCard {
                                value: "native".to_owned(),
                                label: "A partner of a connected app".to_owned(),
                                icon: Some(lu::LuBoxes),
                                disabled_reason: Some("Connect an app first.".to_owned()),
                                ..RadioCard::default()
                            },
                        ]
                    />
                </FormStack>
            </div>
        </Card>
    }
    .into_any()
}

fn people() -> AnyView {
    let picked = RwSignal::new(vec![Pick {
        id: "usr_1".to_owned(),
        label: "Bo Lindqvist".to_owned(),
        detail: Some("bo@acme.test".to_owned()),
        disabled_reason: None,
    }]);
    let search = Callback::new(|query: String| -> Found<Pick> {
        Box::pin(async move {
            let query = query.to_lowercase();
            ["Ana Duarte", "Bo Lindqvist", "Cy Okafor", "Dana Petrov"]
                .into_iter()
                .filter(|name| name.to_lowercase().contains(&query))
                .map(|name| Pick {
                    id: name.to_owned(),
                    label: name.to_owned(),
                    detail: Some("northwind.test".to_owned()),
                    disabled_reason: (name == "Cy Okafor").then(|| "Already has access".to_owned()),
                })
                .collect()
        })
    });
    view! {
        <Card title="People and status">
            <div class="grid gap-x-8 gap-y-6 md:grid-cols-2">
                <PeoplePicker name="people" label="People" search=search picked=picked emails=true hint="Type a name or paste e-mail addresses." />
                <div class="stack">
                    <div class="cluster">
                        {["Ana", "Bo", "Cy", "Dana", "Eve", "Finn", "Gus", "Hal"]
                            .map(|name| view! { <Avatar name=name /> })
                            .collect_view()}
                        <Avatar name="Small" size=AvatarSize::Small />
                        <Avatar name="Acme Studios" size=AvatarSize::Large square=true />
                    </div>
                    <Person name="Ana Duarte" detail="ana@northwind.test" />
                    <WorkspaceTile name="Acme Studios" hint="Guest" />
                    <div class="cluster">
                        <StatusPill tone=StatusTone::Success label="Active" />
                        <StatusPill tone=StatusTone::Info label="Awaiting partner" />
                        <StatusPill tone=StatusTone::Warn label="Awaiting admin's decision" />
                        <StatusPill tone=StatusTone::Danger label="Declined by admin" />
                        <StatusPill tone=StatusTone::Neutral label="Removed" />
                        <StatusPill tone=StatusTone::Accent label="Claim your invite" />
                        <Count value=7_u32 />
                        <Count value=120_u32 />
                    </div>
                    <CopyButton value="northwind" label="workspace ID" id="workspace-id" />
                    <Facts>
                        <Fact term="Type">"Host-guest"</Fact>
                        <Fact term="Since">
                            <Time ms=THEN when=When::Date />
                        </Fact>
                        <Fact term="Owner">"Ana Duarte"</Fact>
                    </Facts>
                </div>
            </div>
        </Card>
    }
    .into_any()
}

fn overlays(toasts: Toasts) -> AnyView {
    view! {
        <Card title="Dialogs, menus, steps, tabs" description="A dialog is open while the address names it.">
            <div class="stack">
                <div class="cluster">
                    <DialogLink name="add-partner" label="Add partner" tone=Tone::Primary />
                    <DialogLink name="remove-account" item="acc_1" label="Remove account" />
                    <DialogLink name="event" label="Open drawer" />
                    <Menu id="more-acme" label="More actions for Acme Studios">
                        <MenuLink href="#open" label="Open" icon=lu::LuExternalLink />
                        <MenuLink href="#sync" label="Sync now" icon=lu::LuRefreshCw disabled_reason="A sync is already running." />
                        <MenuButton label="Send reminder" icon=lu::LuSend on_click=move || toasts.push("Reminder sent to Acme Studios") />
                        <MenuSeparator />
                        <MenuLink
                            href=url::use_item_dialog_href("remove-account", "acc_1".to_owned())
                            label="Remove account"
                            icon=lu::LuTrash2
                            danger=true
                            stay=true
                        />
                    </Menu>
                    <Menu id="more-text" label="More actions" text=true>
                        <MenuLink href="#open" label="Open" />
                    </Menu>
                </div>
                <Stepper
                    label="Share accounts"
                    current=1_usize
                    steps=vec![
                        Step { label: "Select accounts".to_owned(), href: Some("#step-1".to_owned()) },
                        Step { label: "Choose roles".to_owned(), href: None },
                        Step { label: "Review".to_owned(), href: None },
                    ]
                />
                <Tabs
                    label="Partner"
                    current="#members"
                    tabs=vec![
                        Tab::new("#accounts", "Accounts").count(12),
                        Tab::new("#members", "Members").count(4),
                        Tab::new("#activity", "Activity"),
                        Tab::new("#details", "Details"),
                    ]
                />
            </div>
            <Dialog name="add-partner" title="Enter Your Partner's Information" description="They get a mail and decide in their own workspace.">
                <form method="post">
                    <FormStack>
                        <TextInput name="dialog-workspace" label="Partner's workspace ID" required=true />
                        <TextInput name="dialog-email" label="Partner's email address" kind=InputKind::Email />
                        <TextArea name="dialog-reason" label="Reason for request" optional=true />
                    </FormStack>
                    <DialogFooter>
                        <DialogCancel />
                        <Button label="Send request" tone=Tone::Primary submit=true />
                    </DialogFooter>
                </form>
            </Dialog>
            <ConfirmDialog name="remove-account" title="Remove account?" description="4 people of Acme Studios lose access to this account at once.">
                <form method="post">
                    <ConfirmFooter label="Remove account" />
                </form>
            </ConfirmDialog>
            <Dialog name="event" title="Share accepted" drawer=true>
                <Facts>
                    <Fact term="Who">"Ana Duarte"</Fact>
                    <Fact term="When">
                        <Time ms=THEN when=When::Exact />
                    </Fact>
                    <Fact term="From">"Lisbon, Portugal"</Fact>
                </Facts>
            </Dialog>
        </Card>
    }
    .into_any()
}

fn partner_row(name: &'static str, tone: StatusTone, status: &'static str, at: i64) -> AnyView {
    let menu = ["more-", name].concat().replace(' ', "-");
    view! {
        <Row current=name == "Globex">
            <Cell>
                <span class="person">
                    <Avatar name=name square=true />
                    <RowLink href=["#", name].concat() label=name />
                </span>
            </Cell>
            <Cell label="Type">"Host-guest"</Cell>
            <Cell label="Status">
                <StatusPill tone=tone label=status />
            </Cell>
            <Cell label="Accounts" end=true>
                "12"
            </Cell>
            <Cell label="Last activity" end=true>
                <Time ms=at />
            </Cell>
            <Cell actions=true>
                <Menu id=menu label=["More actions for ", name].concat()>
                    <MenuLink href="#open" label="Open" />
                </Menu>
            </Cell>
        </Row>
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("Name").sort("name"),
        Column::new("Type"),
        Column::new("Status"),
        Column::new("Accounts").end(),
        Column::new("Last activity").sort("last").end(),
        Column::new("Actions").hidden(),
    ]
}

fn tables() -> AnyView {
    view! {
        <div class="stack">
            <h2>"Lists"</h2>
            <FilterBar
                search="Search partners"
                filters=vec![
                    Filter {
                        name: "status",
                        label: "Status".to_owned(),
                        any: "Any status".to_owned(),
                        choices: vec![Choice::new("active", "Active"), Choice::new("waiting", "Waiting")],
                    },
                    Filter {
                        name: "type",
                        label: "Type".to_owned(),
                        any: "Any type".to_owned(),
                        choices: vec![Choice::new("local", "Local"), Choice::new("native", "Native")],
                    },
                ]
                dates=DateRange { from: "from", to: "to" }
                keep=vec!["sort", "theme"]
            >
                <LinkButton label="Download CSV" icon=lu::LuDownload href="#csv" external=true />
            </FilterBar>
            <DataTable caption="Partners" columns=columns() default_sort="name">
                {partner_row("Acme Studios", StatusTone::Success, "Active", THEN - HOUR)}
                {partner_row("Globex", StatusTone::Warn, "Awaiting admin's decision", THEN - 30 * HOUR)}
                {partner_row("Initech", StatusTone::Danger, "Declined by partner", THEN - 900 * HOUR)}
            </DataTable>
            <Pager next=Some("c2".to_owned()) summary="1–25 of 312" />
            <h3>"Loading"</h3>
            <DataTable caption="Partners, loading" columns=columns() busy=true>
                <SkeletonRows columns=6 rows=2 />
            </DataTable>
            <Card title="Members" flush=true>
                <DataTable caption="Members" columns=vec![Column::new("Name"), Column::new("Role")]>
                    <Row>
                        <Cell>
                            <Person name="Ana Duarte" detail="ana@northwind.test" />
                        </Cell>
                        <Cell label="Role">"Manager"</Cell>
                    </Row>
                </DataTable>
            </Card>
        </div>
    }
    .into_any()
}

fn messages(toasts: Toasts) -> AnyView {
    let errors = RwSignal::new(Vec::new());
    let check = move || {
        errors.set(vec![
            ("f-email".to_owned(), "Enter a complete address".to_owned()),
            ("f-terms".to_owned(), "Agree to the terms to go on".to_owned()),
        ]);
    };
    view! {
        <Card title="Messages">
            <div class="stack">
                <Banner text="Your partner has been told." />
                <Banner tone=BannerTone::Success text="The connection works." />
                <Banner
                    tone=BannerTone::Warn
                    title="Review partnership request"
                    text="Ana Duarte asks to share accounts with Acme Studios."
                >
                    <Button label="Decline request" small=true />
                    <Button label="Approve request" small=true tone=Tone::Primary />
                </Banner>
                <Banner
                    tone=BannerTone::Danger
                    title="The change was not saved"
                    text="Somebody else changed this partner a moment ago."
                >
                    <Button label="Reload" small=true />
                </Banner>
                <ErrorSummary errors=errors />
                <div class="cluster">
                    <Button label="Show errors" on_click=check />
                    <Button label="Show message" on_click=move || toasts.push("Request sent to Acme Studios") />
                    <Button
                        label="Show message with link"
                        on_click=move || toasts.push_link("Partner removed", "Undo", "#undo")
                    />
                </div>
            </div>
        </Card>
    }
    .into_any()
}

fn states() -> AnyView {
    view! {
        <div class="grid gap-4 md:grid-cols-2">
            <Card>
                <EmptyState
                    glyph=lu::LuHandshake
                    title="No partners yet"
                    text="Work with people outside your company without giving away a password."
                >
                    <LinkButton label="Add partner" tone=Tone::Primary href="#add" icon=lu::LuPlus />
                    <LinkButton label="Learn more" tone=Tone::Quiet href="#learn" />
                </EmptyState>
            </Card>
            <Card>
                <ErrorState text="The server did not answer in time." retry=|| {} />
            </Card>
            <Card>
                <EmptyState glyph=lu::LuSearch title="No partner matches" text="Try fewer filters." />
            </Card>
            <Card title="Loading">
                <Skeleton lines=4 />
            </Card>
        </div>
        <Card title="Progress">
            <div class="stack">
                <ProgressBar label="Removing access" value=Some(3) max=5 text="3 of 5" />
                <ProgressBar label="Waiting for the app" />
            </div>
        </Card>
    }
    .into_any()
}

fn time_and_numbers() -> AnyView {
    let event = |glyph, tone, who: &str, what: &str, at, note: Option<&str>| TimelineEvent {
        glyph: Some(glyph),
        tone,
        who: who.to_owned(),
        what: what.to_owned(),
        at,
        note: note.map(str::to_owned),
    };
    let bars: Vec<Bar> = [0, 3, 9, 14, 2, 0, 40, 22, 18, 7, 5, 31, 1, 12]
        .into_iter()
        .zip(9_u32..)
        .map(|(value, day)| Bar { label: [&day.to_string(), " Nov"].concat(), value })
        .collect();
    view! {
        <Card title="Time and numbers">
            <div class="stack">
                <p class="cluster">
                    <Time ms=THEN />
                    <Time ms=THEN when=When::Exact />
                    <Time ms=THEN when=When::Date />
                </p>
                <Timeline events=vec![
                    event(lu::LuCircleCheck, StatusTone::Success, "Bo Lindqvist", "accepted the partnership", THEN, None),
                    event(lu::LuMail, StatusTone::Info, "Latchkey", "sent a reminder to bo@acme.test", THEN - 20 * HOUR, None),
                    event(lu::LuSend, StatusTone::Neutral, "Ana Duarte", "asked for a partnership", THEN - 60 * HOUR, Some("They run our campaigns from January on.")),
                ] />
                <BarStrip caption="Events per day" label="Day" unit="Events" bars=bars />
                <ThemeSelect current="system" action="/theme" next="/__ui" />
            </div>
        </Card>
    }
    .into_any()
}
