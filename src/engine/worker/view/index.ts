/** What the page sees of the data: charts, histograms, numbers and rows, each from a few small queries. */
export { ViewIndex } from './levels';
export type { ViewContext } from './context';
export { chart } from './chart';
export { histogram } from './histogram';
export { summary } from './summary';
export { rows } from './page';
export { checks } from './checks';
export { sparks } from './sparks';
