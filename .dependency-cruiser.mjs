/** Who may import whom. The table stands in ARCHITECTURE.md; scripts/boundaries.test.ts plants violations and expects them caught. */
const tests = String.raw`\.test\.tsx?$|\.node\.ts$`;
const typesOf = String.raw`^src/core/[^/]+/types\.ts$`;

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
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'not-resolvable',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true, pathNot: 'duckdb-blocking|\\?|wasm' },
    },
    {
      name: 'stages-are-strangers',
      comment:
        'A stage uses sql, recipe, random, kernel, errors and its own files, and of other stages the types alone.',
      severity: 'error',
      from: { path: '^src/core/([^/]+)/', pathNot: `${tests}|^src/core/pipeline/` },
      to: {
        path: '^src/core/[^/]+/',
        pathNot: [String.raw`^src/core/($1|sql|recipe|random|kernel)/`, typesOf],
        dependencyTypesNot: ['type-only'],
      },
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
    only('worker-imports-core', 'The worker knows neither page nor state.', '^src/engine/worker/', [
      '^src/engine/(worker/|protocol)',
      '^src/core/',
    ]),
    only(
      'state-calls-client',
      'State is the only caller of the client, and never sees the worker.',
      '^src/state/',
      ['^src/state/', '^src/core/', '^src/engine/(client|protocol)'],
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
