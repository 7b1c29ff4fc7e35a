import { toLabError, type LabError } from '../../core/errors';
import { addFiles } from '../ingest/add';
import { useFiles, rawFiles } from '../ingest/files';
import { currentRecipe } from '../recipe/recipe';

interface Ready {
  name: string;
  file: File;
  signal: AbortSignal;
  /** Takes what is wrong with the file, if anything. */
  resolve: (problem: LabError | undefined) => void;
}

const ready: Ready[] = [];
let adding = false;

/** Whether the lab has a file of this name; one that its recipe only waits for it has not. */
export function inLab(name: string): boolean {
  const { sources, labels } = currentRecipe();
  return rawFiles.has(name) && [...sources, ...labels].some(({ file }) => file === name);
}

/**
 * Adds a fetched file to the lab; files that come while others are being read go together, for each reading is followed by a run. Resolves
 * to what is wrong with the file, if anything.
 */
export function addFetched(name: string, content: Blob, signal: AbortSignal): Promise<LabError | undefined> {
  return new Promise((resolve) => {
    const file = new File([content], name.slice(name.lastIndexOf('/') + 1));
    ready.push({ name, file, signal, resolve });
    void addReady();
  });
}

/** Takes a cancelled file out of those that wait to be read. */
export function leaveOut(signal: AbortSignal): void {
  const index = ready.findIndex((one) => one.signal === signal);
  if (index < 0) return;
  const [gone] = ready.splice(index, 1);
  gone?.resolve({ code: 'aborted', message: 'Cancelled.' });
}

async function addReady(): Promise<void> {
  if (adding) return;
  adding = true;
  while (ready.length > 0) {
    const batch = ready.splice(0);
    const before = new Set(useFiles.getState().notices.map(({ id }) => id));
    const thrown = await addFiles(batch.map(({ name, file }) => ({ name, file }))).then(
      () => undefined,
      toLabError,
    );
    const notices = useFiles.getState().notices.filter(({ id }) => !before.has(id));
    for (const { name, resolve } of batch) {
      const shown = notices.find(({ error }) => error.file === name)?.error;
      resolve(inLab(name) ? undefined : (shown ?? thrown ?? { code: 'aborted', message: 'Left out.' }));
    }
  }
  adding = false;
}
