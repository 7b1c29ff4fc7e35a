/** The whole pipeline as one script for Python, with polars and numpy. */
import { lookup } from '../../list';
import { microseconds } from '../../recipe/duration';
import { optionsOf } from '../../recipe/steps';
import type { StepKind } from '../../recipe/types';
import { filledBefore, fixedBuckets } from '../../steps/resample/grid';
import { oneLine, pipelineSteps, type PipelineStep } from '../steps';
import type { PipelineFacts } from '../types';
import { py, pyText } from './literal';
import { reading } from './reading';
import { rowsPart } from './rows';
import { readCall, sourcesPart } from './sources';
import { stepsPart } from './steps';

const comment = (lines: readonly string[], indent = ''): string =>
  lines.map((line) => `${indent}# ${oneLine(line)}`.trimEnd()).join('\n');

const head = ({ recipe, series, stages }: PipelineFacts): string =>
  `${comment([
    `The pipeline of "${recipe.name}": from the raw files to the processed rows, in Python with polars and numpy.`,
    '',
    'Run it in the folder of the data set: python pipeline.py',
    `It takes Python 3.10 or later, and pip install polars numpy. It writes pipeline_output/, ${stages.join(' and ')} rows as Parquet, and changes nothing else.`,
    `${series.length} series. Times are microseconds since 1970. What each step means is in spec/steps.md of the Anomaly Data Lab, how files are read in spec/import.md.`,
    'Labels are taken as they are, not computed: those of the catalogue of anomalies say which rows of the result lie in them, and protect rows from being changed.',
  ])}
import gzip
import json
import math
import re
import sys
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote
from uuid import UUID

import numpy as np
import polars as pl`;

function given({ series, zones, labels }: PipelineFacts): string {
  const rows = series.map(
    ({ name, zone, source, rows: count, first, last }) =>
      `    ${pyText(name)}: (${count}, ${source === 'file' ? `${first}, ${last}` : 'None, None'}),  # ${source === 'file' ? oneLine(zone) : 'generated'}`,
  );
  const offsets = zones.map(
    ({ zone, offset, changes }) =>
      `    ${pyText(zone)}: (${offset}, ${py(changes.map(({ at, offset: ahead }) => [at, ahead]))}),`,
  );
  const local = series.flatMap(({ name, zone, source }) => [
    `    ${pyText(name)}: ${pyText(source === 'file' ? zone : 'UTC')},`,
  ]);
  const catalogue =
    typeof labels === 'string'
      ? `CATALOGUE = ${pyText(labels)}`
      : `CATALOGUE = [\n${labels.map((label) => `    ${py(label)},`).join('\n')}\n]`;
  return `# The rows that the lab read of each series, and the first and the last time of them as they are written. The script ends where it reads others:
# then a file has changed. Delete the call of check_read to run the steps on other files.
EXPECTED = {
${rows.join('\n')}
}
ZONE_OF = {
${local.join('\n')}
}
# Offsets of the time zones: seconds ahead of UTC at first, then from moments on.
ZONES = {
${offsets.join('\n')}
}
# The catalogue of anomalies, or its labels: [start, end), and the first and the last row of the last stage.
${catalogue}`;
}

const zonesPart = String.raw`
# ---- What local times mean ------------------------------------------------------------------------------------------------------

NORMAL, SKIPPED, REPEATED = 0, 1, 2


@lru_cache
def zone_rules(zone):
    """Stretches of local times: starts, what they are, the offset of each (of a repeated one, that of the earlier moment), and the lengths of repeated ones."""
    before, changes = ZONES[zone]
    rules = [(-(2**62), NORMAL, before, 0)]
    for moment, after in changes:
        low, high = sorted((moment + before * 1_000_000, moment + after * 1_000_000))
        rules.append((low, SKIPPED if after > before else REPEATED, before, high - low))
        rules.append((high, NORMAL, after, 0))
        before = after
    starts, kinds, offsets, lengths = (np.array(part, dtype=np.int64) for part in zip(*rules))
    return starts, kinds, offsets * 1_000_000, lengths


def local_to_utc(us, zone):
    """The earlier moment of a time that comes twice, shifted forward where a time was skipped."""
    if zone == "UTC":
        return us
    starts, _, offsets, _ = zone_rules(zone)
    return us - int(offsets[np.searchsorted(starts, us, side="right") - 1])
`;

