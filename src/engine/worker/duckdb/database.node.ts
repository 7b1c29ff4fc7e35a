/** The same database under Node, for tests of SQL in the engine that the browser runs. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { DuckDBBindings } from 'duckdb-blocking';
import { connect, Database, hardening, openConfig } from './database';

interface BlockingModule {
  createDuckDB(bundles: object, logger: object, runtime: object): Promise<DuckDBBindings>;
  VoidLogger: new () => object;
  NODE_RUNTIME: object;
}

/** A fresh hardened database in memory. */
export async function openNodeDatabase(): Promise<Database> {
  const require = createRequire(import.meta.url);
  const entry = require.resolve('@duckdb/duckdb-wasm/blocking');
  const duckdb = require(entry) as BlockingModule;
  const eh = { mainModule: join(dirname(entry), 'duckdb-eh.wasm'), mainWorker: '' };
  const bindings = await duckdb.createDuckDB({ mvp: eh, eh }, new duckdb.VoidLogger(), duckdb.NODE_RUNTIME);
  await bindings.instantiate(() => undefined);
  bindings.open(openConfig);
  const database = new Database(bindings, connect(bindings));
  for (const statement of hardening) await database.run(statement);
  return database;
}
