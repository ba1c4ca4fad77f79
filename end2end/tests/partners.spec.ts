import type { Locator, Page } from "@playwright/test";
import type { MailSink } from "../fixtures/mail.ts";
import { PASSWORD, call, found, join } from "../fixtures/people.ts";
import { axe, expect, test } from "../fixtures/test.ts";

type Workspace = { id: string; code: string; email: string };

let number = 0;

/** An address that nobody in this run has yet. */
function address(who: string): string {
  number += 1;
  return `${who}${process.pid}p${number}@people.example`;
}

const toast = (page: Page, text: string) => page.getByRole("status").filter({ hasText: text });
const dialog = (page: Page, name: string) => page.locator("dialog[open]").filter({ has: page.getByRole("heading", { name, exact: true }) });
const partner = (page: Page) => page.getByRole("region", { name: "Partner", exact: true });
const line = (page: Page, name: string) => page.getByRole("complementary", { name: "Your partners" }).getByRole("listitem").filter({ hasText: name });
const fact = (page: Page, term: string) => page.locator(".fact").filter({ has: page.getByRole("term").filter({ hasText: new RegExp(`^${term}$`) }) });
const history = (page: Page) => partner(page).locator(".timeline").getByRole("listitem");
const share = (page: Page) => partner(page).getByRole("link", { name: "Share accounts" });

/** Where the partnership that is open stands. */
async function standsAt(page: Page, state: string): Promise<void> {
  await expect(partner(page).locator(".partner-head .pill")).toHaveText(state);
}

/** Opens an address and waits until the page is alive and hears of changes. */
async function open(page: Page, address: string): Promise<void> {
  const live = page.waitForResponse((answer) => answer.url().endsWith("/events"));
  await page.goto(address);
  await live;
  await page.evaluate(() => Object.assign(window, { stayed: true }));
}

/** Since `open`, the page was never loaded again: whatever came, came by itself. */
async function stayed(...pages: Page[]): Promise<void> {
  for (const page of pages) {
    expect(await page.evaluate(() => "stayed" in window), `${page.url()} was not loaded again`).toBe(true);
  }
}

