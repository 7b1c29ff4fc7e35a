/** What the page sees of the data: charts, histograms, numbers and rows, each from a few small queries. */
export { chart, sparks } from './chart';
export { histogram } from './histogram';
export { checks, filledWarnings, rows, summary } from './summary';
export { ViewIndex, type ViewContext } from './viewIndex';
