/** How a bundle is held against its replay, which follows from who wrote it. */
import { APPLICATION, LAB } from '../../../core/dataset/documents/software';
import type { Software } from '../../../core/dataset/documents';
import type { Findings } from '../../../core/verify/collect';
import { rowsAlike } from '../../../core/verify/tell';
import type { Comparison, Finding } from '../../../core/verify/types';
import { ByteSink } from './byteSink';
import { RowSink } from './rowSink';
import type { ReplayInput, ReplaySink, SinkOptions } from './sinks';

export interface Mode {
  name: Comparison;
  /** By which the documents of the replay name the lab. */
  version: string;
  sink(input: ReplayInput, findings: Findings, options: SinkOptions): ReplaySink;
  /** What has to be said where the replay found no fault. */
  reserve?: Finding;
}

/** `written`: the version of the lab that wrote the bundle; `own`: this one. Where the two are the same, so is every byte. */
const byteForByte = (written: string, own: string): Mode => ({
  name: 'byte for byte',
  version: written,
  sink: (input, findings, options) =>
    new ByteSink(input, findings, {
      ...options,
      ...(written === own ? {} : { otherVersion: written }),
    }),
});

function rowByRow({ name, version }: Software): Mode {
  const by = `${name} ${version}`;
  return {
    name: 'row by row',
    version: '',
    sink: (input, findings, options) => new RowSink(input, findings, { ...options, by }),
    reserve: rowsAlike(by),
  };
}

/** The mode for a bundle with such software. One that names no application is held to the bytes of the lab. */
export function modeOf(software: readonly Software[], own: string): Mode {
  const application = software.find(({ role }) => role === APPLICATION);
  return application && application.name !== LAB
    ? rowByRow(application)
    : byteForByte(application?.version ?? own, own);
}