async function more(page: Page, item: string): Promise<void> {
  await partner(page).getByRole("button", { name: /^More actions for/ }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}

/** Picks the one person that the text finds. */
async function pick(page: Page, label: string, name: string): Promise<void> {
  await page.getByRole("combobox", { name: label }).fill(name);
  await page.getByRole("option", { name: new RegExp(name) }).click();
}

/** The link in a mail that leads to this dialog. */
const leads = (mail: { links: string[] }, dialog: string): string => mail.links.find((link) => link.endsWith(`?dialog=${dialog}`))!;

/** A request by the host's Owner, sent to the guest's admins at once. */
const request = (host: Page, from: Workspace, to: Workspace): Promise<string> =>
  call(host, "partners/request", { workspace: from.id, guest_code: to.code, partner_email: to.email });

/** An active partnership between two new workspaces. */
async function partnership(host: Page, guest: Page, mail: MailSink): Promise<{ northwind: Workspace; acme: Workspace; id: string }> {
  const northwind = await found(host, "Northwind", "Olivia Owner");
  const acme = await found(guest, "Acme Studios", "Gus Guest");
  const id = await request(host, northwind, acme);
  await mail.take({ to: acme.email, subject: "wants to partner with you" });
  const { terms } = await call(guest, "partners/show", { partnership: id });
  await call(guest, "partners/accept", { workspace: acme.id, partnership: id, terms_version: String(terms.version), consent: "true" });
  return { northwind, acme, id };
}

/** Switched off, and why. */
async function offBecause(control: Locator, reason: string | RegExp): Promise<void> {
  await expect(control).toHaveAttribute("aria-disabled", "true");
  await expect(control).toHaveAccessibleDescription(reason);
}

test("[HG-01] [HG-02] [HG-04] [HG-05] [HG-06] [HG-10] [HG-13] [HG-14] [HG-15] [HG-17] [HG-18] [NO-03] a partnership from the request to its removal", async ({
  page,
  person,
  mail,
  expectConsole,
}) => {
  test.setTimeout(240_000);
  const admin = page;
  const [member, guest] = [await person(), await person()];
  const northwind = await found(admin, "Northwind", "Olivia Owner");
  const acme = await found(guest, "Acme Studios", "Gus Guest");
  const mika = address("mika");

  await test.step("a Member joins by the link in a mail", async () => {
    await call(admin, "people/invite", { workspace: northwind.id, email: mika, role: "member" });
    const { links } = await mail.take({ to: mika });
    await member.goto(links[0]!);
    await member.getByLabel("Your name").fill("Mika Member");
    await member.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await member.getByRole("button", { name: "Join workspace" }).click();
    await expect(member).toHaveURL(/\/partners$/);
  });

  await open(admin, `/w/${northwind.id}/partners`);
  await open(guest, `/w/${acme.id}/partners`);
  await open(member, `/w/${northwind.id}/partners`);

  await test.step("the Member asks", async () => {
    await member.getByRole("link", { name: "Add partner" }).first().click();
    const kinds = dialog(member, "Add a New Partner");
    await expect(kinds.getByRole("radio")).toHaveCount(3);
    await kinds.getByRole("link", { name: "Get started" }).click();
    const form = dialog(member, "Enter Your Partner's Information");
    await form.getByLabel("Partner's workspace ID").fill(acme.code);
    await form.getByLabel("Partner's email address").fill(acme.email);
    await form.getByLabel("Reason for request").fill("Summer campaign");
    await form.getByRole("button", { name: "Send request" }).click();
    await expect(form).toHaveCount(0);
    await expect(toast(member, "Request sent.")).toBeVisible();
    await expect(line(member, acme.email)).toContainText("Awaiting admin's decision");
    await standsAt(member, "Awaiting admin's decision");
    await offBecause(share(member), /once an admin of the host workspace has approved/);
  });

  await test.step("the admin sees it come, and follows the mail to the very dialog", async () => {
    await expect(line(admin, acme.email)).toContainText("Waits for you");
    await stayed(admin);
    const letter = await mail.take({ to: northwind.email, subject: "Partner request to approve" });
    expect(letter.text).toContain("Summer campaign");
    expect(mail.find({ to: acme.email }), "nothing leaves before the approval").toEqual([]);
    await open(admin, leads(letter, "review"));
    const review = dialog(admin, "Review partnership request");
    for (const text of [acme.code, acme.email, "Summer campaign", "Mika Member"]) await expect(review).toContainText(text);
    await review.getByRole("button", { name: "Approve request" }).click();
    await expect(toast(admin, "Request approved.")).toBeVisible();
    await standsAt(admin, "Awaiting partner");
  });

  await test.step("the Member and the guest see the approval", async () => {
    await standsAt(member, "Awaiting partner");
    await offBecause(share(member), /once the partner has accepted/);
    await expect(line(guest, "Northwind")).toContainText("Awaiting partner");
    await stayed(admin, member, guest);
  });

  await test.step("the guest admin follows the mail, reads the terms, agrees", async () => {
    await open(guest, leads(await mail.take({ to: acme.email, subject: "Northwind wants to partner with you" }), "accept"));
    const terms = dialog(guest, "Terms of Service");
    const accept = terms.getByRole("button", { name: "Accept request" });
    await offBecause(accept, /agree to the terms first/);
    await terms.getByRole("checkbox", { name: "I confirm that I have read, consent, and agree to Northwind's Terms of Service" }).check();
    await expect(accept).not.toHaveAttribute("aria-disabled");
    await accept.click();
    await expect(terms).toHaveCount(0);
    await expect(toast(guest, "Partnership accepted.")).toBeVisible();
    for (const everybody of [guest, member, admin]) await standsAt(everybody, "Active");
    await expect(line(member, "Acme Studios")).toContainText("Active");
    await offBecause(share(member), /not part of this version/);
    await expect(share(guest)).toHaveCount(0);
    await expect(share(admin)).toHaveCount(0);
    await stayed(admin, member, guest);
    await mail.take({ to: mika, subject: /accepted/ });
  });

  await test.step("the consent and the history stand on Details", async () => {
    for (const everybody of [admin, member, guest]) {
      await everybody.getByRole("navigation", { name: "Partner" }).getByRole("link", { name: "Details" }).click();
      await expect(everybody).toHaveURL(/\/details$/);
      await expect(fact(everybody, "Terms of Service")).toContainText("Version 1 accepted by Gus Guest");
      await expect(fact(everybody, "Representative")).toContainText("Gus Guest");
      await expect(history(everybody).filter({ hasText: "Gus Guest accepted the request" })).toBeVisible();
    }
    await expect(fact(admin, "Terms of Service")).toContainText("from 127.0.0.1");
    await expect(fact(member, "Terms of Service")).not.toContainText("127.0.0.1");
    await expect(history(admin).first()).toContainText("Mika Member requested the partnership");
    await expect(history(admin).nth(1)).toContainText("Olivia Owner approved the request");
    await expect(partner(guest)).not.toContainText("Olivia Owner");
    await expect(partner(guest)).not.toContainText(mika);
  });

  await test.step("suspended and resumed", async () => {
    await more(member, "Suspend");
    await dialog(member, "Suspend partnership?").getByRole("button", { name: "Suspend" }).click();
    for (const everybody of [member, guest, admin]) await standsAt(everybody, "Suspended");
    await offBecause(share(member), /while the partnership is suspended/);
    await mail.take({ to: acme.email, subject: "was suspended" });
    await partner(admin).getByRole("link", { name: "Resume" }).click();
    await dialog(admin, "Resume partnership?").getByRole("button", { name: "Resume" }).click();
    for (const everybody of [admin, guest, member]) await standsAt(everybody, "Active");
    await admin.getByRole("navigation", { name: "Partner" }).getByRole("link", { name: "Details" }).click();
  });

  await test.step("an expiry date", async () => {
    expectConsole(/ 422\b/);
    await more(member, "Set expiry date");
    const expiry = dialog(member, "Set expiry date");
    await expiry.getByLabel("Ends on").fill("2020-01-01T00:00");
    await expiry.getByRole("button", { name: "Save" }).click();
    await expect(expiry.getByLabel("Ends on")).toHaveAttribute("aria-invalid", "true");
    await expiry.getByLabel("Ends on").fill("2099-06-15T12:00");
    await expiry.getByRole("button", { name: "Save" }).click();
    await expect(expiry).toHaveCount(0);
    for (const everybody of [member, guest, admin]) await expect(fact(everybody, "Ends")).toContainText("2099");
  });

  await test.step("a deputy, who is the host's own matter", async () => {
    await more(member, "Name a deputy");
    await pick(member, "Deputy", "Olivia");
    await dialog(member, "Name a deputy").getByRole("button", { name: "Save" }).click();
    for (const host of [member, admin]) await expect(fact(host, "Deputy")).toContainText("Olivia Owner");
    await mail.take({ to: northwind.email, subject: "You are now deputy" });
    await expect(fact(guest, "Deputy")).toHaveCount(0);
  });

  await test.step("another representative", async () => {
    await join(guest, await person(), mail, acme.id, "Rita Representative", "member");
    await partner(guest).getByRole("link", { name: "Change representative" }).click();
    await pick(guest, "Representative", "Rita");
    await dialog(guest, "Change representative").getByRole("button", { name: "Save" }).click();
    for (const everybody of [guest, admin, member]) await expect(fact(everybody, "Representative")).toContainText("Rita Representative");
  });

  await test.step("another Partnership Owner, after whom the Member sees nothing any more", async () => {
    expectConsole(/ 404\b/);
    await more(admin, "Transfer ownership");
    await pick(admin, "New Partnership Owner", "Olivia");
    await dialog(admin, "Transfer ownership").getByRole("button", { name: "Transfer ownership" }).click();
    for (const everybody of [admin, guest]) await expect(fact(everybody, "Partnership Owner")).toContainText("Olivia Owner");
    await expect(fact(guest, "Partnership Owner")).not.toContainText(northwind.email);
    await stayed(admin, member, guest);
    await open(member, member.url());
    await expect(partner(member).getByRole("heading").first()).toBeVisible();
    await expect(partner(member)).not.toContainText("Acme Studios");
    await expect(line(member, "Acme Studios")).toHaveCount(0);
  });

  await test.step("removed by the guest, with its consequences in numbers", async () => {
    await more(guest, "Remove partner");
    const remove = dialog(guest, "Remove partner?");
    await expect(remove).toContainText("Nobody loses access to anything through Northwind at once: 0 items.");
    await remove.getByRole("button", { name: "Remove" }).click();
    for (const everybody of [guest, admin]) await standsAt(everybody, "Removed");
    await expect(history(admin).last()).toContainText("Gus Guest removed the partnership");
    await mail.take({ to: northwind.email, subject: "The partnership with Acme Studios was removed" });
    await mail.take({ to: acme.email, subject: "The partnership with Northwind was removed" });
    await stayed(admin, guest);
  });
});

test("[HG-12] [HG-03] a declined request shows its note and can be sent again; reminders wait a day", async ({ page, person, mail }) => {
  const host = page;
  const guest = await person();
  const northwind = await found(host, "Northwind", "Olivia Owner");
  const acme = await found(guest, "Acme Studios", "Gus Guest");
  const id = await request(host, northwind, acme);
  await open(host, `/w/${northwind.id}/partners/${id}/accounts`);
  await mail.take({ to: acme.email, subject: "wants to partner with you" });

  const remind = partner(host).getByRole("button", { name: "Send reminder" });
  await remind.click();
  await expect(toast(host, "Reminder sent.")).toBeVisible();
  await offBecause(remind, /The next reminder can be sent after \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
  await mail.take({ to: acme.email, subject: "Reminder: Northwind wants to partner with you" });

  await open(guest, `/w/${acme.id}/partners/${id}/accounts`);
  await partner(guest).getByRole("link", { name: "Decline request" }).click();
  const decline = dialog(guest, "Decline request?");
  await expect(decline).toHaveAttribute("role", "alertdialog");
  await decline.getByLabel("Note").fill("Not before June");
  await decline.getByRole("button", { name: "Decline request" }).click();
  for (const everybody of [guest, host]) await standsAt(everybody, "Declined by partner");
  await expect(partner(host)).toContainText("Note: Not before June");
  expect((await mail.take({ to: northwind.email, subject: /declined/ })).text).toContain("Not before June");

  await partner(host).getByRole("button", { name: "Resend request" }).click();
  for (const everybody of [host, guest]) await standsAt(everybody, "Awaiting partner");
  await mail.take({ to: acme.email, subject: "wants to partner with you" });
  await stayed(host, guest);

  await more(host, "Withdraw request");
  await dialog(host, "Withdraw request?").getByRole("button", { name: "Withdraw request" }).click();
  for (const everybody of [host, guest]) await standsAt(everybody, "Withdrawn");
  await expect(partner(guest).getByRole("link", { name: "Accept request" })).toHaveCount(0);
  await stayed(host, guest);
});

test("[HG-04] [HG-12] the host's admin declines with a note that the Member reads", async ({ page, person, mail }) => {
  const admin = page;
  const member = await person();
  const northwind = await found(admin, "Northwind", "Olivia Owner");
  await join(admin, member, mail, northwind.id, "Mika Member", "member");
  const email = address("nobody");
  const id: string = await call(member, "partners/request", { workspace: northwind.id, guest_code: "", partner_email: email, reason: "Summer campaign" });
  await open(member, `/w/${northwind.id}/partners/${id}/accounts`);
  await open(admin, `/w/${northwind.id}/partners/${id}/accounts`);
  await partner(admin).getByRole("link", { name: "Learn more" }).click();
  await dialog(admin, "Review partnership request").getByRole("link", { name: "Decline request" }).click();
  const decline = dialog(admin, "Decline request?");
  await decline.getByLabel("Note").fill("We have an agency");
  await decline.getByRole("button", { name: "Decline request" }).click();
  for (const everybody of [admin, member]) {
    await standsAt(everybody, "Declined by admin");
    await expect(partner(everybody)).toContainText("Note: We have an agency");
  }
  await stayed(admin, member);
  expect(mail.find({ to: email })).toEqual([]);
});

test("[WS-01] [HG-05] [HG-09] a partner without a workspace creates one from the mail and accepts", async ({ page, person, mail }) => {
  const host = page;
  const northwind = await found(host, "Northwind", "Olivia Owner");
  const email = address("gina");
  await open(host, `/w/${northwind.id}/partners?dialog=partner-information`);
  const form = dialog(host, "Enter Your Partner's Information");
  await expect(form.getByLabel("Reason for request")).toHaveCount(0);
  await form.getByLabel("Partner's email address").fill(email);
  await form.getByRole("button", { name: "Send request" }).click();
  await standsAt(host, "Awaiting partner");

  const guest = await person();
  const letter = await mail.take({ to: email, subject: "Northwind wants to partner with you" });
  await guest.goto(letter.links.find((link) => link.includes("/join/"))!);
  await expect(guest.getByRole("heading", { name: "Northwind wants to be your partner" })).toBeVisible();
  await axe(guest);
  await guest.getByLabel("Workspace name").fill("Acme Studios");
  await guest.getByLabel("Your name").fill("Gina Guest");
  await expect(guest.getByLabel("Email address")).toHaveValue(email);
  await guest.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await guest.getByRole("button", { name: "Create workspace and continue" }).click();
  const terms = dialog(guest, "Terms of Service");
  await expect(terms).toBeVisible();
  await terms.getByRole("checkbox").check();
  await terms.getByRole("button", { name: "Accept request" }).click();
  await standsAt(guest, "Active");
  await standsAt(host, "Active");
  await expect(line(host, "Acme Studios")).toBeVisible();
  await stayed(host);
  await host.getByRole("link", { name: "Details" }).click();
  await expect(fact(host, "Representative")).toContainText("Gina Guest");
});

test("[HG-08] an unknown workspace ID is answered like a known one", async ({ person, mail }) => {
  const guest = await person();
  const acme = await found(guest, "Acme Studios", "Gus Guest");
  await call(guest, "workspace/replace-code", { workspace: acme.id });
  const { code } = await call(guest, "shell");
  expect(code).not.toBe(acme.code);

  const shown: string[] = [];
  const known = { code, email: address("partner") };
  const unknown = { code: acme.code, email: address("partner") };
  for (const to of [known, unknown]) {
    const host = await person();
    const northwind = await found(host, "Northwind", "Olivia Owner");
    await open(host, `/w/${northwind.id}/partners?dialog=partner-information`);
    const form = dialog(host, "Enter Your Partner's Information");
    await form.getByLabel("Partner's workspace ID").fill(to.code);
    await form.getByLabel("Partner's email address").fill(to.email);
    await form.getByRole("button", { name: "Send request" }).click();
    await standsAt(host, "Awaiting partner");
    await host.getByRole("link", { name: "Details" }).click();
    await expect(history(host).first()).toContainText("requested the partnership");
    const text = await host.locator("main").innerText();
    const changing: [string, string][] = [[to.code, "CODE"], [to.email, "EMAIL"], [northwind.code, "OWN CODE"], [northwind.email, "OWN EMAIL"]];
    shown.push(changing.reduce((text, [from, to]) => text.replaceAll(from, to), text).replaceAll(/\d+:\d+ [AP]M|\d+ (second|minute)s? ago|now/g, "TIME"));
  }
  expect(shown[1]).toBe(shown[0]);
  await mail.take({ to: acme.email, subject: "Northwind wants to partner with you" });
  expect(mail.find({ to: unknown.email })).toEqual([]);
});

test("[HG-07] [HG-02] what cannot be requested says why", async ({ page, person, mail, expectConsole }) => {
  // Answers that refuse are 4xx, and the browser says so itself.
  expectConsole(/ 4\d\d\b/);
  const guest = await person();
  const northwind = await found(page, "Northwind", "Olivia Owner");
  const acme = await found(guest, "Acme Studios", "Gus Guest");
  await request(page, northwind, acme);
  await open(page, `/w/${northwind.id}/partners?dialog=partner-information`);
  const form = dialog(page, "Enter Your Partner's Information");
  const code = form.getByLabel("Partner's workspace ID");
  const send = form.getByRole("button", { name: "Send request" });
  await code.fill("WS-7K3M");
  await form.getByLabel("Partner's email address").fill(acme.email);
  await send.click();
  await expect(code).toHaveAttribute("aria-invalid", "true");
  await code.fill(northwind.code);
  await send.click();
  await expect(form).toContainText(/own workspace/i);
  await code.fill(acme.code);
  await send.click();
  await expect(form).toContainText("You already have a partnership with this workspace.");
  await axe(page);
  // The reverse direction is another partnership.
  await request(guest, acme, northwind);
  await expect(line(page, "Acme Studios")).toContainText("They share with you");

  const auditor = await person();
  await join(page, auditor, mail, northwind.id, "Anna Auditor", "auditor");
  await open(auditor, `/w/${northwind.id}/partners`);
  await expect(line(auditor, "Acme Studios")).toBeVisible();
  await expect(auditor.getByRole("link", { name: "Add partner" })).toHaveCount(0);
});

test("[HG-16] nobody outside learns that a partnership exists", async ({ page, person, mail, expectConsole }) => {
  const [guest, stranger, colleague] = [await person(), await person(), await person()];
  const { northwind, acme, id } = await partnership(page, guest, mail);
  const other = await found(stranger, "Globex", "Sam Stranger");
  await join(guest, colleague, mail, acme.id, "Carla Colleague", "member");
  expectConsole(/ 404\b/);
  for (const [who, workspace] of [[stranger, other.id], [colleague, acme.id]] as const) {
    await open(who, `/w/${workspace}/partners/${id}/details`);
    await expect(partner(who).getByRole("heading").first()).toBeVisible();
    const refused = await partner(who).innerText();
    await expect(partner(who)).not.toContainText("Northwind");
    await open(who, `/w/${workspace}/partners/${northwind.id}/details`);
    await expect(partner(who)).toHaveText(refused.replaceAll(/\s+/g, " ").trim(), { useInnerText: true });
    await expect(line(who, "Northwind")).toHaveCount(0);
  }
});

test("[HG-13] an expired partnership can be extended; the owner who is no admin asks for it", async ({ page, person, mail }) => {
  const [member, guest] = [await person(), await person()];
  const northwind = await found(page, "Northwind", "Olivia Owner");
  const acme = await found(guest, "Acme Studios", "Gus Guest");
  await join(page, member, mail, northwind.id, "Mika Member", "member");
  const which = { workspace: northwind.id, partnership: "" };
  which.partnership = await call(member, "partners/request", {
    workspace: northwind.id,
    guest_code: acme.code,
    partner_email: acme.email,
    reason: "Summer campaign",
  });
  await call(page, "partners/approve", which);
  await mail.take({ to: acme.email, subject: "wants to partner with you" });
  const { terms } = await call(guest, "partners/show", which);
  await call(guest, "partners/accept", { ...which, workspace: acme.id, terms_version: String(terms.version), consent: "true" });
  await call(page, "partners/set-expiry", { ...which, until: `${new Date(Date.now() + 2_500).toISOString().slice(0, 19)}Z` });
  await new Promise((next) => setTimeout(next, 2_600));

  const at = (workspace: string, dialog = "") => `/w/${workspace}/partners/${which.partnership}/details${dialog}`;
  await open(member, at(northwind.id));
  await open(guest, at(acme.id));
  await standsAt(member, "Expired");
  await standsAt(guest, "Expired");
  await partner(member).getByRole("link", { name: "Ask for extension" }).click();
  const ask = dialog(member, "Ask for extension");
  await axe(member);
  await ask.getByLabel("Extend until").fill("2099-01-01T00:00");
  await ask.getByRole("button", { name: "Send" }).click();
  await expect(toast(member, "Your admins have been asked.")).toBeVisible();
  await open(page, leads(await mail.take({ to: northwind.email, subject: "Extension to decide" }), "extend"));
  const extend = dialog(page, "Extend partnership");
  await expect(extend.getByLabel("Extend until")).toHaveValue("2099-01-01T00:00");
  await axe(page);
  await extend.getByRole("button", { name: "Extend" }).click();
  for (const everybody of [page, member, guest]) await standsAt(everybody, "Active");
  await stayed(page, member, guest);
});

test("[HG-15] [UX-01] tab, filters and dialog live in the address; Back closes the dialog", async ({ page, person, mail }) => {
  const { northwind, id } = await partnership(page, await person(), mail);
  const globex = await found(await person(), "Globex", "Greta Globex");
  await request(page, northwind, globex);
  await open(page, `/w/${northwind.id}/partners/${id}/accounts`);
  for (const tab of ["Collections", "Members", "Activity", "Details", "Accounts"]) {
    const link = page.getByRole("navigation", { name: "Partner" }).getByRole("link", { name: tab });
    await link.click();
    await expect(page).toHaveURL(new RegExp(`/${tab.toLowerCase()}$`));
    await expect(link).toHaveAttribute("aria-current", "page");
  }
  await page.getByLabel("State").selectOption("active");
  await expect(page).toHaveURL(/state=active/);
  await expect(line(page, "Acme Studios")).toBeVisible();
  await expect(line(page, globex.email)).toHaveCount(0);
  await stayed(page);
  await page.reload();
  await expect(line(page, "Acme Studios")).toBeVisible();
  await expect(line(page, globex.email)).toHaveCount(0);
  await open(page, `/w/${northwind.id}/partners/${id}/details?q=nobody`);
  await expect(page.getByText("No partner matches")).toBeVisible();
  await open(page, `/w/${northwind.id}/partners/${id}/details`);
  await more(page, "Suspend");
  await expect(dialog(page, "Suspend partnership?")).toBeVisible();
  await expect(page).toHaveURL(/dialog=suspend/);
  await page.goBack();
  await expect(dialog(page, "Suspend partnership?")).toHaveCount(0);
  await expect(page).toHaveURL(/\/details$/);
  await page.goForward();
  await expect(dialog(page, "Suspend partnership?")).toBeVisible();
});

/** Walks with Tab until this has the focus. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible();
  for (let steps = 0; steps < 80; steps += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  await expect(wanted, "reachable by Tab").toBeFocused();
}

test("[UX-02] [HG-01] [HG-04] [HG-05] request, approval and acceptance by keyboard alone", async ({ page, person, mail }) => {
  test.setTimeout(120_000);
  const admin = page;
  const [member, guest] = [await person(), await person()];
  const northwind = await found(admin, "Northwind", "Olivia Owner");
  const acme = await found(guest, "Acme Studios", "Gus Guest");
  await join(admin, member, mail, northwind.id, "Mika Member", "member");

  await open(member, `/w/${northwind.id}/partners`);
  const add = member.locator("#add-partner-button");
  await tabTo(member, add);
  await member.keyboard.press("Enter");
  await expect(dialog(member, "Add a New Partner")).toBeVisible();
  await member.keyboard.press("Escape");
  await expect(dialog(member, "Add a New Partner")).toHaveCount(0);
  await expect(add).toBeFocused();
  await member.keyboard.press("Enter");
  await tabTo(member, member.getByRole("link", { name: "Get started" }));
  await member.keyboard.press("Enter");
  const form = dialog(member, "Enter Your Partner's Information");
  await expect(form.getByLabel("Partner's workspace ID")).toBeFocused();
  await member.keyboard.type(acme.code);
  await member.keyboard.press("Escape");
  await expect(form.getByRole("alertdialog", { name: "Discard what you entered?" })).toBeVisible();
  await member.keyboard.press("Enter");
  await expect(form.getByLabel("Partner's workspace ID")).toBeFocused();
  await tabTo(member, form.getByLabel("Partner's email address"));
  await member.keyboard.type(acme.email);
  await tabTo(member, form.getByLabel("Reason for request"));
  await member.keyboard.type("Summer campaign");
  await tabTo(member, form.getByRole("button", { name: "Send request" }));
  await member.keyboard.press("Enter");
  await standsAt(member, "Awaiting admin's decision");
  await expect(member.locator("body")).not.toBeFocused();

  const toHost = await mail.take({ to: northwind.email, subject: "Partner request to approve" });
  await open(admin, leads(toHost, "review").replace("?dialog=review", ""));
  const learn = admin.getByRole("link", { name: "Learn more" });
  await tabTo(admin, learn);
  await admin.keyboard.press("Enter");
  await expect(dialog(admin, "Review partnership request")).toBeVisible();
  await admin.keyboard.press("Escape");
  await expect(learn).toBeFocused();
  await admin.keyboard.press("Enter");
  await tabTo(admin, dialog(admin, "Review partnership request").getByRole("button", { name: "Approve request" }));
  await admin.keyboard.press("Enter");
  await standsAt(admin, "Awaiting partner");
  await expect(admin.locator("body")).not.toBeFocused();

  const toGuest = await mail.take({ to: acme.email, subject: "wants to partner with you" });
  await open(guest, leads(toGuest, "accept").replace("?dialog=accept", ""));
  await tabTo(guest, guest.getByRole("link", { name: "Accept request" }));
  await guest.keyboard.press("Enter");
  const terms = dialog(guest, "Terms of Service");
  await tabTo(guest, terms.getByRole("checkbox"));
  await guest.keyboard.press("Space");
  await tabTo(guest, terms.getByRole("button", { name: "Accept request" }));
  await guest.keyboard.press("Enter");
  await standsAt(guest, "Active");
  await expect(guest.locator("body")).not.toBeFocused();

  const menu = guest.getByRole("button", { name: /^More actions for/ });
  await tabTo(guest, menu);
  await guest.keyboard.press("Enter");
  await expect(guest.getByRole("menuitem").first()).toBeFocused();
  await guest.keyboard.press("Escape");
  await expect(menu).toBeFocused();
  await guest.keyboard.press("Enter");
  await expect(guest.getByRole("menuitem").first()).toBeFocused();
  await guest.keyboard.press("End");
  await expect(guest.getByRole("menuitem", { name: "Remove partner" })).toBeFocused();
  await guest.keyboard.press("Enter");
  const remove = dialog(guest, "Remove partner?");
  await expect(remove.getByRole("button", { name: "Remove" })).toBeVisible();
  await guest.keyboard.press("Escape");
  await expect(remove).toHaveCount(0);
  await expect(menu).toBeFocused();
});

/** Signs in by the form, with or without script. */
async function signIn(page: Page, email: string): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/partners$/);
}

