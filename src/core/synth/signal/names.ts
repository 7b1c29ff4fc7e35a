/** Between the parts of a stream's name: no name of a source or channel holds it, so no two streams share a name. */
const separator = '\u001f';

/** The stream of a source, or of one of its channels, for one purpose such as `noise[0]`. */
export const streamName = (source: string, channel: string | undefined, purpose: string): string =>
  [source, ...(channel === undefined ? [] : [channel]), purpose].join(separator);