const frame = String.raw`
# ---- From reading to writing ----------------------------------------------------------------------------------------------------


def read_labels():
    """Labels by series, in the order that decides overlaps: start, first and last row, microseconds."""
    if isinstance(CATALOGUE, str):
        us = lambda text: None if text is None else iso(text, lambda local: local)
        entries = [
            {
                "series": entry["series"], "id": entry["id"], "type": entry["type"], "start": us(entry["start"]), "end": us(entry["end"]),
                "first": us(entry["labelStart"]), "last": us(entry["labelEnd"]),
            }
            for entry in json.loads(Path(CATALOGUE).read_text("utf-8"))["anomalies"]
        ]
    else:
        entries = CATALOGUE
    found = {}
    for entry in entries:
        found.setdefault(entry["series"], []).append(entry)
    return found


def check_read(found):
    for name in sorted({*found, *EXPECTED}):
        rows = found.get(name)
        count, first, last = EXPECTED.get(name, (0, None, None))
        read = 0 if rows is None else len(rows)
        same = read == count and (first is None or (int(rows.t.min()), int(rows.t.max())) == (first, last))
        if not same and (first is not None or name not in EXPECTED):
            sys.exit(f"Expected the rows that the lab read; {name} has {read} rows here and {count} there, or other first and last times.")


def do(found, names, step, **options):
    """Does a step to the series of these names; None: to all. The others pass it."""
    return {name: step(rows, name, **options) if names is None or name in names else rows for name, rows in found.items()}


def flags(name, rows, final):
    """Of each row the label that it belongs to: of several, the one that starts first, then the one that ends first, then the smaller id; -1 for none."""
    from_, to, side = ("first", "last", "right") if final else ("start", "end", "left")
    mine = sorted((label for label in LABELS.get(name, ()) if label[from_] is not None), key=lambda label: (label[from_], label[to], label["id"]))
    which = np.full(len(rows), -1)
    for place in reversed(range(len(mine))):
        label = mine[place]
        which[np.searchsorted(rows.t, label[from_]) : np.searchsorted(rows.t, label[to], side=side)] = place
    return which, mine


def write(found, stage, final):
    """One file, sorted by series and time."""
    parts = []
    for name in sorted(found):
        rows = in_order(found[name])
        which, mine = flags(name, rows, final)
        if stage == "resampled":
            last = pl.Series("observations", as_buckets(rows).observations, pl.Int32)
        else:
            last = pl.Series("outlier", rows.outlier)
        parts.append(
            pl.DataFrame(
                [
                    pl.Series("series", [name], pl.String).new_from_index(0, len(rows)),
                    pl.Series("timestamp", rows.t, pl.Int64).cast(pl.Datetime("us", "UTC")),
                    pl.Series("value", rows.value, pl.Float64).fill_nan(None),
                    pl.Series("is_anomaly", which >= 0),
                    pl.Series("anomaly_type", [None if i < 0 else mine[i]["type"] for i in which.tolist()], pl.String),
                    pl.Series("anomaly_id", [None if i < 0 else mine[i]["id"] for i in which.tolist()], pl.String),
                    last,
                    pl.Series("filled", rows.filled),
                ]
            )
        )
    Path("pipeline_output").mkdir(exist_ok=True)
    pl.concat(parts).write_parquet(f"pipeline_output/{stage}.parquet")
`;

