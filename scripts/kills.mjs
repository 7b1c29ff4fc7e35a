/** `npm run kills [-- COUNT]`: builds the app and kills its page, its process and the browser at 100 random moments, seeded by their number. */
import { ensureInstalled } from './ensure-installed.mjs';
import { freePort, runTool } from './lib/run.mjs';

ensureInstalled();
const count = process.argv[2] ?? '100';
const built = await runTool('vite/bin/vite.js', ['build', '--logLevel', 'warn']);
process.exitCode =
  built ||
  (await runTool('@playwright/test/cli.js', ['test', 'e2e/specs/session-kills.spec.ts'], {
    E2E_PORT: String(await freePort()),
    KILLS: count,
  }));
