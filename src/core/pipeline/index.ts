/** The pipeline of a recipe as programs of other engines. */
export { pipelineFacts, pipelineLabel } from './facts';
export { pipelineSql } from './sql';
export type { PipelineFacts, PipelineLabel, PipelineSeries } from './types';
