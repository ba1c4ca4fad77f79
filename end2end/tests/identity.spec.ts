import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { PASSWORD, call, found, join, open, workspaceOf } from "../fixtures/people.ts";
import { Server } from "../fixtures/server.ts";
import { axe, expect, test } from "../fixtures/test.ts";

const NEW_PASSWORD = "several unrelated words again";
const toast = (page: Page, text: string | RegExp) => page.getByRole("status").filter({ hasText: text });
const password = (page: Page, label = "Password") => page.getByLabel(label, { exact: true });

let number = 0;

/** An address that nobody in this run has yet. */
function address(who: string): string {
  number += 1;
  return `${who}${process.pid}x${number}@people.example`;
}

async function signIn(page: Page, email: string, secret = PASSWORD): Promise<void> {
  await page.getByLabel("Email address").fill(email);
  await password(page).fill(secret);
  await page.getByRole("button", { name: "Sign in" }).click();
}


/** The whole card is the label of its radio button, and so lies over it. */
async function choose(scope: Page | Locator, name: string): Promise<void> {
  await scope.getByRole("radio", { name }).check({ force: true });
}

/** The page at the address, with the dialog that it names, in both themes. */
async function looksRight(page: Page, address: string): Promise<void> {
  await page.goto(address);
  const shown = address.includes("dialog=") ? page.locator("dialog[open]") : page.getByRole("heading", { level: 1 });
  await expect(shown).toBeVisible();
  await axe(page);
}

test("[WS-01] on a fresh installation the first visitor creates the first workspace and owns it", async ({ person }) => {
  const fresh = await Server.start({ LATCHKEY_OPEN_SIGNUP: "false" });
  try {
    const olivia = await person({ baseURL: fresh.url });
    await olivia.goto("/");
    await expect(olivia).toHaveURL(/\/sign-up$/);
    await expect(olivia.getByText("You become the Owner of the first one.")).toBeVisible();
    await olivia.getByLabel("Workspace name").fill("Northwind");
    await olivia.getByLabel("Your name").fill("Olivia Owner");
    await olivia.getByLabel("Email address").fill("olivia@northwind.example");
    await password(olivia).fill(PASSWORD);
    await olivia.getByRole("button", { name: "Create workspace" }).click();
    await expect(olivia).toHaveURL(/\/w\/.+\/partners$/);
    await olivia.goto(`/w/${workspaceOf(olivia.url())}/people`);
    await expect(olivia.getByRole("row", { name: /Olivia Owner/ })).toContainText("Owner");

    const second = await person({ baseURL: fresh.url });
    await second.goto("/");
    await expect(second).toHaveURL(/\/login$/);
    await second.getByRole("link", { name: "Create a workspace" }).click();
    await expect(second.getByText("New workspaces are not open for sign-up here.")).toBeVisible();
    await expect(second.getByRole("button", { name: "Create workspace" })).toHaveCount(0);
    await axe(second);
  } finally {
    await fresh.stop();
  }
});

test("[WS-01] [WS-07] [UX-01] signing up says what is wrong at the field, then leads into the workspace @no-script", async ({
  page,
  javaScriptEnabled,
  expectConsole,
}) => {
  expectConsole(/422/);
  const email = address("olivia");
  const fill = async (secret: string) => {
    await page.getByLabel("Workspace name").fill("Northwind");
    await page.getByLabel("Your name").fill("Olivia Owner");
    await page.getByLabel("Email address").fill(email);
    await password(page).fill(secret);
    await page.getByRole("button", { name: "Create workspace" }).click();
  };
  await page.goto("/sign-up");
  await fill("too short");
  await expect(page.getByText("Use at least 12 characters.")).toBeVisible();
  await expect(password(page)).toHaveAttribute("aria-invalid", "true");
  if (javaScriptEnabled !== false) {
    await expect(password(page)).toBeFocused();
    await expect(page.getByLabel("Workspace name")).toHaveValue("Northwind");
    await axe(page);
  }
  await fill(PASSWORD);
  await expect(page).toHaveURL(/\/w\/.+\/partners$/);
  await expect(page.getByRole("heading", { level: 1, name: "Partners" })).toBeVisible();
});

