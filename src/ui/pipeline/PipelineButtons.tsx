import type { ReactElement } from 'react';
import { savePipeline, scriptLabels } from './save';

/** Buttons that download the pipeline as a script of another engine. */
export function PipelineButtons(): ReactElement {
  return (
    <>
      <button
        type="button"
        className="button"
        title="The whole pipeline for DuckDB, on the raw files"
        onClick={() => void savePipeline('sql')}
      >
        {scriptLabels.sql}
      </button>
      <button
        type="button"
        className="button"
        title="The whole pipeline for Python with polars, on the raw files"
        onClick={() => void savePipeline('python')}
      >
        {scriptLabels.python}
      </button>
    </>
  );
}
