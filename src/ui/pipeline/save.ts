import { toLabError } from '../../core/errors';
import { notify } from '../../state/ingest/files';
import { pipelineText, scriptNames, type PipelineLanguage } from '../../state/pipeline/pipeline';
import { download } from '../kit/take';

/** What the script of each language is called for a person. */
export const scriptLabels: Record<PipelineLanguage, string> = {
  sql: 'Pipeline as SQL',
  python: 'Pipeline as Python',
};

/** Downloads the pipeline of the recipe and the files that are loaded as a script; says what went wrong where it cannot. */
export async function savePipeline(language: PipelineLanguage): Promise<void> {
  try {
    const text = await pipelineText(language);
    download(new Blob([text], { type: 'text/plain' }), scriptNames[language]);
  } catch (thrown) {
    notify(toLabError(thrown));
  }
}