test("[WS-09] [WS-11] [UX-01] signing in and out, and back to where one wanted to go @no-script", async ({ page, javaScriptEnabled, expectConsole, person }) => {
  expectConsole(/401/);
  const { id, email } = await found(await person({ javaScriptEnabled: true }), "Northwind");
  await page.goto(`/w/${id}/people?role=owner`);
  await expect(page).toHaveURL(/\/login\?next=/);
  await signIn(page, email, "not the password at all");
  await expect(page.getByText("Email or password is wrong.")).toBeVisible();
  await signIn(page, address("nobody"));
  await expect(page.getByText("Email or password is wrong.")).toBeVisible();
  if (javaScriptEnabled !== false) await axe(page);
  await signIn(page, email);
  await expect(page).toHaveURL(`/w/${id}/people?role=owner`);
  await expect(page.getByRole("row", { name: /Olivia Owner/ })).toBeVisible();

  const cookies = await page.context().cookies();
  expect(cookies.find(({ name }) => name === "__Host-latchkey")).toMatchObject({ httpOnly: true, secure: true, sameSite: "Lax", path: "/" });
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/login$/);
  await page.goto(`/w/${id}/people`);
  await expect(page).toHaveURL(/\/login\?next=/);
});

test("[WS-09] a link that leads away is not followed after signing in", async ({ page, person }) => {
  const { id, email } = await found(await person(), "Northwind");
  for (const next of ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example"]) {
    await page.goto(`/login?next=${encodeURIComponent(next)}`);
    await signIn(page, email);
    await expect(page, next).toHaveURL(`/w/${id}/partners`);
  }
});

test("[WS-03] one email in two workspaces: signing in asks which, and leads only there @no-script", async ({ page, person, javaScriptEnabled }) => {
  const email = address("both");
  const founder = await person({ javaScriptEnabled: true });
  await founder.goto("/login");
  const paths: string[] = [];
  for (const workspace of ["Northwind", "Acme Studios"]) {
    paths.push(await call(founder, "auth/sign-up", { workspace, name: "Bo Both", email, password: PASSWORD }));
  }
  await page.goto("/login");
  await signIn(page, email);
  await expect(page.getByRole("radio", { name: "Northwind" })).toBeVisible();
  await choose(page, "Acme Studios");
  if (javaScriptEnabled === false) {
    // Without script nothing keeps the password: it is typed once more.
    await signIn(page, email);
  } else {
    await axe(page);
    await page.getByRole("button", { name: "Sign in" }).click();
  }
  await expect(page).toHaveURL(paths[1]!);
  await page.goto(paths[0]!);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This belongs to another workspace");
});

test("[WS-03] another password for the same email leads to its own workspace without a question", async ({ page, person }) => {
  const email = address("both");
  const founder = await person();
  await founder.goto("/login");
  await call(founder, "auth/sign-up", { workspace: "Northwind", name: "Bo Both", email, password: PASSWORD });
  const acme: string = await call(founder, "auth/sign-up", { workspace: "Acme Studios", name: "Bo Both", email, password: NEW_PASSWORD });
  await page.goto("/login");
  await signIn(page, email, NEW_PASSWORD);
  await expect(page).toHaveURL(acme);
});

test("[WS-02] the workspace ID is shown, copied, and replaced by an admin", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-write"]);
  const { id, code } = await found(page, "Northwind");
  expect(code).toMatch(/^WS-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z*~$=]$/);
  await page.goto(`/w/${id}/partners`);
  await expect(page.getByText(code)).toBeVisible();
  await open(page, `/w/${id}/settings/general`);
  await page.getByRole("button", { name: "Copy workspace ID" }).click();
  await expect(page.getByText("Copied")).toBeVisible();
  await page.getByLabel("Workspace name").fill("");
  await page.getByLabel("Workspace name").press("Control+V");
  await expect(page.getByLabel("Workspace name")).toHaveValue(code);
  await page.getByRole("link", { name: "Replace ID" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Replace workspace ID?" });
  await expect(dialog.getByRole("link", { name: "Cancel" })).toBeFocused();
  await dialog.getByRole("button", { name: "Replace ID" }).click();
  await expect(toast(page, "Your workspace has a new ID.")).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText(code)).toHaveCount(0);
  await expect(page.locator("code")).toHaveText(/^WS-/);
});

