/** The pipeline of the recipe as it stands, as a script of another engine. */
import type { PipelineLanguage } from '../../engine/protocol';
import { call } from '../engine/engine';
import { upToDate } from '../engine/run';

export type { PipelineLanguage };

/** The name of the file of each script, as bundles have it. */
export const scriptNames: Record<PipelineLanguage, string> = { sql: 'pipeline.sql', python: 'pipeline.py' };

/** The text of a script, once the recipe has run. Rejects with LabFailure. */
export async function pipelineText(language: PipelineLanguage): Promise<string> {
  await upToDate();
  return (await call('pipeline', { language })).text;
}
