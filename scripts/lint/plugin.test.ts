import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('a list spread into a call that takes one argument an element is refused, a literal is not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lint-'));
  writeFileSync(
    join(folder, '.oxlintrc.json'),
    JSON.stringify({
      jsPlugins: [join(root, 'scripts/lint/plugin.mjs')],
      rules: { 'lab/no-spread-of-lists': 'error' },
    }),
  );
  writeFileSync(
    join(folder, 'planted.js'),
    `export const list = [];
list.push(...many);
Math.max(...many);
String.fromCharCode(...many);
list.push(1, 2);
Math.max(1, ...[2, 3]);
call(...many);
`,
  );
  const { stdout } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/oxlint/bin/oxlint'), '--format', 'json', '.'],
    { cwd: folder, encoding: 'utf8' },
  );
  rmSync(folder, { recursive: true, force: true });
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { code: string; labels: { span: { line: number } }[] }[];
  };
  const lines = diagnostics
    .filter(({ code }) => code === 'lab(no-spread-of-lists)')
    .map(({ labels }) => labels[0]?.span.line);
  expect(new Set(lines)).toEqual(new Set([2, 3, 4]));
});
