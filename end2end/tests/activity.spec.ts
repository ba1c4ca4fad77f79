import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Page } from "@playwright/test";
import { call, found, join, open } from "../fixtures/people.ts";
import { axe, expect, test } from "../fixtures/test.ts";

const BINARY = resolve(process.env.LATCHKEY_BIN ?? resolve(import.meta.dirname, "../../target/debug/latchkey"));

const table = (page: Page) => page.getByRole("table", { name: "Activity" });
const row = (page: Page, event: string) => table(page).getByRole("row").filter({ hasText: event });

/** Some lines in the log: invitations to people who never come. */
async function invite(page: Page, workspace: string, ...names: string[]): Promise<void> {
  for (const name of names) await call(page, "people/invite", { workspace, email: `${name}@nowhere.example`, role: "member" });
}

async function download(page: Page, name: string): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name }).click()]);
  return readFile(await file.path(), "utf8");
}

/** What `latchkey verify` says of a file. */
function verify(path: string): Promise<{ code: number; text: string }> {
  return new Promise((done) => {
    execFile(BINARY, ["verify", path], (error, out, err) => done({ code: typeof error?.code === "number" ? error.code : 0, text: out + err }));
  });
}

test("[AC-02] the log shows time, event, account, app, user, location, system and device", async ({ page }) => {
  const { id } = await found(page, "Northwind", "Olivia Owner");
  await open(page, `/w/${id}/activity`);
  await expect(page.getByRole("heading", { level: 1, name: "Activity Log" })).toBeVisible();
  await expect(table(page).getByRole("columnheader")).toHaveText(["Time", "Event", "Account", "App", "User", "Location", "OS", "Device"]);
  await expect(row(page, "Workspace created")).toContainText("Olivia Owner");
  await expect(row(page, "Workspace created")).toContainText("Private network");
  await expect(page.getByRole("figure")).toContainText("Events per day");
  await axe(page);
});

test("[AC-02] the log can be read and narrowed without script @no-script", async ({ page, request }) => {
  const answer = await request.post("/api/auth/sign-up", {
    form: { workspace: "Plain", name: "Olivia Owner", email: `plain${Date.now()}@plain.example`, password: "correct horse battery staple" },
    headers: { origin: new URL((await request.get("/healthz")).url()).origin, accept: "application/json" },
  });
  const home: string = await answer.json();
  const cookie = answer.headers()["set-cookie"]!.split(";")[0]!.split("=");
  const url = new URL(answer.url());
  await page.context().addCookies([{ name: cookie[0]!, value: cookie.slice(1).join("="), domain: url.hostname, path: "/", secure: true }]);
  await page.goto(home.replace("partners", "activity"));
  await expect(row(page, "Workspace created")).toBeVisible();
  await page.getByLabel("Event group").selectOption("people");
  // Where scripts run, the choice is sent at once.
  const apply = page.getByRole("button", { name: "Apply" });
  if (await apply.isVisible()) await apply.click();
  await expect(page).toHaveURL(/group=people/);
  await expect(row(page, "Workspace created")).toHaveCount(0);
});

test("[AC-02] [UX-04] filters stand in the address, and say so when nothing matches", async ({ page }) => {
  const { id } = await found(page, "Northwind", "Olivia Owner");
  await invite(page, id, "ana", "bo");
  await open(page, `/w/${id}/activity`);
  await page.getByLabel("Event", { exact: true }).selectOption("person.invited");
  await expect(page).toHaveURL(/kind=person.invited/);
  await expect(row(page, "Person invited")).toHaveCount(2);
  await expect(row(page, "Workspace created")).toHaveCount(0);

  await page.reload();
  await expect(row(page, "Person invited")).toHaveCount(2);
  await expect(page.getByLabel("Event", { exact: true })).toHaveValue("person.invited");

  await page.getByRole("link", { name: "Remove filter Event: Person invited" }).click();
  await expect(row(page, "Workspace created")).toHaveCount(1);

  await page.getByRole("searchbox").fill("nobody of this name");
  await expect(page.getByText("No events match")).toBeVisible();
  await axe(page);
  await page.getByRole("link", { name: "Clear all filters" }).click();
  await expect(row(page, "Workspace created")).toHaveCount(1);
  await expect(page.getByRole("searchbox")).toHaveValue("");

  await page.getByLabel("To (UTC)").fill("2020-01-01T00:00");
  await expect(page.getByText("No events match")).toBeVisible();
  await expect(page).toHaveURL(/to=2020-01-01/);
  await page.getByRole("link", { name: "Clear all", exact: true }).click();
  await expect(row(page, "Workspace created")).toHaveCount(1);
  await expect(page.getByLabel("To (UTC)")).toHaveValue("");
});

test("[AC-02] more than a page is read page by page", async ({ page }) => {
  const { id } = await found(page, "Northwind");
  await invite(page, id, ...Array.from({ length: 55 }, (_, n) => `person${n}`));
  await open(page, `/w/${id}/activity`);
  await expect(row(page, "Workspace created")).toHaveCount(0);
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(page).toHaveURL(/cursor=/);
  await expect(row(page, "Workspace created")).toHaveCount(1);
  await page.getByRole("link", { name: "First page" }).click();
  await expect(row(page, "Workspace created")).toHaveCount(0);
});

