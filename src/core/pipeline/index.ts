/** The pipeline of a recipe as programs of other engines. */
export { pipelineFacts, pipelineLabel } from './facts';
export { pipelinePython } from './python';
export { pipelineSql, pipelineSqlParts, type SqlPart } from './sql';
export type { PipelineFacts, PipelineLabel, PipelineSeries } from './types';
