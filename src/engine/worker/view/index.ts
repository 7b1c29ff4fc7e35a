/** What the page sees of the data: charts, histograms, numbers and rows, from stages. */
export { chartAhead } from './ahead';
export { chart } from './charts';
export { ViewCache, type ViewContext } from './context';
export { histogram } from './distribution';
export { checks, filledWarnings, summary } from './numbers';
export { rows } from './page';
