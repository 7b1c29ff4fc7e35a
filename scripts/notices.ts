import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import license, { type Dependency } from 'rollup-plugin-license';
import type { Plugin, Rolldown } from 'vite';
import type { Notice, NoticeText } from '../src/state/page/notices.ts';

/** What vite-plugin-pwa puts into the service worker, which is built after the page: Workbox's precache with its routes. */
const serviceWorkerPackages = ['workbox-core', 'workbox-precaching', 'workbox-routing', 'workbox-strategies'];

/** Modules that the bundlers add themselves: code of their own. */
const bundlers = [
  { module: /^\0vite\//, name: 'vite' },
  { module: /^\0rolldown\//, name: 'rolldown' },
];

const legal = /^(licen[cs]es?|copying|notice|copyright)/i;

/** The folder of a package within `node_modules`, the innermost, and its name; undefined for a module of the lab's own. */
export function packageOf(id: string): { folder: string; name: string } | undefined {
  const [path = ''] = id.replace(/^\0/, '').split('?');
  const match = /^(.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+))[\\/]/.exec(path);
  const [, folder, name] = match ?? [];
  return folder === undefined || name === undefined
    ? undefined
    : { folder, name: name.replaceAll('\\', '/') };
}

/** The texts that a package carries about its licence: files of its folder, and of a folder `licenses` in it. */
function textsOf(folder: string): NoticeText[] {
  const text = (file: string): NoticeText => ({
    file,
    text: readFileSync(join(folder, file), 'utf8').trim(),
  });
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => legal.test(name))
    .flatMap((entry) =>
      entry.isDirectory()
        ? readdirSync(join(folder, entry.name)).map((name) => text(`${entry.name}/${name}`))
        : [text(entry.name)],
    )
    .toSorted((a, b) => (a.file < b.file ? -1 : 1));
}

/** The lines of a licence that name whose the copyright is; not those of the licence's own words about it. */
function copyrightLines(texts: readonly NoticeText[]): string[] {
  const lines = texts.flatMap(({ text }) => text.split(/\r?\n/)).map((line) => line.trim());
  return [
    ...new Set(lines.filter((line) => /^copyright\b.*(\d{4}|\(c\)|©)/i.test(line) && !/[[{]yyyy/.test(line))),
  ];
}

function noticeOf(dependency: Dependency, folder: string, compiled: boolean): Notice {
  const texts = textsOf(folder);
  const gaps = [
    ...(dependency.license ? [] : ['Its package.json names no licence.']),
    ...(texts.length > 0 ? [] : ['The package carries no text of its licence.']),
    ...(compiled
      ? [
          'Its WebAssembly is compiled from code of further projects, for which the package carries no notices.',
        ]
      : []),
  ];
  return {
    name: dependency.name ?? '',
    version: dependency.version ?? '',
    licence: dependency.license,
    author: dependency.author?.text() ?? null,
    copyright: copyrightLines(texts),
    gaps,
    texts,
  };
}

/** Packages of these modules with what each says of its licence, by name and version. */
export function noticesOf(modules: Iterable<string>, root: string): Notice[] {
  const ids = [...modules].map((id) => {
    const bundler = bundlers.find(({ module }) => module.test(id));
    return bundler ? join(root, 'node_modules', bundler.name, 'index.js') : id;
  });
  const found = new Map<string, { dependency: Dependency; folder: string }>();
  const compiled = new Set(ids.filter((id) => /\.wasm(\?|$)/.test(id)).map((id) => packageOf(id)?.folder));
  for (const id of ids) {
    const folder = packageOf(id)?.folder;
    if (folder === undefined || found.has(folder)) continue;
    const scan = license({
      cwd: root,
      thirdParty: {
        includePrivate: true,
        output: ([dependency]) => dependency && found.set(folder, { dependency, folder }),
      },
    });
    callHook(scan.renderChunk, '', { modules: { [join(folder, 'index.js')]: { renderedLength: 1 } } });
    callHook(scan.generateBundle);
    if (!found.has(folder)) throw new Error(`expected a package.json with name and version in ${folder}`);
  }
  const notices = [...found.values()].map(({ dependency, folder }) =>
    noticeOf(dependency, folder, compiled.has(folder)),
  );
  // The same version may be installed in more than one folder.
  return [
    ...new Map(notices.map((notice) => [`${notice.name} ${notice.version}`, notice])).values(),
  ].toSorted((a, b) => `${a.name} ${a.version}`.localeCompare(`${b.name} ${b.version}`, 'en'));
}

/** rollup-plugin-license finds what a package says of itself; its hooks ask for nothing of a bundler but the modules. */
function callHook(hook: unknown, ...args: unknown[]): void {
  if (typeof hook !== 'function') throw new Error('expected a hook of rollup-plugin-license');
  hook(...args);
}

/** The notices as one text. */
export function noticesText(notices: readonly Notice[]): string {
  const blocks = notices.map(({ name, version, licence, author, copyright, gaps, texts }) =>
    [
      `${name} ${version}`,
      `Licence: ${licence ?? 'not named'}`,
      ...(author === null ? [] : [`Author: ${author}`]),
      ...copyright,
      ...gaps,
      ...texts.map(({ file, text }) => `\n--- ${file} ---\n\n${text}`),
    ].join('\n'),
  );
  return `Third-party software in the Anomaly Data Lab\n\n${blocks.join(`\n\n${'='.repeat(80)}\n\n`)}\n`;
}

/**
 * Writes `third-party-notices.json` and `.txt` beside the page: every package with a module or a file in the page, in a worker, or in the
 * service worker. `page` goes to the build's plugins, `worker` to those of its workers.
 */
export function noticesPlugins(root: string): { page: Plugin; worker: () => Plugin } {
  const modules = new Set<string>();
  const collect = (bundle: Rolldown.OutputBundle): void => {
    for (const output of Object.values(bundle)) {
      if (output.type === 'asset') for (const name of output.originalFileNames) modules.add(join(root, name));
      else
        for (const [id, { renderedLength }] of Object.entries(output.modules))
          if (renderedLength > 0) modules.add(id);
    }
  };
  return {
    worker: () => ({
      name: 'lab-notices-worker',
      apply: 'build',
      generateBundle: (_options, bundle) => collect(bundle),
    }),
    page: {
      name: 'lab-notices',
      apply: 'build',
      generateBundle(_options, bundle) {
        collect(bundle);
        for (const name of serviceWorkerPackages) modules.add(join(root, 'node_modules', name, 'index.js'));
        const notices = noticesOf(modules, root);
        const emit = (fileName: string, source: string): unknown =>
          this.emitFile({ type: 'asset', fileName, source });
        emit('third-party-notices.json', JSON.stringify(notices));
        emit('third-party-notices.txt', noticesText(notices));
      },
    },
  };
}
