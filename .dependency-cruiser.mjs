/** Who may import whom. The map stands in ARCHITECTURE.md and scripts/lib/map.mjs; scripts/boundaries.test.ts plants violations and expects them caught. */
import { coreMayUse, foldersOf, layers } from './scripts/lib/map.mjs';

const tests = String.raw`\.test\.tsx?$|\.node\.ts$`;

/** `from` may reach, within src, only what matches `to`. */
const only = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: tests },
  to: { path: '^src/', pathNot: to },
});

export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'No file needs itself, not by its types either.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-resolvable',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true, pathNot: 'duckdb-blocking|\\?|wasm' },
    },
    ...Object.entries(layers).map(([layer, folder]) => ({
      name: 'folder-is-on-the-map',
      comment: 'A folder of a layer bears the name of a feature or a foundation of the map.',
      severity: 'error',
      from: { path: `^${folder}/[^/]+/`, pathNot: `^${folder}/(${foldersOf(layer).join('|')})/` },
      to: {},
    })),
    ...foldersOf('core').map((folder) => ({
      name: 'features-are-strangers',
      comment: 'A feature of the core uses the base, its own files, and of other features the types alone.',
      severity: 'error',
      from: { path: `^src/core/${folder}/`, pathNot: tests },
      to: {
        path: '^src/core/[^/]+/',
        pathNot: `^src/core/(${coreMayUse(folder).join('|')})/`,
        dependencyTypesNot: ['type-only'],
      },
    })),
    {
      name: 'kit-knows-no-feature',
      comment: 'What all of the interface is built from knows none of its features.',
      severity: 'error',
      from: { path: '^src/ui/(kit|charts)/', pathNot: tests },
      to: { path: '^src/ui/', pathNot: '^src/ui/(kit|charts|styles)/' },
    },
    only('core-imports-core', 'The core is pure.', '^src/core/', '^src/core/'),
    {
      name: 'core-is-pure',
      comment: 'No engine, interface or platform below the stages.',
      severity: 'error',
      from: { path: '^src/core/', pathNot: tests },
      to: {
        path: 'node_modules/(@duckdb|apache-arrow|parquet-wasm|react|react-dom|zustand|zundo|comlink|echarts|radix-ui|client-zip)/|^duckdb-blocking',
      },
    },
    {
      name: 'core-without-node',
      severity: 'error',
      from: { path: '^src/core/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    only('protocol-imports-core', 'The protocol is types over the core.', '^src/engine/protocol', [
      '^src/core/',
      '^src/engine/protocol',
    ]),
    only('client-imports-protocol', 'The client knows the protocol and the errors.', '^src/engine/client', [
      '^src/engine/(client|protocol)',
      '^src/core/errors',
    ]),
    only('recipe-client-imports-protocol', 'As the client.', '^src/engine/recipeClient', [
      '^src/engine/protocol',
      '^src/core/errors',
    ]),
    only('worker-imports-core', 'The worker knows neither page nor state.', '^src/engine/worker/', [
      '^src/engine/(worker/|protocol)',
      '^src/core/',
    ]),
    only(
      'cli-calls-the-engine',
      'The command line drives the worker by itself, and never sees the page.',
      '^src/cli/',
      ['^src/cli/', '^src/engine/(worker/|protocol)', '^src/core/'],
    ),
    only(
      'state-calls-client',
      'State is the only caller of the client, and never sees the worker.',
      '^src/state/',
      ['^src/state/', '^src/core/', '^src/engine/(client|recipeClient|protocol)'],
    ),
    only('ui-calls-state', 'The interface never touches the engine.', '^src/ui/', [
      '^src/ui/',
      '^src/state/',
      '^src/core/',
    ]),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.node.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'browser', 'default'] },
  },
};