test("[WS-06] [UX-01] an invited person joins with a password of their own, and the link works once @no-script", async ({
  page,
  person,
  mail,
  javaScriptEnabled,
  expectConsole,
}) => {
  expectConsole(/422/);
  const owner = await person({ javaScriptEnabled: true });
  const { id } = await found(owner, "Northwind");
  const email = address("mona");
  await owner.goto(`/w/${id}/people`);
  await owner.getByRole("link", { name: "Invite people" }).click();
  const dialog = owner.getByRole("dialog", { name: "Invite people" });
  await dialog.getByLabel("Email address").fill(email);
  await choose(dialog, "Auditor");
  await dialog.getByRole("button", { name: "Send invitation" }).click();
  await expect(toast(owner, "Invitation sent.")).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await expect(owner.getByRole("table", { name: "Invitations" }).getByRole("row", { name: email })).toContainText("Auditor");

  const invitation = await mail.take({ to: email, subject: /invites you/ });
  expect(invitation.text).not.toMatch(/password is/i);
  const link = invitation.links.find((link) => link.includes("/invite/"))!;
  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Join Northwind");
  await expect(page.getByText("Olivia Owner invites you to join as Auditor.")).toBeVisible();
  await expect(page.getByLabel("Email address")).toHaveValue(email);
  if (javaScriptEnabled !== false) await axe(page);
  await page.getByLabel("Your name").fill("Mona Auditor");
  await password(page).fill("passwordpassword");
  await page.getByRole("button", { name: "Join workspace" }).click();
  await expect(page.getByText("This password is easy to guess.")).toBeVisible();
  await page.getByLabel("Your name").fill("Mona Auditor");
  await password(page).fill(PASSWORD);
  await page.getByRole("button", { name: "Join workspace" }).click();
  await expect(page).toHaveURL(`/w/${id}/partners`);
  await expect(owner.getByRole("row", { name: /Mona Auditor/ })).toBeVisible();
  await expect(owner.getByRole("table", { name: "Invitations" })).toHaveCount(0);

  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This invitation cannot be used");
});

