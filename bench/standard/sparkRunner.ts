/** The lab's runner on Spark as a contestant: bench/peers/lab_on_spark.py, in the environment of the hand-written PySpark. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runPeer } from '../lib/python';
import type { Peer } from './peers';
import { exportParts, generatedParts, resampleStep, steps } from './work';

/** Of each run: seconds by the clock, and of the processor on all cores together; null where the system does not tell. */
export interface SparkRuns {
  version: string;
  whole: number[];
  processor: (number | null)[];
  /** MB of all processes together, the most that was held; NaN where it was not watched. */
  peak: number;
}

interface Answer {
  version: string;
  runs: { [stage: string]: number }[];
  processor: (number | null)[];
}

export interface SparkOptions {
  rounds: number;
  /** A run before those that are timed. */
  warm: boolean;
  /** Whether memory is watched, which slows runs a little. */
  watched: boolean;
}

/** Runs a program of bench/peers that answers with its runs. */
export async function sparkRuns(
  peer: Peer,
  args: readonly string[],
  { rounds, warm, watched }: SparkOptions,
): Promise<SparkRuns> {
  const given = [...args, '--runs', `${rounds}`, ...(warm ? ['--warm'] : [])];
  const { answer, peak } = await runPeer<Answer>(peer.python, given, watched);
  return {
    version: answer.version,
    whole: answer.runs.map((run) => Object.values(run).reduce((sum, seconds) => sum + seconds, 0)),
    processor: answer.processor,
    peak,
  };
}

/** The recipe of the standard work as a file, for the runner; its path. */
export function writeRecipe(folder: string, rows: number): string {
  const path = join(folder, 'recipe.json');
  const recipe = {
    recipe: 1,
    ...generatedParts(rows, 1),
    steps: [...steps(), resampleStep],
    export: { ...exportParts, stages: ['clean', 'resampled'] },
  };
  writeFileSync(path, JSON.stringify(recipe));
  return path;
}
