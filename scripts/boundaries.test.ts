import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { features, layers } from './lib/map.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
let copy: string;

interface Cruise {
  modules: { source: string }[];
  summary: { violations: { from: string; rule: { name: string } }[] };
}

function cruise(): Cruise {
  const tool = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [tool, 'src', '--config', '.dependency-cruiser.mjs', '--output-type', 'json'];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: copy,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout) as Cruise;
}

const planted: [file: string, text: string, rule: string][] = [
  ['src/ui/planted.ts', "import '../engine/protocol';", 'ui-calls-state'],
  ['src/state/planted.ts', "import '../engine/worker/duckdb/database';", 'state-calls-client'],
  ['src/cli/planted.ts', "import '../state/planted';", 'cli-calls-the-engine'],
  ['src/engine/worker/planted.ts', "import '../../state/planted';", 'worker-imports-core'],
  [
    'src/core/view/index.ts',
    "import { tableFromIPC } from 'apache-arrow';\nvoid tableFromIPC;",
    'core-is-pure',
  ],
  [
    'src/core/view/planted.ts',
    "import { other } from '../compare/planted';\nvoid other;",
    'features-are-strangers',
  ],
  [
    'src/core/view/circle.ts',
    "import type { Other } from './circle2';\nexport type One = Other;",
    'no-circular',
  ],
  ['src/ui/kit/planted.ts', "import '../label/fields';", 'kit-knows-no-feature'],
  ['src/state/elsewhere/planted.ts', "import '../start';", 'folder-is-on-the-map'],
];

beforeAll(() => {
  mkdirSync(join(root, '.cache'), { recursive: true });
  copy = mkdtempSync(join(root, '.cache/boundaries-'));
  for (const name of [
    'src',
    'package.json',
    '.dependency-cruiser.mjs',
    'scripts',
    'tsconfig.base.json',
    'tsconfig.node.json',
  ]) {
    cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const files: [string, string][] = [
    ['src/core/compare/planted.ts', 'export const other = 1;'],
    ['src/core/view/circle2.ts', "import type { One } from './circle';\nexport type Other = One[];"],
    ...planted.map(([file, text]): [string, string] => [file, text]),
  ];
  for (const [file, text] of files) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), text);
  }
});
afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

/** Every module below `src` of the copy. */
const sources = (): string[] =>
  readdirSync(join(copy, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => `src/${path.replaceAll('\\', '/')}`);

describe('the import boundaries', () => {
  it('catch each planted violation, having looked at every module', () => {
    const { modules, summary } = cruise();
    expect(modules.map(({ source }) => source)).toEqual(expect.arrayContaining(sources()));
    for (const [file, , rule] of planted) {
      expect(summary.violations, `${file} breaks ${rule}`).toContainEqual(
        expect.objectContaining({ from: file, rule: expect.objectContaining({ name: rule }) as unknown }),
      );
    }
  });

  it('are told by the map in ARCHITECTURE.md as they are held', () => {
    const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
    const names = Object.keys(layers) as (keyof typeof layers)[];
    const cells = text
      .split('\n')
      .filter((line) => /^\| `[a-z]+` /.test(line))
      .map((line) => line.split('|').slice(1, -1));
    const told = cells.map(([name = '', ...rest]) => [
      name.trim().replaceAll('`', ''),
      names.filter((_, index) => rest[index]?.trim() !== '–'),
    ]);
    expect(Object.fromEntries(told)).toEqual(features);
  });
});
