import { defineConfig } from '@playwright/test';
import { chromiumFlags, chromiumMissing, findChromium } from './scripts/lib/chromium.mjs';

const executablePath = await findChromium();
if (!executablePath) throw new Error(chromiumMissing);
const port = Number(process.env.E2E_PORT ?? 4317);

/** Runs against the built app (`npm run build` first), served with the headers that it ships with. */
export default defineConfig({
  testDir: 'e2e/specs',
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  fullyParallel: true,
  workers: 2,
  forbidOnly: process.env.CI === 'true',
  // Machines that run CI are shared. A test that passes only when tried again is named at the end of `npm test`, to be mended.
  retries: process.env.CI === 'true' ? 1 : 0,
  reporter: [['list'], ['json', { outputFile: 'reports/e2e.json' }]],
  use: {
    baseURL: `http://127.0.0.1:${port}/`,
    viewport: { width: 1440, height: 900 },
    timezoneId: 'Europe/Berlin',
    locale: 'en-GB',
    // Each test has a browser profile of its own, into which 44 MB would be copied; offline.spec.ts lets it.
    serviceWorkers: 'block',
    trace: 'retain-on-failure',
    launchOptions: { executablePath, args: chromiumFlags },
  },
  webServer: {
    command: `node scripts/preview.mjs ${port}`,
    url: `http://127.0.0.1:${port}/`,
    reuseExistingServer: process.env.CI !== 'true',
    timeout: 30_000,
  },
});
