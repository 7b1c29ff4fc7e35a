import { toLabError } from '../core/errors';
import { dataLab } from './automation';
import { openHash, storedRecipe, storeRecipe } from './recipe/documents';
import { engine, engineIsReady } from './engine/engine';
import { followLabels } from './nab/windows';
import { rawFiles } from './ingest/files';
import { useRecipe } from './recipe/recipe';
import { useSession } from './page/page';
import { savedFiles } from './ingest/storage';
import { followRecipe, recoverFromDeath, scheduleRun } from './engine/run';

/** Restores the last session and, once the page has been painted, starts the engine. */
export function start(): void {
  window.dataLab = dataLab;
  const recipe = storedRecipe();
  if (recipe) useRecipe.setState({ recipe });
  useRecipe.temporal.getState().clear();
  useRecipe.subscribe((state) => storeRecipe(state.recipe));
  followRecipe();
  followLabels();
  openHash();
  addEventListener('hashchange', openHash);
  void restore();
  requestAnimationFrame(() => setTimeout(() => void openEngine(), 0));
}

/** Takes the saved files of the recipe; they are read as soon as the engine is there. */
async function restore(): Promise<void> {
  const saved = await savedFiles();
  const { sources, labels, generated } = useRecipe.getState().recipe;
  for (const { file } of [...sources, ...labels]) {
    const copy = saved.get(file);
    if (copy && !rawFiles.has(file)) rawFiles.set(file, copy);
  }
  useSession.setState({ restored: true });
  if (sources.length + labels.length + generated.length > 0) scheduleRun(0);
}

let listening = false;

/** Loads DuckDB; again after a failure, when the person asks. */
export async function openEngine(): Promise<void> {
  useSession.setState({ engine: 'starting', progress: null, error: null });
  try {
    const client = engine();
    if (!listening) client.onDeath(recoverFromDeath);
    listening = true;
    const { duckdb } = await client.open((progress) => useSession.setState({ progress }));
    useSession.setState({ engine: 'ready', duckdb, progress: null });
    engineIsReady();
  } catch (thrown) {
    useSession.setState({ engine: 'failed', error: toLabError(thrown), progress: null });
  }
}
