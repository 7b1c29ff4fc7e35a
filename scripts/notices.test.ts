import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, loadConfigFromFile, type PluginOption } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Notice } from '../src/state/page/notices';
import { noticesOf, noticesText, packageOf } from './notices';

const root = fileURLToPath(new URL('..', import.meta.url));
const nameOf = ({ name, version }: Notice): string => `${name} ${version}`;

/** Plugins of a list and of the lists in it, without those whose names match. */
async function without(options: PluginOption, names: RegExp): Promise<PluginOption[]> {
  const option = await options;
  if (Array.isArray(option)) return (await Promise.all(option.map((one) => without(one, names)))).flat();
  return option && names.test(option.name) ? [] : [option];
}

describe('the notices of a build', () => {
  let folder = '';
  let notices: Notice[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lab-notices-'));
    const loaded = await loadConfigFromFile({ command: 'build', mode: 'production' }, undefined, root);
    const config = loaded?.config ?? {};
    await build({
      ...config,
      root,
      configFile: false,
      logLevel: 'silent',
      plugins: await without(config.plugins ?? [], /precompress|pwa/),
      // Source maps name every module of the page and of its workers, whatever the plugin has collected.
      build: { ...config.build, outDir: folder, emptyOutDir: true, sourcemap: true, minify: false },
    });
    notices = JSON.parse(readFileSync(join(folder, 'third-party-notices.json'), 'utf8')) as Notice[];
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('list every package that the module graph of the page and of its workers contains', () => {
    const maps = readdirSync(join(folder, 'assets')).filter((name) => name.endsWith('.map'));
    expect(maps.some((name) => name.startsWith('lab.worker'))).toBe(true);
    const packages = new Set<string>();
    for (const map of maps) {
      const { sources } = JSON.parse(readFileSync(join(folder, 'assets', map), 'utf8')) as {
        sources: string[];
      };
      for (const source of sources) {
        const start = source.indexOf('node_modules/');
        const found = start < 0 ? undefined : packageOf(join(root, source.slice(start)));
        if (!found) continue;
        const { name, version } = JSON.parse(readFileSync(join(found.folder, 'package.json'), 'utf8')) as {
          name: string;
          version: string;
        };
        packages.add(`${name} ${version}`);
      }
    }
    expect(packages.size).toBeGreaterThan(50);
    const listed = new Set(notices.map(nameOf));
    expect([...packages].filter((one) => !listed.has(one))).toEqual([]);
  });

  it('list packages of which only the WebAssembly is served, and what bundlers add of their own', () => {
    const names = notices.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['@duckdb/duckdb-wasm', 'parquet-wasm', 'vite', 'rolldown']),
    );
    const gaps = notices.find(({ name }) => name === '@duckdb/duckdb-wasm')?.gaps.join(' ');
    expect(gaps).toContain('WebAssembly is compiled from code of further projects');
  });

  it('say for each its version and its licence with a text, or name what it lacks', () => {
    for (const notice of notices) {
      expect(notice.version, notice.name).toMatch(/^\d+\.\d+\.\d+/);
      expect(notice.licence !== null || notice.gaps.length > 0, notice.name).toBe(true);
      expect(notice.texts.length > 0 || notice.gaps.length > 0, notice.name).toBe(true);
    }
    expect(new Set(notices.map(nameOf)).size).toBe(notices.length);
    const echarts = notices.find(({ name }) => name === 'echarts');
    expect(echarts?.licence).toBe('Apache-2.0');
    expect(echarts?.texts.map(({ file }) => file)).toEqual(['LICENSE', 'NOTICE', 'licenses/LICENSE-d3']);
    expect(echarts?.copyright.join('\n')).toContain('The Apache Software Foundation');
  });

  it('stand in a text file too, whole', () => {
    const text = readFileSync(join(folder, 'third-party-notices.txt'), 'utf8');
    expect(text).toBe(noticesText(notices));
    for (const notice of notices) expect(text).toContain(nameOf(notice));
  });
});

it('a package that carries no licence text is listed, and no text is made up for it', () => {
  const [notice] = noticesOf([join(root, 'node_modules/@duckdb/duckdb-wasm/dist/any.mjs')], root);
  expect(notice).toMatchObject({
    name: '@duckdb/duckdb-wasm',
    licence: 'MIT',
    texts: [],
    copyright: [],
    gaps: ['The package carries no text of its licence.'],
  });
});

it('a module of a package within another belongs to the inner one', () => {
  expect(packageOf('/a/node_modules/one/node_modules/@two/three/x.js?worker')).toEqual({
    folder: '/a/node_modules/one/node_modules/@two/three',
    name: '@two/three',
  });
  expect(packageOf('/a/src/main.ts')).toBeUndefined();
});
