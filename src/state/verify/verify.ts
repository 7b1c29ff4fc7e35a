/** A bundle that is verified, in an engine of its own: what is loaded in the page stays as it is. */
import { create } from 'zustand';
import { CancelledByPerson, LabFailure, toLabError, type LabError } from '../../core/errors';
import { at } from '../../core/list';
import type { VerifyReport } from '../../core/verify/types';
import { createEngineClient, type EngineClient } from '../../engine/client';
import type { NamedFile, Progress, VerifyRequest } from '../../engine/protocol';
import { abortable } from '../engine/engine';
import { bytesOf } from '../ingest/dataSets';
import { rawFiles } from '../ingest/files';
import { version } from '../page/page';

interface VerifyState {
  status: 'idle' | 'running' | 'done' | 'failed';
  /** Of the zip or the folder. */
  name: string | null;
  progress: Progress | null;
  report: VerifyReport | null;
  error: LabError | null;
  /** The bundle that was opened last as a data set. */
  opened: { name: string; files: readonly NamedFile[] } | null;
}

const idle = { status: 'idle', name: null, progress: null, report: null, error: null } as const;

export const useVerify = create<VerifyState>()(() => ({ ...idle, opened: null }));

let running: AbortController | undefined;

export const cancelVerify = (): void => running?.abort(new CancelledByPerson());
export const forgetVerify = (): void => useVerify.setState(idle);
export const dismissOpened = (): void => useVerify.setState({ opened: null });

const isZip = ({ name }: NamedFile): boolean => /\.zip$/i.test(name);

const nameOf = (files: readonly NamedFile[]): string => {
  const zip = files.find(isZip);
  return zip ? zip.name : at(at(files, 0).name.split('/'), 0);
};

/** Remembers where the data set came from, so that it can be verified without being dropped again. */
export function noteOpened(files: readonly NamedFile[]): void {
  if (files.length > 0) useVerify.setState({ opened: { name: nameOf(files), files } });
}

/** A zip with raw files beside it, or the files of a folder. What the page holds is offered as raw files, too. */
function requestOf(files: readonly NamedFile[]): VerifyRequest {
  const held = [...rawFiles].flatMap(([name, file]) => bytesOf(name, file));
  const zip = files.find(isZip);
  if (!zip) return { bundle: { files: [...files] }, raw: [...held], version };
  const beside = files.filter((file) => file !== zip);
  const names = new Set(beside.map(({ name }) => name));
  const others = held.filter(({ name }) => !names.has(name));
  return { bundle: { file: zip.file }, raw: [...beside, ...others], version };
}

/** Verifies a bundle: a zip, with the raw files that it was made without beside it, or the files of a folder. Rejects with LabFailure; cancelled: AbortError. */
export async function verifyBundle(files: readonly NamedFile[]): Promise<VerifyReport> {
  if (files.length === 0) throw new LabFailure(nothing);
  running?.abort();
  const control = new AbortController();
  running = control;
  const mine = (): boolean => running === control;
  useVerify.setState({ ...idle, status: 'running', name: nameOf(files) });
  let client: EngineClient | undefined;
  try {
    client = createEngineClient('verify');
    const answer = client.call('verifyBundle', requestOf(files), {
      signal: control.signal,
      onProgress: (progress) => mine() && useVerify.setState({ progress }),
    });
    answer.catch(() => undefined);
    const report = await abortable(answer, control.signal);
    if (mine()) useVerify.setState({ status: 'done', progress: null, report });
    return report;
  } catch (thrown) {
    const error = toLabError(thrown);
    const cancelled = error.code === 'aborted';
    if (mine())
      useVerify.setState({
        status: cancelled ? 'idle' : 'failed',
        progress: null,
        error: cancelled ? null : error,
      });
    throw new LabFailure(error);
  } finally {
    // Its memory and whatever a bundle did to it go with its worker.
    client?.restart();
  }
}

const nothing: LabError = {
  code: 'bundle-shape',
  message: 'Expected a bundle, a zip or a folder; nothing was given.',
};

/** Verifies the bundle that was opened last. */
export const verifyOpened = (): Promise<unknown> => {
  const { opened } = useVerify.getState();
  return opened ? verifyBundle(opened.files).catch(() => undefined) : Promise.resolve();
};
