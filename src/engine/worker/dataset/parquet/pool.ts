import { transfer, wrap } from 'comlink';
import { LabFailure } from '../../../../core/errors';
import type { ParquetWriter } from './writer';
import type { WriteApi } from './write.worker';

/** Two workers that encode in turn. A worker that dies fails the files it had. */
export function writerPool(size = 2): ParquetWriter {
  const members = Array.from({ length: size }, () => {
    const worker = new Worker(new URL('./write.worker.ts', import.meta.url), { type: 'module' });
    let die: (reason: LabFailure) => void = () => undefined;
    const dead = new Promise<never>((_, reject) => {
      die = reject;
    });
    dead.catch(() => undefined);
    worker.onerror = (event) =>
      die(
        new LabFailure({
          code: 'worker-died',
          message:
            'A worker that writes Parquet ended. Export again; with less memory in use if it happens twice.',
          detail: event.message,
        }),
      );
    return { worker, die, dead, remote: wrap<WriteApi>(worker), busy: 0 };
  });
  return {
    width: size * 2,
    async write(rows, options) {
      const member = members.reduce((least, other) => (other.busy < least.busy ? other : least));
      member.busy++;
      const arrays = [rows.times, rows.values, rows.valid, rows.observations, rows.outlier, rows.filled];
      const buffers = arrays.flatMap((array) => (array === null ? [] : [array.buffer]));
      try {
        const result = await Promise.race([
          member.remote.write(transfer(rows, buffers), options),
          member.dead,
        ]);
        if (!result.ok) throw new LabFailure(result.error);
        return result.value;
      } finally {
        member.busy--;
      }
    },
    close() {
      for (const member of members) {
        member.worker.terminate();
        member.die(new LabFailure({ code: 'aborted', message: 'Cancelled.' }));
      }
    },
  };
}