test("[WS-06] an invitation sent again replaces its link, and a cancelled one leads nowhere", async ({ page, person, mail, expectConsole }) => {
  expectConsole(/422/);
  const { id } = await found(page, "Northwind");
  const email = address("mona");
  await call(page, "people/invite", { workspace: id, email, role: "member" });
  const first = (await mail.take({ to: email })).links[0]!;
  await page.goto(`/w/${id}/people`);
  const row = page.getByRole("table", { name: "Invitations" }).getByRole("row", { name: email });
  await row.getByRole("button", { name: "Resend" }).click();
  await expect(toast(page, "Invitation sent again.")).toBeVisible();
  const second = (await mail.take({ to: email })).links[0]!;
  const mona = await person();
  await mona.goto(first);
  await expect(mona.getByRole("heading", { level: 1 })).toHaveText("This invitation cannot be used");
  await mona.goto(second);
  await expect(mona.getByRole("heading", { level: 1 })).toHaveText("Join Northwind");

  await page.getByRole("link", { name: "Invite people" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite people" });
  await dialog.getByLabel("Email address").fill(email);
  await dialog.getByRole("button", { name: "Send invitation" }).click();
  await expect(dialog.getByText("This person already has an open invitation.")).toBeVisible();
  await expect(dialog.getByLabel("Email address")).toBeFocused();
  await expect(dialog.getByLabel("Email address")).toHaveValue(email);
  await axe(page);

  await page.goto(`/w/${id}/people`);
  await row.getByRole("link", { name: "Cancel" }).click();
  const sure = page.getByRole("alertdialog", { name: "Cancel invitation?" });
  await expect(sure).toContainText(email);
  await axe(page);
  await sure.getByRole("button", { name: "Cancel invitation" }).click();
  await expect(row).toHaveCount(0);
  await mona.reload();
  await expect(mona.getByRole("heading", { level: 1 })).toHaveText("This invitation cannot be used");
});

test("[WS-09] the profile lists sessions, and ends one or all others at once", async ({ page, person, expectConsole }) => {
  expectConsole(/401/);
  const { id, email } = await found(page, "Northwind");
  const elsewhere = [await person(), await person()];
  for (const other of elsewhere) {
    await other.goto("/login");
    await signIn(other, email);
    await expect(other).toHaveURL(`/w/${id}/partners`);
  }
  await page.goto(`/w/${id}/profile`);
  const sessions = page.getByRole("table", { name: "Where you are signed in" });
  await expect(sessions.getByRole("row")).toHaveCount(4);
  await expect(sessions.getByRole("row", { name: /This one/ })).toHaveCount(1);
  await axe(page);
  await sessions.getByRole("button", { name: "End" }).first().click();
  await expect(toast(page, "Session ended.")).toBeVisible();
  await expect(sessions.getByRole("row")).toHaveCount(3);
  await page.getByRole("link", { name: "End all others" }).click();
  const dialog = page.getByRole("alertdialog", { name: "End all other sessions?" });
  await expect(dialog).toContainText("1 other session");
  await axe(page);
  await dialog.getByRole("button", { name: "End all others" }).click();
  await expect(sessions.getByRole("row")).toHaveCount(2);
  for (const other of elsewhere) {
    // Nobody touches these pages: they hear of it.
    await expect(other).toHaveURL(/\/login/, { timeout: 30_000 });
  }
});

test("[WS-10] changing a role asks for the password again when the last proof is old, and the session goes on", async ({ page, person, mail, expectConsole }) => {
  expectConsole(/401|403|422/);
  const { id } = await found(page, "Northwind");
  const mona = await person();
  await join(page, mona, mail, id, "Mona Member", "member");
  await page.goto(`/w/${id}/people`);
  await page.getByRole("link", { name: "Mona Member" }).click();
  await page.getByRole("link", { name: "Change role" }).click();
  const dialog = page.getByRole("dialog", { name: "Change role" });
  await choose(dialog, "Admin");
  // A quarter of an hour later, said by the server once.
  const denied = { denied: { reason: "proof", hidden: false } };
  const fulfil = { status: 403, headers: { serverfnerror: "/api/people/change-role" }, contentType: "application/json", body: JSON.stringify(denied) };
  await page.route("**/api/people/change-role", (route) => route.fulfill(fulfil), { times: 1 });
  await dialog.getByRole("button", { name: "Change role" }).click();
  const prove = dialog.getByRole("region", { name: "Confirm your identity" });
  await expect(prove).toBeVisible();
  await axe(page);
  await password(page, "Your password").fill("wrong wrong wrong");
  await prove.getByRole("button", { name: "Continue" }).click();
  await expect(prove.getByText("This is not the current password.")).toBeVisible();
  const before = (await page.context().cookies()).find(({ name }) => name === "__Host-latchkey")!.value;
  await password(page, "Your password").fill(PASSWORD);
  await prove.getByRole("button", { name: "Continue" }).click();
  await expect(dialog.getByText("Identity confirmed. Repeat your step now.")).toBeVisible();
  const after = (await page.context().cookies()).find(({ name }) => name === "__Host-latchkey")!.value;
  expect(after, "the token changes with the proof").not.toBe(before);
  await expect(dialog.getByRole("radio", { name: "Admin" })).toBeChecked();
  await dialog.getByRole("button", { name: "Change role" }).click();
  await expect(toast(page, "Role changed.")).toBeVisible();
  await expect(page.getByText("Manages people, settings and all partnerships.")).toBeVisible();
  await expect(mona).toHaveURL(/\/login/, { timeout: 30_000 });
  // The page that went on under a new token still hears what happens elsewhere.
  await page.waitForTimeout(3000);
  const other = await person();
  await join(page, other, mail, id, "Nils New", "member");
  await page.getByRole("link", { name: "All people" }).click();
  await expect(page.getByRole("row", { name: /Nils New/ })).toBeVisible();
  const third = await person();
  await join(page, third, mail, id, "Otto Other", "member");
  await expect(page.getByRole("row", { name: /Otto Other/ })).toBeVisible();
});

test("[WS-12] [WS-11] [UX-01] a forgotten password is set anew by a single-use link, and everybody else is signed out @no-script", async ({
  page,
  person,
  mail,
  javaScriptEnabled,
  expectConsole,
}) => {
  expectConsole(/409|422/);
  const signedIn = await person({ javaScriptEnabled: true });
  const { id, email } = await found(signedIn, "Northwind");
  const answer = "If someone with this email address has an account here, a link is on its way.";
  for (const asked of [address("nobody"), email]) {
    await page.goto("/login");
    await page.getByRole("link", { name: "Forgot your password?" }).click();
    await page.getByLabel("Email address").fill(asked);
    await page.getByRole("button", { name: "Send link" }).click();
    await expect(page.getByText(answer)).toBeVisible();
  }
  if (javaScriptEnabled !== false) await axe(page);
  const link = (await mail.take({ to: email, subject: /password/i })).links.find((link) => link.includes("/reset/"))!;
  await page.goto(link);
  if (javaScriptEnabled !== false) await axe(page);
  await password(page, "New password").fill("short");
  await page.getByRole("button", { name: "Save password" }).click();
  await expect(page.getByText("Use at least 12 characters.")).toBeVisible();
  await password(page, "New password").fill(NEW_PASSWORD);
  await page.getByRole("button", { name: "Save password" }).click();
  await expect(page.getByText("Your password was changed. Sign in with the new one.")).toBeVisible();
  await signIn(page, email, NEW_PASSWORD);
  await expect(page).toHaveURL(`/w/${id}/partners`);
  await signedIn.goto(`/w/${id}/people`);
  await expect(signedIn).toHaveURL(/\/login/);
  await mail.take({ to: email, subject: /was changed/ });

  await page.goto(link);
  await password(page, "New password").fill(PASSWORD);
  await page.getByRole("button", { name: "Save password" }).click();
  await expect(page.getByText("This link was used already, was replaced by a newer one, or has expired.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Ask for a new link" })).toBeVisible();
});

test("[WS-12] changing the password ends the other sessions and tells the person by mail", async ({ page, person, mail, expectConsole }) => {
  expectConsole(/401|422/);
  const { id, email } = await found(page, "Northwind");
  const other = await person();
  await other.goto("/login");
  await signIn(other, email);
  await expect(other).toHaveURL(`/w/${id}/partners`);
  await page.goto(`/w/${id}/profile`);
  await password(page, "Current password").fill("not the one");
  await password(page, "New password").fill(NEW_PASSWORD);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("This is not the current password.")).toBeVisible();
  await password(page, "Current password").fill(PASSWORD);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(toast(page, /Password changed/)).toBeVisible();
  await expect(password(page, "New password")).toHaveValue("");
  await mail.take({ to: email, subject: /was changed/ });
  await expect(other).toHaveURL(/\/login/, { timeout: 30_000 });
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your profile");
});

