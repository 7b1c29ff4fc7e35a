export { exportBundle } from './bundle';
export type { ExportContext } from './context';
export { cleanExports } from './zip';
