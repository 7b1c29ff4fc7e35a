/**
 * Record batches of DuckDB's answer as typed arrays, read from their Arrow messages (Message.fbs of apache/arrow) without
 * building Arrow objects: a batch has some 2,000 rows, and the objects would cost more than the rows.
 */
import { MessageReader } from 'apache-arrow';

/** One column of one batch; typed arrays are views of the message. */
export interface RawColumn {
  nulls: number;
  /** Bits, least significant first; 1 where a value is there. */
  validity: Uint8Array;
  data: Uint8Array;
}

export interface RawBatch {
  rows: number;
  column(name: string): RawColumn | undefined;
}

/** Field `index` of the flatbuffer table at `table`: where it is, or 0. */
function field(view: DataView, table: number, index: number): number {
  const vtable = table - view.getInt32(table, true);
  const slot = 4 + index * 2;
  const offset = slot < view.getUint16(vtable, true) ? view.getUint16(vtable + slot, true) : 0;
  return offset === 0 ? 0 : table + offset;
}
const follow = (view: DataView, at: number): number => at + view.getUint32(at, true);

/** Columns of fixed width, each with two buffers. */
function readMessage(message: Uint8Array, names: readonly string[]): RawBatch | undefined {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const prefix = view.getUint32(0, true) === 0xffffffff ? 8 : 4;
  const size = view.getUint32(prefix - 4, true);
  if (size === 0) return undefined;
  const root = follow(view, prefix);
  const table = follow(view, field(view, root, 2));
  const lengthAt = field(view, table, 0);
  const nodes = follow(view, field(view, table, 1)) + 4;
  const buffers = follow(view, field(view, table, 2)) + 4;
  const body = prefix + size;
  const long = (at: number): number => view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
  const buffer = (index: number): Uint8Array => {
    const from = body + long(buffers + index * 16);
    return message.subarray(from, from + long(buffers + index * 16 + 8));
  };
  return {
    rows: lengthAt === 0 ? 0 : long(lengthAt),
    column(name) {
      const index = names.indexOf(name);
      if (index < 0) return undefined;
      return {
        nulls: long(nodes + index * 16 + 8),
        validity: buffer(index * 2),
        data: buffer(index * 2 + 1),
      };
    },
  };
}

/** `slices`: the schema, then batches, then the end, as `Database.slices` yields them. Columns must be of fixed width and not boolean. */
export async function* rawBatches(slices: AsyncIterable<Uint8Array[]>): AsyncGenerator<RawBatch[], void> {
  let names: string[] | undefined;
  for await (const slice of slices) {
    const batches: RawBatch[] = [];
    for (const message of slice) {
      if (names) {
        const batch = readMessage(message, names);
        if (batch) batches.push(batch);
      } else names = new MessageReader(message).readSchema(true)?.fields.map((entry) => entry.name);
    }
    yield batches;
  }
}
