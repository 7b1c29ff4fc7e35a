import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('of 300 damaged files each gives a result or a refusal with a code', async () => {
  const script = fileURLToPath(new URL('fuzz.mjs', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, '--files', '300', '--seed', '16']);
  expect(stdout).toMatch(/seed 16: 300 files in \d+ s: \d+ accepted, 0 errors/);
  for (const kind of ['csv', 'labels', 'parquet', 'recipe'])
    expect(stdout).toMatch(new RegExp(`refused: ${kind} `));
}, 120_000);
