/** Loads DuckDB's EH build, which the app serves itself, and shuts it in. */
import ehWasm from 'duckdb-eh.wasm?url';
import { BROWSER_RUNTIME, createDuckDB, VoidLogger } from 'duckdb-blocking';
import { LabFailure } from '../../../core/errors';
import { connect, Database, hardening, openConfig } from './database';

/** `onProgress` hears bytes loaded and bytes in all. Rejects with `engine-start`. */
export async function openDatabase(onProgress: (done: number, total: number) => void): Promise<Database> {
  try {
    const module = { mainModule: new URL(ehWasm, import.meta.url).href, mainWorker: '' };
    const bindings = await createDuckDB({ mvp: module, eh: module }, new VoidLogger(), BROWSER_RUNTIME);
    await bindings.instantiate((progress) => onProgress(progress.bytesLoaded, progress.bytesTotal));
    bindings.open(openConfig);
    const database = new Database(bindings, connect(bindings));
    for (const statement of hardening) await database.run(statement);
    return database;
  } catch (thrown) {
    throw new LabFailure({
      code: 'engine-start',
      message:
        'DuckDB could not be started. The lab needs a browser with WebAssembly exceptions (Chromium 95, Firefox 100, Safari 15.2 or newer) and the files it was served with; reload the page to try again.',
      detail: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
    });
  }
}
