import { call, found } from "../fixtures/people.ts";
import { test } from "../fixtures/test.ts";
test("dbg", async ({ page, person }) => {
  const guest = await person();
  const n = await found(page, "Northwind", "Olivia Owner");
  const a = await found(guest, "Acme Studios", "Gus Guest");
  guest.on("response", async (r) => { if (r.url().includes("/api/shell")) console.log("guest", r.status(), await r.text().catch(String)); });
  await guest.goto(`/w/${a.id}/requests`);
  await guest.evaluate((id) => {
    const s = new EventSource(`/w/${id}/events`);
    (window as any).heard = [];
    for (const e of ["hello", "changed", "reset", "signed_out"]) s.addEventListener(e, (m: any) => (window as any).heard.push([e, m.data, m.lastEventId]));
  }, a.id);
  await guest.waitForTimeout(2000);
  console.log("--- request");
  console.log(await call(page, "partners/request", { workspace: n.id, guest_code: a.code, partner_email: a.email }));
  await guest.waitForTimeout(4000);
  console.log(JSON.stringify(await guest.evaluate(() => (window as any).heard)));
  console.log(JSON.stringify(await call(guest, "shell")));
  console.log(await guest.locator(".nav .count").allTextContents()); await guest.waitForTimeout(500); await guest.goto(`/w/${a.id}/partners`); await guest.waitForTimeout(3000); console.log(await guest.locator(".nav .count").allTextContents());
});
