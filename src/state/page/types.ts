/** What the interface knows of the engine: data shapes alone, so that `ui` never imports the engine. */
export type {
  ExportReport,
  FileReport,
  NamedFile,
  Progress,
  QueryResult,
  RunReport,
  SeriesCheck,
  SeriesInfo,
} from '../../engine/protocol';
