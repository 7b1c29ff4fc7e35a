export { catalogue } from './anomalies';
export { checkList } from './checks';
export { processedColumns } from './columns';
export { croissant } from './croissant';
export { readme } from './readme';
export { anomaliesSchema, checksSchema, datasetSchema } from './schemas';
export { jsonText } from './types';
export type * from './types';
