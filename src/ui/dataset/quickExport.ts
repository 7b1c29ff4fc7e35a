import { exportBundle, freeAfterDownload } from '../../state/dataset/export';
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
export async function quickExport(withoutAwaited = false): Promise<void> {
  openDialog('export');
  try {
    const report = await exportBundle({ withoutAwaited });
    if (!report.file) return;
    download(report.file, zipName());
    freeAfterDownload(report);
  } catch {
    // The export's own state says what went wrong.
  }
}
