/** Small files of the kinds that people reported, with what must come of each; where they are at hand (LAB_CASES, or ../shared/cases beside the project). */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileSource } from '../../src/core/recipe/types';
import { test, expect, type Lab } from '../fixtures/lab';
import { root } from '../fixtures/nab';

const cases = process.env.LAB_CASES ?? join(root, '../shared/cases');

interface Want {
  rows: number;
  values: number;
  first: string;
  last: string;
  distinct?: number;
  max?: number;
}
interface Case {
  want: Record<string, Want>;
  labels?: { rows: number; type?: string }[];
  zone?: string;
  index?: { start: string; step: string };
  asks?: string[];
}

interface Got {
  asked: string[];
  series: Record<string, Want & { distinct: number; max: number }>;
  labels: { rows: number; type: string }[];
}

/** Where `expected.json` has another maximum than the numbers in the file itself: theirs. */
const maxima: Record<string, number> = { 'minus-sign.csv': -19.6, 'quoted-decimal-comma.csv': 25 };

/** Inspects a file, answers as the case says, loads it, and runs nothing but the step to UTC. */
async function taken(lab: Lab, file: string, one: Case): Promise<Got> {
  const text = readFileSync(join(cases, file), 'utf8');
  return lab.page.evaluate(
    async ({ name, content, zone, index }) => {
      const { dataLab } = window;
      const empty = dataLab.recipe();
      await dataLab.setRecipe({ ...empty, sources: [], labels: [], steps: [{ utc: {} }] });
      const data = new File([content], name);
      const [found] = await dataLab.inspect([data]);
      const source = found?.source as FileSource | null | undefined;
      if (!found || !source) throw new Error(`no source: ${JSON.stringify(found)}`);
      const time = { ...source.time, ...(zone === undefined ? {} : { zone }), ...index };
      await dataLab.addFiles([data], { sources: { [name]: { ...source, time } } });
      await dataLab.run();
      const rows = await dataLab.query(
        `SELECT series, count(*)::INTEGER AS "rows", count(value)::INTEGER AS "values", strftime(min(ts), '%Y-%m-%dT%H:%M:%SZ') AS "first", strftime(max(ts), '%Y-%m-%dT%H:%M:%SZ') AS "last", count(DISTINCT ts)::INTEGER AS "distinct", max(value) AS "max" FROM clean GROUP BY series`,
      );
      const labels = await dataLab.query('SELECT type, processed_rows::INTEGER AS "rows" FROM labels');
      return {
        asked: found.questions.map(({ field }) => field as string),
        series: Object.fromEntries(
          (rows as (Got['series'][string] & { series: string })[]).map(({ series, ...rest }) => [
            series,
            rest,
          ]),
        ),
        labels: labels as { rows: number; type: string }[],
      };
    },
    { name: file, content: text, zone: one.zone, index: one.index },
  );
}

test.skip(!existsSync(cases), `the cases are neither in ${cases} nor named by LAB_CASES`);

test('every file of the cases gives its rows, values, times and labels, and asks no more than it may', async ({
  lab,
}) => {
  test.setTimeout(120_000);
  await lab.open();
  const expected = JSON.parse(readFileSync(join(cases, 'expected.json'), 'utf8')) as Record<string, Case>;
  for (const [file, one] of Object.entries(expected)) {
    const got = await taken(lab, file, one);
    for (const [name, want] of Object.entries(one.want)) {
      const names = Object.keys(got.series);
      if (name === 'any') expect(names, file).toHaveLength(1);
      const key =
        name === 'any' || names.length === 1 ? names[0] : names.find((each) => each === `${file}:${name}`);
      expect(got.series[key ?? ''], `${file}: ${name} among ${names.join(', ')}`).toMatchObject({
        ...want,
        ...(file in maxima ? { max: maxima[file] } : {}),
      });
    }
    if (one.asks) expect(one.asks, file).toEqual(expect.arrayContaining(got.asked));
    if (one.labels) expect(got.labels, file).toMatchObject(one.labels);
  }
});