test("[UX-05] [HG-01] [HG-04] [HG-05] [HG-12] request, approval, decline and acceptance are plain forms @no-script", async ({ page, person, mail }) => {
  test.setTimeout(120_000);
  const admin = page;
  const [member, guest] = [await person(), await person()];
  // Two workspaces exist already; everything else is done by the browsers as they are.
  const [first, second] = [await person({ javaScriptEnabled: true }), await person({ javaScriptEnabled: true })];
  const northwind = await found(first, "Northwind", "Olivia Owner");
  const acme = await found(second, "Acme Studios", "Gus Guest");
  const mika = address("mika");
  await call(first, "people/invite", { workspace: northwind.id, email: mika, role: "member" });
  await Promise.all([first.close(), second.close()]);
  await signIn(admin, northwind.email);
  await signIn(guest, acme.email);
  await member.goto((await mail.take({ to: mika })).links[0]!);
  await member.getByLabel("Your name").fill("Mika Member");
  await member.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await member.getByRole("button", { name: "Join workspace" }).click();
  await expect(member).toHaveURL(/\/partners$/);

  await member.locator("#add-partner-button").click();
  await member.getByRole("link", { name: "Get started" }).click();
  const form = dialog(member, "Enter Your Partner's Information");
  await form.getByLabel("Partner's workspace ID").fill(acme.code);
  await form.getByLabel("Partner's email address").fill(acme.email);
  await form.getByLabel("Reason for request").fill("Summer campaign");
  await form.getByRole("button", { name: "Send request" }).click();
  await standsAt(member, "Awaiting admin's decision");

  await admin.goto(leads(await mail.take({ to: northwind.email, subject: "Partner request to approve" }), "review"));
  await expect(dialog(admin, "Review partnership request")).toContainText("Summer campaign");
  await dialog(admin, "Review partnership request").getByRole("button", { name: "Approve request" }).click();
  await standsAt(admin, "Awaiting partner");
  await expect(admin).toHaveURL(/\/accounts$/);

  const link = leads(await mail.take({ to: acme.email, subject: "wants to partner with you" }), "accept");
  await guest.goto(link.replace("dialog=accept", "dialog=decline"));
  await dialog(guest, "Decline request?").getByLabel("Note").fill("Not before June");
  await dialog(guest, "Decline request?").getByRole("button", { name: "Decline request" }).click();
  await standsAt(guest, "Declined by partner");

  await member.reload();
  await expect(partner(member)).toContainText("Note: Not before June");
  await partner(member).getByRole("button", { name: "Resend request" }).click();
  await standsAt(member, "Awaiting partner");

  await mail.take({ to: acme.email, subject: "wants to partner with you" });
  await guest.goto(link);
  const terms = dialog(guest, "Terms of Service");
  await terms.getByRole("checkbox").check();
  await terms.getByRole("button", { name: "Accept request" }).click();
  await standsAt(guest, "Active");
  await expect(guest).toHaveURL(/\/accounts$/);
  await member.reload();
  await standsAt(member, "Active");
  await partner(member).getByRole("link", { name: "Details" }).click();
  await expect(fact(member, "Terms of Service")).toContainText("accepted by Gus Guest");
});

