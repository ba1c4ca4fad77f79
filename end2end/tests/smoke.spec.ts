import { axe, expect, test } from "../fixtures/test.ts";

test("the server says that it is alive and ready", async ({ request }) => {
  for (const path of ["/healthz", "/readyz"]) {
    await expect(await request.get(path), path).toBeOK();
  }
});

test("the first page is readable @no-script", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveTitle(/Latchkey/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("the first page is accessible in both themes", async ({ page }) => {
  await page.goto("/");
  await axe(page);
});
