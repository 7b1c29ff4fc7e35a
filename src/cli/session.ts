/** A session of the engine in this process; its workers are threads. */
import { openNodeDatabase } from '../engine/worker/duckdb/database.node';
import type { CallContext, Progress } from '../engine/protocol';
import { Session, type SessionContext } from '../engine/worker/session';
import { throttled } from '../engine/worker/progress';

/** What a command is given beside its arguments. */
export interface CommandContext {
  signal: AbortSignal;
  progress(progress: Progress): void;
  /** Says something that is not the answer. */
  note(text: string): void;
}

export const calling = ({ signal, progress }: CommandContext): CallContext => ({
  signal,
  progress: throttled(progress, 100),
});

export async function openSession(context: CommandContext): Promise<SessionContext> {
  return { ...calling(context), session: Session.open(await openNodeDatabase()) };
}
