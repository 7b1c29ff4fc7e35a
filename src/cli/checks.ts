/** What the checks of a bundle came to, from its documents as they are written. */
import { parseJson } from '../core/json';
import type { BundleSink } from '../engine/worker/dataset/sink';

const checksDocument = /^data\/metadata\/checks_v\d+\.json$/;

/** Hands everything on, and keeps the text of the document of checks. */
export function watchedSink(sink: BundleSink, documents: Map<string, string>): BundleSink {
  return {
    write(path, content, crc) {
      if (checksDocument.test(path) && content instanceof Uint8Array)
        documents.set(path, new TextDecoder().decode(content));
      return sink.write(path, content, crc);
    },
    finish: () => sink.finish(),
    abort: () => sink.abort(),
  };
}

export interface FailedCheck {
  name: string;
  series?: string;
  observed: string;
  /** `warn`: it is recorded alone; `fail`: a person accepted it. */
  severity: 'fail' | 'warn';
}

const textOf = (entry: object, key: string): string => {
  const value: unknown = Reflect.get(entry, key);
  return typeof value === 'string' ? value : '';
};

/** The checks of a bundle that failed and yet did not keep it from being written. */
export function failedChecks(documents: ReadonlyMap<string, string>): FailedCheck[] {
  return [...documents.values()].flatMap((text) => {
    const read = parseJson(text);
    if (!read.ok) return [];
    const { value } = read;
    const entries: unknown =
      typeof value === 'object' && value !== null && 'checks' in value ? value.checks : undefined;
    return (Array.isArray(entries) ? entries : []).flatMap((entry: unknown): FailedCheck[] => {
      if (typeof entry !== 'object' || entry === null || !('pass' in entry) || entry.pass === true) return [];
      const series = textOf(entry, 'series');
      return [
        {
          name: textOf(entry, 'id'),
          ...(series === '' ? {} : { series }),
          observed: textOf(entry, 'observed'),
          severity: textOf(entry, 'severity') === 'fail' ? 'fail' : 'warn',
        },
      ];
    });
  });
}
