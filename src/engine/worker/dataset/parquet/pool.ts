import { transfer } from 'comlink';
import { LabFailure, type Result } from '../../../../core/errors';
import { WorkerKind, workerPool } from '../../workers/pool';
import type { WriteApi } from './write.worker';
import type { ParquetWriter, WrittenFile } from './writer';

const writers = new WorkerKind<WriteApi>(
  'The Parquet writer',
  () => new Worker(new URL('./write.worker.ts', import.meta.url), { type: 'module' }),
);

/** Workers that encode files of a bundle. One that dies fails the files that it had. */
export function writerPool(size = 2): ParquetWriter {
  const pool = workerPool(writers, { size });
  return {
    width: size * 2,
    async write(rows, options) {
      const arrays = [rows.times, rows.values, rows.flags, rows.observations];
      const buffers = arrays.flatMap((array) => (array === null ? [] : [array.buffer]));
      const result = await pool.ask(async (remote): Promise<Result<WrittenFile>> =>
        remote.write(transfer(rows, buffers), options),
      );
      if (!result.ok) throw new LabFailure(result.error);
      return result.value;
    },
    close: pool.close,
  };
}
