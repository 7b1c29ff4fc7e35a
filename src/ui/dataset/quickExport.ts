import { exportBundle } from '../../state/dataset/export';
import { currentRecipe } from '../../state/recipe/recipe';
import { openDialog } from '../../state/view/view';
import { download } from '../kit/take';

/** Name of the zip: the data set's, without characters that file systems refuse. */
const zipName = (): string =>
  `${
    currentRecipe()
      .name.trim()
      .replace(/[^\p{L}\p{N}._-]+/gu, '-') || 'data-set'
  }.zip`;

/** Exports with the options of the recipe and downloads the zip; the dialog shows the progress. */
export async function quickExport(): Promise<void> {
  openDialog('export');
  try {
    const { file } = await exportBundle();
    if (file) download(file, zipName());
  } catch {
    // The export's own state says what went wrong.
  }
}