test("[AC-02] a row opens its raw facts, from which similar events are one step away", async ({ page }) => {
  const { id } = await found(page, "Northwind", "Olivia Owner");
  await invite(page, id, "ana");
  await open(page, `/w/${id}/activity`);
  await row(page, "Person invited").getByRole("link").click();
  const drawer = page.getByRole("dialog", { name: "Event" });
  await expect(drawer.getByText("ana@nowhere.example")).toBeVisible();
  await expect(drawer.getByText("person.invited")).toBeVisible();
  await expect(drawer.getByText(/^[0-9a-f]{64}$/)).toBeVisible();
  await axe(page);

  await page.reload();
  await expect(drawer.getByText("ana@nowhere.example")).toBeVisible();
  await drawer.getByRole("link", { name: "Person invited" }).click();
  await expect(drawer).toHaveCount(0);
  await expect(page).toHaveURL(/kind=person.invited$/);
  await expect(row(page, "Workspace created")).toHaveCount(0);

  await open(page, `/w/${id}/activity?dialog=event&item=999999`);
  await expect(drawer.getByText("No such event")).toBeVisible();
});

test("[NO-03] new events wait behind a button", async ({ page, person }) => {
  const { id } = await found(page, "Northwind");
  const other = await person();
  await open(page, `/w/${id}/activity`);
  await expect(row(page, "Workspace created")).toHaveCount(1);
  await other.context().addCookies(await page.context().cookies());
  await open(other, `/w/${id}/activity`);
  await invite(other, id, "ana", "bo");
  const button = page.getByRole("button", { name: /new event/ });
  await expect(button).toHaveText("2 new events");
  await expect(row(page, "Person invited")).toHaveCount(0);
  await button.click();
  await expect(row(page, "Person invited")).toHaveCount(2);
  await expect(button).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
});

test("[AC-03] who does not oversee the workspace sees their own events and is told so", async ({ page, person, mail }) => {
  const { id } = await found(page, "Northwind", "Olivia Owner");
  const member = await person();
  await join(page, member, mail, id, "Mika Member", "member");
  await open(member, `/w/${id}/activity`);
  await expect(member.getByText("You see your own events.")).toBeVisible();
  await expect(row(member, "Person joined")).toHaveCount(1);
  await expect(row(member, "Workspace created")).toHaveCount(0);
  const log = await download(member, "Download JSON lines for verification");
  expect(log).not.toContain("workspace.created");

  const auditor = await person();
  await join(page, auditor, mail, id, "Audrey Auditor", "auditor");
  await open(auditor, `/w/${id}/activity`);
  await expect(row(auditor, "Workspace created")).toHaveCount(1);
  await expect(auditor.getByText("You see your own events.")).toHaveCount(0);
});

test("[AC-04] the download holds what the page shows, is safe in a spreadsheet and is itself an event", async ({ page }) => {
  const { id } = await found(page, "Northwind", "=cmd|' /C calc'!A0");
  await invite(page, id, "ana");
  await open(page, `/w/${id}/activity`);
  await page.getByLabel("Event", { exact: true }).selectOption("workspace.created");
  await expect(row(page, "Person invited")).toHaveCount(0);
  const csv = await download(page, "Download CSV");
  const lines = csv.trim().split("\r\n");
  expect(lines[0]).toBe("Time,Event,Account,App,User,Location,OS,Device,Details,Address,Sequence,Hash");
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain("Workspace created");
  expect(lines[1]).toMatch(/,'=cmd/);
  expect(lines[1]).toMatch(/,[0-9a-f]{64}$/);
  await page.getByRole("link", { name: "Clear all", exact: true }).click();
  await expect(row(page, "Activity downloaded")).toHaveCount(1);
});

test("[AC-04] while the filter is changed and not applied there is no download", async ({ page }) => {
  const { id } = await found(page, "Northwind");
  await open(page, `/w/${id}/activity`);
  const link = page.getByRole("link", { name: "Download CSV" });
  await expect(link).toHaveAttribute("href", /activity\.csv$/);
  // The search is sent a moment after the last key.
  await page.clock.install();
  await page.getByRole("searchbox").fill("olivia");
  await expect(link).toHaveAttribute("aria-disabled", "true");
  await page.clock.resume();
  await expect(link).toHaveAttribute("href", /search=olivia/);
});

test("[AC-05] a downloaded log proves itself, and a changed line is named", async ({ page }, info) => {
  const { id } = await found(page, "Northwind", "Olivia Owner");
  await invite(page, id, "ana", "bo");
  await open(page, `/w/${id}/activity`);
  const log = await download(page, "Download JSON lines for verification");
  const path = info.outputPath("activity.jsonl");
  await writeFile(path, log);
  expect(await verify(path)).toEqual({ code: 0, text: expect.stringContaining("No row is missing") });

  const lines = log.split("\n");
  const at = lines.findIndex((line) => line.includes("person.invited"));
  expect(at).toBeGreaterThan(0);
  const tampered = info.outputPath("tampered.jsonl");
  await writeFile(tampered, lines.with(at, lines[at]!.replace("person.invited", "person.removed")).join("\n"));
  const changed = await verify(tampered);
  expect(changed.code).not.toBe(0);
  expect(changed.text).toMatch(new RegExp(`line ${at + 1}\\b`));

  const removed = info.outputPath("removed.jsonl");
  await writeFile(removed, lines.toSpliced(at, 1).join("\n"));
  expect((await verify(removed)).code).not.toBe(0);
});

test("[UX-03] the log is readable on a phone", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const { id } = await found(page, "Northwind", "Olivia Owner");
  await open(page, `/w/${id}/activity`);
  await expect(row(page, "Workspace created")).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await axe(page);
  await row(page, "Workspace created").getByRole("link").click();
  await expect(page.getByRole("dialog", { name: "Event" }).getByText("workspace.created")).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await axe(page);
});
