import type { Page } from "@playwright/test";
import { Server } from "../fixtures/server.ts";
import { call, found, join, open } from "../fixtures/people.ts";
import { axe, expect, test } from "../fixtures/test.ts";

const tab = (page: Page, name: RegExp) => page.getByRole("navigation", { name: "Requests" }).getByRole("link", { name });

test("[NO-02] [UX-04] an inbox with nothing in it says what will stand there", async ({ page }) => {
  const { id } = await found(page, "Northwind");
  await open(page, `/w/${id}/requests`);
  await expect(page.getByRole("heading", { level: 1, name: "Requests" })).toBeVisible();
  await expect(page.getByText("Nothing waits for you")).toBeVisible();
  await axe(page);
  await tab(page, /^Sent/).click();
  await expect(page.getByText("Nobody else has to decide for you")).toBeVisible();
  await tab(page, /^News/).click();
  await expect(page).toHaveURL(/kind=news/);
  await expect(page.getByText("No news yet")).toBeVisible();
});

test("[NO-02] [NO-03] a request appears in the partner's open inbox, leads to its dialog, and its answer becomes news", async ({ page, person }) => {
  const host = page;
  const guest = await person();
  const northwind = await found(host, "Northwind", "Olivia Owner");
  const acme = await found(guest, "Acme Studios", "Gus Guest");
  await open(guest, `/w/${acme.id}/requests`);
  await expect(guest.getByText("Nothing waits for you")).toBeVisible();

  const partnership: string = await call(host, "partners/request", { workspace: northwind.id, guest_code: acme.code, partner_email: acme.email });
  const waiting = guest.getByRole("table", { name: "Requests to decide" }).getByRole("row", { name: /Northwind/ });
  await expect(waiting).toContainText("Partnership to accept");
  const navigation = guest.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /Requests/ });
  // The decision, and the news of it.
  await expect(navigation).toContainText("2");
  await axe(guest);

  await open(host, `/w/${northwind.id}/requests?kind=sent`);
  await expect(host.getByRole("row", { name: /Partnership with/ })).toContainText("Awaiting partner");

  await waiting.getByRole("link").click();
  await expect(guest).toHaveURL(/dialog=accept/);
  await expect(guest.getByRole("dialog", { name: "Terms of Service" })).toBeVisible();
  await call(guest, "partners/decline-as-guest", { workspace: acme.id, partnership, note: "Not now" });
  await open(guest, `/w/${acme.id}/requests`);
  await expect(guest.getByText("Nothing waits for you")).toBeVisible();

  // Decided: it waits no longer, and is news.
  await expect(host.getByText("Nobody else has to decide for you")).toBeVisible();
  await tab(host, /^News/).click();
  const news = host.getByRole("table", { name: "News" }).getByRole("row").filter({ hasText: "New" }).last();
  await expect(news).toContainText("declined");
  await axe(host);
  const counter = host.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /Requests/ });
  await expect(counter).toContainText("1");
  await host.getByRole("button", { name: "Mark all as read" }).click();
  await expect(host.getByText("All news is marked as read.")).toBeVisible();
  await expect(host.getByRole("button", { name: "Mark all as read" })).toHaveCount(0);
  await expect(counter).not.toContainText("1");
});

test("[NO-02] news is read once it is opened", async ({ page, person, mail }) => {
  const { id } = await found(page, "Northwind", "Olivia Owner");
  const guest = await person();
  const acme = await found(guest, "Acme Studios", "Gus Guest");
  const partnership: string = await call(page, "partners/request", { workspace: id, guest_code: acme.code, partner_email: acme.email });
  await open(guest, `/w/${acme.id}/requests`);
  await expect(guest.getByRole("row", { name: /Northwind/ })).toBeVisible();
  await call(guest, "partners/decline-as-guest", { workspace: acme.id, partnership });
  await open(page, `/w/${id}/requests?kind=news`);
  const read = page.waitForResponse((answer) => answer.url().endsWith("/inbox/mark-read"));
  await page.getByRole("table", { name: "News" }).getByRole("link").first().click();
  await read;
  await expect(page).toHaveURL(new RegExp(partnership));
  await open(page, `/w/${id}/requests?kind=news`);
  await expect(page.getByRole("table", { name: "News" })).toBeVisible();
  await expect(page.getByText("New", { exact: true })).toHaveCount(0);

  // A member has neither the decision nor the news of it.
  const member = await person();
  await join(page, member, mail, id, "Mika Member", "member");
  await open(member, `/w/${id}/requests?kind=news`);
  await expect(member.getByText("No news yet")).toBeVisible();
});

test("[NO-01] without SMTP every mail stays in the development mailbox, readable before anyone signs in", async ({ page, person }) => {
  const server = await Server.start({ LATCHKEY_SMTP_URL: "" });
  try {
    const owner = await person({ baseURL: server.url });
    const { id } = await found(owner, "Northwind", "Olivia Owner");
    await call(owner, "people/invite", { workspace: id, email: "ana@nowhere.example", role: "member" });
    await open(owner, `/w/${id}/partners`);
    await expect(owner.getByText("This installation sends no mail")).toBeVisible();

    const anyone = await person({ baseURL: server.url });
    await expect(async () => {
      await anyone.goto("/mailbox");
      await expect(anyone.getByRole("row", { name: /ana@nowhere.example/ })).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await expect(anyone.getByText("LATCHKEY_SMTP_URL")).toBeVisible();
    await axe(anyone);
    await anyone.getByRole("row", { name: /ana@nowhere.example/ }).getByRole("link").click();
    const text = anyone.getByRole("article", { name: "Text of the mail" });
    await expect(text).toContainText("Northwind");
    await axe(anyone);
    await text.getByRole("link").first().click();
    await expect(anyone).toHaveURL(/\/invite\//);
    await anyone.close();
    await owner.close();
  } finally {
    await server.stop();
  }
  // With SMTP there is no such page.
  await page.goto("/mailbox");
  await expect(page.getByRole("heading", { name: /not here|nothing here|not found|does not exist/i })).toBeVisible();
});

test("[UX-03] the inbox works on a phone", async ({ page, person }) => {
  const guest = await person({ viewport: { width: 360, height: 740 } });
  const northwind = await found(page, "Northwind", "Olivia Owner");
  const acme = await found(guest, "Acme Studios", "Gus Guest");
  await call(page, "partners/request", { workspace: northwind.id, guest_code: acme.code, partner_email: acme.email });
  await open(guest, `/w/${acme.id}/requests`);
  await expect(guest.getByRole("row", { name: /Northwind/ })).toBeVisible();
  expect(await guest.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await axe(guest);
});
