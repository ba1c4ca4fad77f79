import { defineConfig, devices } from "@playwright/test";

/** Works without JavaScript, and is tested with and without it. */
const WITHOUT_SCRIPT = /@no-script/;

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  forbidOnly: !!process.env.CI,
  retries: 0,
  // Each has a server and a browser of its own.
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    ...devices["Desktop Chrome"],
    screenshot: "only-on-failure",
    // Far from the server's, so that a time that only one side puts into the viewer's zone is noticed.
    timezoneId: "Pacific/Auckland",
    launchOptions: {
      executablePath: process.env.LATCHKEY_CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "chromium" },
    { name: "no-script", grep: WITHOUT_SCRIPT, use: { javaScriptEnabled: false } },
  ],
});