test("[WS-13] settings: name and logo, policies, terms with versions", async ({ page, expectConsole }) => {
  expectConsole(/422/);
  const { id } = await found(page, "Northwind");
  await page.goto(`/w/${id}/settings`);
  await expect(page).toHaveURL(`/w/${id}/settings/general`);
  await page.getByLabel("Workspace name").fill("Northwind Traders");
  await page.getByLabel("Logo letter").fill("T");
  await page.getByRole("radio", { name: "Teal" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(toast(page, "Saved.")).toBeVisible();
  const navigation = page.getByRole("navigation", { name: "Main" });
  await expect(navigation).toContainText("Northwind Traders");
  await page.getByLabel("Workspace name").fill("   ");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Fill this in.")).toBeVisible();

  const tabs = page.getByRole("navigation", { name: "Settings" });
  await tabs.getByRole("link", { name: "Policies" }).click();
  await page.getByLabel("An invitation can be accepted for (days)").fill("31");
  await page.getByRole("button", { name: "Save policies" }).click();
  await expect(page.getByText("Choose a number from 1 to 30.")).toBeVisible();
  await page.getByLabel("An invitation can be accepted for (days)").fill("14");
  await page.getByLabel("Suggested end of new shares (days)").fill("90");
  await page.getByLabel(/Guest admins may give access/).check();
  await page.getByLabel("Who must use a second factor").selectOption("Owner and Admins");
  await page.getByRole("button", { name: "Save policies" }).click();
  await expect(toast(page, "Policies saved.")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("An invitation can be accepted for (days)")).toHaveValue("14");
  await expect(page.getByLabel("Suggested end of new shares (days)")).toHaveValue("90");
  await expect(page.getByLabel(/Guest admins may give access/)).toBeChecked();
  await expect(page.getByLabel("Who must use a second factor")).toHaveValue("admins");

  await tabs.getByRole("link", { name: "Terms of Service" }).click();
  await expect(page.getByText("Version 1, since")).toBeVisible();
  await page.getByRole("link", { name: "Publish new version" }).click();
  const dialog = page.getByRole("dialog", { name: "Publish new version" });
  await dialog.getByLabel("Terms of Service").fill("Be kind.\n\nTell us when you leave.");
  await dialog.getByRole("button", { name: "Publish" }).click();
  await expect(toast(page, "New version published.")).toBeVisible();
  await expect(page.getByRole("region", { name: "Terms of Service text" })).toContainText("Tell us when you leave.");
  const versions = page.getByRole("table", { name: "Versions of the terms" });
  await expect(versions.getByRole("row", { name: /Version 2/ })).toContainText("Olivia Owner");
});

test("[WS-04] [WS-05] the Roles page prints the rights, and a member is told what only others can do", async ({ page, person, mail, expectConsole }) => {
  expectConsole(/403/);
  const { id } = await found(page, "Northwind");
  await page.goto(`/w/${id}/settings/roles`);
  const rights = page.getByRole("table", { name: "What each role may do" });
  const invite = rights.getByRole("row", { name: /^Invite people/ });
  await expect(invite.getByRole("cell")).toHaveText(["Invite people", "Yes", "Yes", /No/, /No/, /No/, /No/]);
  await expect(page.getByRole("table", { name: "What people may do with a partnership" }).getByRole("row", { name: /Accept request/ })).toBeVisible();

  const mona = await person();
  await join(page, mona, mail, id, "Mona Member", "member");
  await mona.goto(`/w/${id}/people`);
  await expect(mona.getByRole("row", { name: /Olivia Owner/ })).toBeVisible();
  await expect(mona.getByRole("link", { name: "Invite people" })).toHaveCount(0);
  await expect(mona.getByRole("link", { name: "Download CSV" })).toHaveCount(0);
  await expect(mona.getByRole("link", { name: "Settings" })).toHaveCount(0);
  await axe(mona);
  await mona.goto(`/w/${id}/settings/general`);
  await expect(mona.getByText("Only Owner or Admin can do this.")).toBeVisible();
  await axe(mona);
});

test("[WS-14] People: search, filters, sorting in the address, and a download of what is shown", async ({ page, person, mail }) => {
  const { id } = await found(page, "Northwind");
  for (const [name, role] of [["Mona Member", "member"], ["Nils Auditor", "auditor"], ["Otto Member", "member"]] as const) {
    await join(page, await person(), mail, id, name, role);
  }
  await page.goto(`/w/${id}/people`);
  const table = page.getByRole("table", { name: "People", exact: true });
  await expect(table.getByRole("row")).toHaveCount(5);
  await page.getByLabel("Search people").fill("MEMBER");
  await page.getByLabel("Search people").press("Enter");
  await expect(page).toHaveURL(/q=MEMBER/);
  await expect(table.getByRole("row")).toHaveCount(3);
  await page.getByRole("combobox", { name: "Sorted by" }).selectOption("Newest first");
  await expect(page).toHaveURL(/sort=newest/);
  await expect(table.getByRole("row").nth(1)).toContainText("Otto Member");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download CSV" }).click()]);
  const lines = (await readFile(await download.path(), "utf8")).trim().split("\r\n");
  expect(lines.map((line) => line.split(",")[0])).toEqual(["Name", "Otto Member", "Mona Member"]);
  await page.getByRole("combobox", { name: "Role", exact: true }).selectOption("Auditor");
  await expect(page.getByText("Nobody matches")).toBeVisible();
  await axe(page);
  await page.getByRole("link", { name: "Show everyone" }).click();
  await expect(table.getByRole("row")).toHaveCount(5);
});

test("[WS-14] [WS-15] several people are suspended at once, as planned", async ({ page, person, mail, expectConsole }) => {
  expectConsole(/401/);
  const { id } = await found(page, "Northwind");
  const mona = await person();
  await join(page, mona, mail, id, "Mona Member", "member");
  await join(page, await person(), mail, id, "Otto Member", "member");
  await mona.goto(`/w/${id}/people`);
  await page.goto(`/w/${id}/people`);
  await page.getByRole("checkbox", { name: "Select Mona Member" }).check();
  const bar = page.getByRole("region", { name: "Selected people" });
  await expect(bar).toContainText("1 selected");
  await bar.getByRole("button", { name: "Select all on this page" }).click();
  await expect(bar).toContainText("2 selected");
  await axe(page);
  await bar.getByRole("link", { name: "Suspend 2" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Suspend from the workspace?" });
  await expect(dialog.getByRole("listitem").filter({ hasText: "Mona Member" })).toContainText("1 session ended");
  await axe(page);
  await dialog.getByRole("button", { name: "Suspend" }).click();
  await expect(toast(page, "Suspended.")).toBeVisible();
  await expect(page.getByRole("row", { name: /Mona Member/ })).toContainText("Suspended");
  await expect(page.getByRole("row", { name: /Otto Member/ })).toContainText("Suspended");
  await expect(mona, "the page of who is suspended closes by itself").toHaveURL(/\/login/, { timeout: 30_000 });
});

test("[WS-15] [GO-05] a person is suspended, resumed and removed, and what they held passes on", async ({ page, person, mail, expectConsole }) => {
  expectConsole(/401/);
  const { id } = await found(page, "Northwind");
  const mona = await person();
  await join(page, mona, mail, id, "Mona Member", "member");
  const acme = await found(await person(), "Acme Studios", "Gus Guest");
  const partnership: string = await call(mona, "partners/request", {
    workspace: id,
    guest_code: acme.code,
    partner_email: acme.email,
    reason: "They make our adverts",
  });
  await call(page, "partners/approve", { workspace: id, partnership });
  await page.goto(`/w/${id}/people`);
  await page.getByRole("link", { name: "Mona Member" }).click();
  const reach = page.getByRole("table", { name: "What they can reach" });
  await expect(reach.getByRole("row").nth(1)).toContainText("Partnership Owner");
  await axe(page);

  await page.getByRole("link", { name: "Suspend" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Suspend" }).click();
  await expect(toast(page, "Suspended.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Resume" })).toBeVisible();
  await mona.goto("/login");
  await page.getByRole("link", { name: "Resume" }).click();
  await page.getByRole("dialog", { name: "Resume access?" }).getByRole("button", { name: "Resume" }).click();
  await expect(toast(page, "Resumed.")).toBeVisible();

  await page.getByRole("link", { name: "Remove" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Remove from the workspace?" });
  await expect(dialog.getByRole("listitem")).toContainText("Mona Member");
  await axe(page);
  await dialog.getByRole("button", { name: "Remove" }).click();
  await expect(toast(page, "Removed.")).toBeVisible();
  await expect(page.getByRole("main")).toContainText("Removed");
  await page.goto(`/w/${id}/partners/${partnership}/details`);
  await expect(page.getByRole("main")).toContainText("Olivia Owner");
});

test("[WS-04] [WS-10] the Owner hands the workspace over and becomes an Admin", async ({ page, person, mail, expectConsole }) => {
  expectConsole(/401/);
  const { id } = await found(page, "Northwind");
  const mona = await person();
  await join(page, mona, mail, id, "Mona Member", "member");
  await page.goto(`/w/${id}/people`);
  await page.getByRole("link", { name: "Mona Member" }).click();
  await page.getByRole("link", { name: "Transfer ownership" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Transfer ownership?" });
  await expect(dialog).toContainText("You become an Admin.");
  await axe(page);
  await dialog.getByRole("button", { name: "Transfer ownership" }).click();
  await expect(toast(page, "Ownership transferred.")).toBeVisible();
  await expect(page.getByText("Everything. There is exactly one Owner.")).toBeVisible();
  await page.getByRole("link", { name: "All people" }).click();
  await expect(page.getByRole("row", { name: /Olivia Owner/ })).toContainText("Admin");
});

test("[WS-01] [HG-05] a company without a workspace creates one from the partnership mail @no-script", async ({ page, person, mail, javaScriptEnabled }) => {
  const host = await person({ javaScriptEnabled: true });
  const { id } = await found(host, "Northwind");
  const email = address("gus");
  await call(host, "partners/request", { workspace: id, guest_code: "", partner_email: email });
  const link = (await mail.take({ to: email })).links.find((link) => link.includes("/join/"))!;
  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Northwind wants to be your partner");
  await expect(page.getByLabel("Email address")).toHaveValue(email);
  if (javaScriptEnabled !== false) await axe(page);
  await page.getByLabel("Workspace name").fill("Acme Studios");
  await page.getByLabel("Your name").fill("Gus Guest");
  await password(page).fill(PASSWORD);
  await page.getByRole("button", { name: "Create workspace and continue" }).click();
  await expect(page).toHaveURL(/\/w\/.+\/partners\/.+\/accounts\?dialog=accept$/);
  await expect(page.getByRole("dialog", { name: "Terms of Service" })).toBeVisible();
});

test("[HG-05] an Owner who is signed in connects the request to the workspace that exists", async ({ page, person, mail }) => {
  const host = await person();
  const { id } = await found(host, "Northwind");
  const acme = await found(page, "Acme Studios", "Gus Guest");
  const email = address("gus");
  await call(host, "partners/request", { workspace: id, guest_code: "", partner_email: email });
  const link = (await mail.take({ to: email })).links.find((link) => link.includes("/join/"))!;
  await page.goto(link);
  await axe(page);
  await page.getByRole("button", { name: "Connect to Acme Studios" }).click();
  await expect(page).toHaveURL(new RegExp(`/w/${acme.id}/partners/.+\\?dialog=accept$`));
  await expect(page.getByRole("dialog", { name: "Terms of Service" })).toBeVisible();
});

test("[UX-02] every page and dialog of people, settings and signing in is accessible in both themes", async ({ page, person }) => {
  test.slow();
  const stranger = await person();
  for (const path of ["/login", "/sign-up", "/forgot", "/forgot?sent=true", "/reset", "/reset/abc", "/invite/abc", "/join/abc"]) {
    await looksRight(stranger, path);
  }
  const { id } = await found(page, "Northwind");
  const paths = ["people", "people?dialog=invite", "people?q=nobody", "profile", "settings/general", "settings/general?dialog=replace-id"];
  paths.push("settings/policies", "settings/terms", "settings/terms?dialog=publish-terms", "settings/roles");
  for (const path of paths) await looksRight(page, `/w/${id}/${path}`);
});
