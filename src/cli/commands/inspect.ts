/** `lab inspect`: what the lab makes of files. */
import { count, plural } from '../../core/format';
import type { Inspection } from '../../core/ingest/types';
import { groupParts, isBystander } from '../../core/ingest/parts';
import { isReadableName } from '../../core/ingest/archive/entries';
import { at } from '../../core/list';
import { formatInstant } from '../../core/recipe/instant';
import type { InspectFile } from '../../engine/protocol';
import { handlers } from '../../engine/worker/handlers';
import { parsed, usageError } from '../args';
import { filesBelow, statOf } from '../node/walk';
import { exit, type Outcome } from '../outcome';
import { openSession, type CommandContext } from '../session';
import { namedFiles } from '../sources';

export async function inspect(args: readonly string[], context: CommandContext): Promise<Outcome> {
  const { positionals } = parsed(args, {});
  if (positionals.length === 0) throw usageError('Expected files or folders; there is none.');
  const files: InspectFile[] = [];
  for (const path of positionals) for (const file of await filesAt(path)) files.push(file);
  const session = await openSession(context);
  const found = await handlers.inspect(files, session);
  const failed = found.some(({ error }) => error);
  return {
    code: failed ? exit.input : exit.fine,
    json: { files: found.map(asJson) },
    text: found.map(told).join('\n'),
  };
}

/** A file, or those of a folder that the lab may read; the parts of a Parquet data set as one. */
async function filesAt(path: string): Promise<InspectFile[]> {
  const named = await namedFiles(await filesBelow(path));
  if ((await statOf(path)).isFile()) return named;
  const readable = named.filter(({ name }) => isReadableName(name) && !isBystander(name));
  return groupParts(readable).map(({ name, parts }) => {
    const first = at(parts, 0);
    return parts.length === 1 && first.name === name ? first : { name, file: first.file, parts };
  });
}

const instantOf = (us: number | null): string | null => (us === null ? null : formatInstant(us));

/** Of a file of data: what is made of its sample, which is all of it where `complete`. */
const asJson = ({ name, kind, source, questions, outcome, entries, error }: Inspection) => ({
  file: name,
  kind,
  source: source ?? null,
  zone: source && 'time' in source ? source.time.zone : (source?.zone ?? null),
  questions,
  preview: outcome
    ? {
        complete: outcome.complete,
        series: outcome.series,
        seriesCount: outcome.seriesCount,
        rows: outcome.rows,
        missing: outcome.missing,
        rejected: outcome.rejected,
        rejects: outcome.rejects,
        first: instantOf(outcome.first),
        last: instantOf(outcome.last),
      }
    : null,
  ...(entries ? { labels: entries } : {}),
  ...(error ? { error } : {}),
});

function told({ name, kind, source, questions, outcome, error }: Inspection): string {
  const lines = [`${name}: ${kind}`];
  if (error) lines.push(`  ${error.code}: ${error.message}`);
  if (outcome) {
    const { series, seriesCount, rows, missing, rejected, rejects, first, last, complete } = outcome;
    lines.push(
      `  ${plural(seriesCount, 'series', 'series')}: ${series.slice(0, 5).join(', ')}${seriesCount > 5 ? `, and ${count(seriesCount - 5)} more` : ''}`,
      `  ${plural(rows, 'row')}${complete ? '' : ' looked at'}, ${count(missing)} without a value, ${plural(rejected, 'line')} rejected`,
    );
    if (first !== null && last !== null)
      lines.push(`  from ${formatInstant(first)} to ${formatInstant(last)}`);
    for (const { line, column, reason } of rejects.slice(0, 3))
      lines.push(`  rejected${line === null ? '' : ` line ${count(line)}`}, ${column}: ${reason}`);
  }
  if (source) lines.push(`  ${JSON.stringify(source)}`);
  for (const { why } of questions) lines.push(`  a person would be asked: ${why}`);
  return lines.join('\n');
}