/** The call of a step for some series. */
function call(step: PipelineStep, facts: PipelineFacts): string[] {
  const { step: its, sids, kind } = step;
  const { recipe, series } = facts;
  const nameOf = (sid: number): string => series[sid]?.name ?? '';
  const line = (names: string, options: Record<string, unknown>): string =>
    `    rows = do(rows, ${names}, ${kind}, ${Object.entries(options)
      .map(([name, value]) => `${name}=${py(value)}`)
      .join(', ')})`;
  const all = sids === null ? 'None' : `{${sids.map((sid) => pyText(nameOf(sid))).join(', ')}}`;
  const names = all === '{}' ? 'set()' : all;
  const utc = optionsOf(its, 'utc');
  if (utc)
    return [
      line(names, { nonexistent: utc.nonexistent, ambiguous: utc.ambiguous, undecided: utc.undecided }),
    ];
  const duplicates = optionsOf(its, 'duplicates');
  if (duplicates) return [line(names, { keep: duplicates.keep })];
  const missing = optionsOf(its, 'missing');
  if (missing) {
    const { sentinels, min, max, fill, longest } = missing;
    return [
      line(names, {
        sentinels,
        low: min,
        high: max,
        fill,
        longest: longest === undefined ? null : microseconds(longest),
      }),
    ];
  }
  const outliers = optionsOf(its, 'outliers');
  if (outliers) {
    const { rule, threshold, window, then, protect } = outliers;
    return [line(names, { rule, threshold, window, then, protect })];
  }
  const resample = optionsOf(its, 'resample');
  if (!resample) throw new RangeError(`expected a step that is known, got ${kind}`);
  const { every, with: aggregate, empty, longest } = resample;
  const buckets = every === 'source' ? null : fixedBuckets(microseconds(every));
  // Series whose steps for missing values before it fill gaps of one length.
  const groups = new Map<number | null, string[]>();
  for (const sid of sids ?? series.keys()) {
    const name = nameOf(sid);
    const us =
      longest === undefined ? (filledBefore(recipe.steps, step.index, name) ?? null) : microseconds(longest);
    groups.set(us, [...(groups.get(us) ?? []), name]);
  }
  return [
    '    budget = [0]',
    ...Array.from(groups, ([us, mine]) =>
      line(groups.size === 1 ? names : `{${mine.map(pyText).join(', ')}}`, {
        every: buckets?.every ?? null,
        origin: buckets?.origin ?? 0,
        aggregate,
        empty,
        longest: us,
      }).replace(/\)$/, ', budget=budget)'),
    ),
  ];
}

function main(facts: PipelineFacts, steps: readonly PipelineStep[]): string {
  const { recipe, series, folders, stages } = facts;
  const lines: string[] = ['def main():', '    rows = {}'];
  for (const source of recipe.sources) {
    lines.push(comment([`Source: ${source.file}`], '    '));
    lines.push(`    rows |= ${readCall(source, facts).replaceAll('\n', '\n    ')}`);
  }
  for (const { name } of series.filter(({ source }) => source !== 'file'))
    lines.push(`    rows |= read_generated(${pyText(name)}, ${pyText(lookup(folders, name))})`);
  lines.push('    check_read(rows)');
  const resampled = steps.some(({ kind }) => kind === 'resample');
  let open = stages.includes('clean');
  for (const step of steps) {
    if (step.kind === 'resample' && open) {
      lines.push(`    write(rows, "clean", final=False)`);
      open = false;
    }
    lines.push(comment(step.comment, '    '), call(step, facts).join('\n'));
  }
  if (open) lines.push(`    write(rows, "clean", final=${py(!resampled)})`);
  if (stages.includes('resampled') && resampled) lines.push(`    write(rows, "resampled", final=True)`);
  return lines.join('\n');
}

/**
 * The script: one for Python 3.10 or later with polars and numpy, run in the folder that `facts.paths` are relative to. It writes `pipeline_output/`. Where it reads other
 * rows than the run did, it ends with an error.
 */
export function pipelinePython(facts: PipelineFacts): string {
  const steps = pipelineSteps(facts);
  const kinds = new Set<StepKind>(steps.map(({ kind }) => kind));
  // A stage of buckets needs what makes rows buckets.
  const parts = (Object.keys(stepsPart) as StepKind[])
    .filter((kind) => kinds.has(kind))
    .map((kind) => stepsPart[kind]);
  const sections = [head(facts), given(facts), rowsPart, reading, zonesPart, sourcesPart, ...parts, frame];
  return `${sections.map((part) => part.trim()).join('\n\n\n')}


${main(facts, steps)}


LABELS = read_labels()
if __name__ == "__main__":
    main()
`;
}
