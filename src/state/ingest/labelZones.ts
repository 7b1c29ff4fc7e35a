/** The zone of label files: asked where their series are in local time, so that label times are never UTC in silence. */
import { isMoment } from '../../core/recipe/timeFormat';
import type { Inspection } from '../../core/ingest/types';
import { labelMatcher, type LabelledSeries } from '../../core/label/attach';
import type { FileSource, LabelSource } from '../../core/recipe/types';
import type { NamedFile } from '../../engine/protocol';
import { call } from '../engine/engine';
import { currentRecipe } from '../recipe/recipe';
import { rawFiles, useFiles } from './files';

/** A series that is loaded or about to be, with the zone of its source. */
interface ZonedSeries extends LabelledSeries {
  zone: string;
}

/**
 * Label files that the recipe had before it had these series, with the question of their zone where it arises only now. Nothing is asked twice: an answer
 * is in the recipe, UTC too.
 */
export async function labelsWithoutZone(
  added: readonly string[],
): Promise<{ inspection: Inspection; file: NamedFile }[]> {
  const fresh = new Set(added);
  const series = useFiles.getState().series.filter(({ name, zone }) => fresh.has(name) && zone !== 'UTC');
  if (series.length === 0) return [];
  const names = new Set(series.map(({ name }) => name));
  const naming = new Set(
    useFiles.getState().fileLabels.flatMap((label) => (names.has(label.series) ? (label.file ?? []) : [])),
  );
  const files = currentRecipe().labels.flatMap((source) => {
    const file = rawFiles.get(source.file);
    const open = source.zone === undefined && naming.has(source.file);
    return open && file ? [{ source, file: { name: source.file, file } }] : [];
  });
  if (files.length === 0) return [];
  const looks = await call(
    'inspect',
    files.map(({ file }) => file),
  );
  return files.flatMap(({ source, file }) => {
    const look = looks.find(({ name }) => name === file.name);
    const asked = look && withZoneAsked({ ...look, source }, series);
    return asked?.questions.some(({ field }) => field === 'zone') ? [{ inspection: asked, file }] : [];
  });
}

/** The series that a file is going to have, as far as the look at it tells. */
export function seriesToCome(
  name: string,
  source: FileSource | LabelSource | undefined,
  outcome: Inspection['outcome'],
): ZonedSeries[] {
  if (!source || !('time' in source)) return [];
  const zone = isMoment(source.time.format) ? 'UTC' : source.time.zone;
  const names = outcome && outcome.series.length > 0 ? outcome.series : [name];
  return names.map((series) => ({ name: series, file: name, zone }));
}

/** The inspection of a label file with the question of its zone, where a series that it names is in another than UTC. */
export function withZoneAsked(inspection: Inspection, series: readonly ZonedSeries[]): Inspection {
  const { kind, source, entries } = inspection;
  if (kind !== 'labels' || !source || 'time' in source || source.zone !== undefined || !entries)
    return inspection;
  const local = series.filter(({ zone }) => zone !== 'UTC');
  if (local.length === 0) return inspection;
  const match = labelMatcher(series);
  const zones = new Map(series.map(({ name, zone }) => [name, zone]));
  const uses = new Map<string, number>();
  for (const key of entries.keys)
    for (const name of match(key)) {
      const zone = zones.get(name) ?? 'UTC';
      uses.set(zone, (uses.get(zone) ?? 0) + 1);
    }
  const found = [...uses].sort((a, b) => b[1] - a[1]).map(([zone]) => zone);
  const proposed = found.find((zone) => zone !== 'UTC');
  if (proposed === undefined) return inspection;
  const options = [proposed, ...found.filter((zone) => zone !== proposed && zone !== 'UTC'), 'UTC'];
  return {
    ...inspection,
    source: { ...source, zone: proposed },
    confirm: true,
    questions: [
      ...inspection.questions,
      {
        field: 'zone',
        options: [],
        zones: options,
        why: `The series that ${inspection.name} names are in local time (${options.slice(0, -1).join(', ')}), and its times have no zone. In which zone were the labels written?`,
      },
    ],
  };
}