/** Nothing is wider than the screen. */
async function fits(page: Page): Promise<void> {
  const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect(content, `${page.url()} fits`).toBeLessThanOrEqual(screen!);
}

/** The page as it stands at this address: accessible in both themes, on a desktop and on a phone. */
async function right(page: Page, address: string): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, address);
  await expect(address.includes("dialog=") ? page.locator("dialog[open]") : page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator(".skeleton")).toHaveCount(0);
  await axe(page);
  await fits(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await axe(page);
  await fits(page);
}

test("[UX-02] [UX-03] a request and its dialogs are accessible in both themes, on a desktop and on a phone", async ({ page, person, mail }) => {
  test.setTimeout(400_000);
  const host = page;
  const [guest, member] = [await person(), await person()];
  const northwind = await found(host, "Northwind", "Olivia Owner");
  const acme = await found(guest, "Acme Studios", "Gus Guest");
  await join(host, member, mail, northwind.id, "Mika Member", "member");
  const list = `/w/${northwind.id}/partners`;
  for (const address of [list, `${list}?dialog=add-partner`, `${list}?q=nobody`]) await right(host, address);
  await right(member, `${list}?dialog=partner-information`);
  const asked = { workspace: northwind.id, guest_code: acme.code, partner_email: acme.email, reason: "Summer campaign" };
  const id: string = await call(member, "partners/request", asked);
  for (const path of ["", `/${id}/accounts`, `/${id}/accounts?dialog=review`, `/${id}/accounts?dialog=decline`]) await right(host, list + path);
  for (const path of ["", "?dialog=withdraw"]) await right(member, `${list}/${id}/accounts${path}`);
  await call(host, "partners/approve", { workspace: northwind.id, partnership: id });
  await mail.take({ to: acme.email, subject: "wants to partner with you" });
  for (const path of ["", "?dialog=accept", "?dialog=decline"]) await right(guest, `/w/${acme.id}/partners/${id}/accounts${path}`);
});

test("[UX-02] [UX-03] a partnership, its tabs and its dialogs are accessible in both themes, on a desktop and on a phone", async ({ page, person, mail }) => {
  test.setTimeout(400_000);
  const guest = await person();
  const { northwind, acme, id } = await partnership(page, guest, mail);
  const [ours, theirs] = [`/w/${northwind.id}/partners/${id}`, `/w/${acme.id}/partners/${id}`];
  for (const tab of ["accounts", "collections", "members", "activity", "details"]) await right(page, `${ours}/${tab}`);
  for (const name of ["suspend", "expiry", "hand-over", "deputy", "remove"]) await right(page, `${ours}/details?dialog=${name}`);
  for (const name of ["representative", "remove"]) await right(guest, `${theirs}/details?dialog=${name}`);
  await call(page, "partners/suspend", { workspace: northwind.id, partnership: id });
  for (const path of ["", "?dialog=resume"]) await right(page, `${ours}/accounts${path}`);
});
