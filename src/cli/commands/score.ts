/** `lab score`: NAB's score of a detector's results. */
import { readFile } from 'node:fs/promises';
import { LabFailure, type LabError } from '../../core/errors';
import { plural, score as scoreText } from '../../core/format';
import { lookup } from '../../core/list';
import type { LabelEntry } from '../../core/label/attach';
import {
  parseResults,
  profileNames,
  profiles,
  readNabLabels,
  resultsTarget,
  scoreCorpus,
  windowsToRows,
  type CorpusFile,
  type NabLabels,
  type ProfileName,
} from '../../core/nab';
import type { SnapProblem } from '../../core/nab/windows/rows';
import { needed, parsed, single, usageError } from '../args';
import { filesBelow, unreadable } from '../node/walk';
import { exit, type Outcome } from '../outcome';
import type { CommandContext } from '../session';

const options = {
  labels: { type: 'string' },
  profile: { type: 'string' },
  threshold: { type: 'string' },
} as const;

export async function score(args: readonly string[], context: CommandContext): Promise<Outcome> {
  const { values, positionals } = parsed(args, options);
  const path = single(positionals, 'results of a detector, a folder or a file');
  const profile = profileOf(values.profile);
  const threshold = thresholdOf(values.threshold);
  const labels = await readWindows(needed(values.labels, '--labels', "NAB's combined_windows.json"));
  const { files, unmatched, problems, windows } = await readResults(path, labels, context);
  for (const message of [...problems.map((one) => one.message), ...windows]) context.note(message);
  if (files.length === 0) throw new LabFailure(problems[0] ?? noResults(path));
  const { files: scored, ...corpus } = scoreCorpus(files, profiles[profile], threshold);
  const names = files.map(({ name }) => name).sort((a, b) => (a < b ? -1 : 1));
  const without = labels.files.filter((name) => !scored.has(name));
  const perFile = names.map((name) => {
    const { score: own, tp, tn, fp, fn } = lookup(scored, name);
    return [name, { score: own, tp, tn, fp, fn }] as const;
  });
  return {
    code: problems.length > 0 ? exit.input : windows.length > 0 ? exit.fails : exit.fine,
    json: { profile, ...corpus, files: Object.fromEntries(perFile), unmatched, without, problems, windows },
    text: [
      ...perFile.map(
        ([name, { score: own, tp, tn, fp, fn }]) =>
          `${name}: ${scoreText(own)} (tp ${tp}, fp ${fp}, tn ${tn}, fn ${fn})`,
      ),
      `${profile}, ${plural(files.length, 'file')}, threshold ${corpus.threshold}: ${scoreText(corpus.raw)}${corpus.normalised === null ? ', no window to find' : `, normalised ${scoreText(corpus.normalised)}`}`,
      ...(unmatched.length > 0 ? [`Of no series in the labels: ${unmatched.join(', ')}`] : []),
    ].join('\n'),
  };
}

function profileOf(text = 'standard'): ProfileName {
  const profile = profileNames.find((name) => name === text);
  if (!profile) throw usageError(`Expected --profile with one of ${profileNames.join(', ')}; got ${text}.`);
  return profile;
}

function thresholdOf(text = 'best'): number | 'best' {
  if (text === 'best') return text;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw usageError(`Expected --threshold with a number or best; got ${text}.`);
  return value;
}

const read = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((thrown: unknown) => {
    throw unreadable(path, thrown);
  });

/** The windows of a label file. Rejects with `labels-shape` where it cannot be read or lists points. */
async function readWindows(path: string): Promise<NabLabels> {
  const labels = readNabLabels(await read(path), path);
  if (!labels.ok) throw new LabFailure(labels.error);
  const { problems, entries } = labels.value;
  const [problem] = problems;
  if (problem)
    throw new LabFailure({
      code: 'labels-shape',
      file: path,
      path: problem.path,
      message: `${path}: ${problem.message}`,
    });
  if (entries.some(isPoint))
    throw new LabFailure({
      code: 'labels-shape',
      file: path,
      message: `Expected windows, as in NAB's combined_windows.json; ${path} lists points. The lab makes windows of them when it exports the series.`,
    });
  return labels.value;
}

const isPoint = ({ shape }: LabelEntry): boolean => shape === 'point';

interface Results {
  files: CorpusFile[];
  unmatched: string[];
  problems: LabError[];
  /** Windows that are not of these rows, each in a sentence. */
  windows: string[];
}

async function readResults(
  path: string,
  { files: names, entries }: NabLabels,
  { signal, progress }: CommandContext,
): Promise<Results> {
  const found: Results = { files: [], unmatched: [], problems: [], windows: [] };
  const results = (await filesBelow(path)).filter(({ name }) => name.toLowerCase().endsWith('.csv'));
  for (const [done, file] of results.entries()) {
    signal.throwIfAborted();
    progress({ stage: 'reading results', done, total: results.length, unit: 'files' });
    const name = resultsTarget(file.path.replaceAll('\\', '/'), names);
    if (name === undefined) {
      found.unmatched.push(file.name);
      continue;
    }
    const parsedResults = parseResults(await read(file.path), file.name);
    if (!parsedResults.ok) {
      found.problems.push(parsedResults.error);
      continue;
    }
    const { times, scores } = parsedResults.value;
    const mine = entries.filter(({ key }) => key === name).map(({ start, end }) => ({ start, end: end - 1 }));
    const { windows, problems } = windowsToRows(times, mine);
    for (const { window, kind } of problems)
      found.windows.push(`${name}, window ${window + 1}: ${windowProblems[kind]}.`);
    found.files.push({ name, scores, windows });
  }
  return found;
}

const windowProblems: Record<SnapProblem['kind'], string> = {
  empty: 'no row of the results lies in it',
  snapped: 'it does not begin and end at rows of the results, and was moved to rows inside',
  joined: 'it touches the window before, and was joined to it',
};

const noResults = (path: string): LabError => ({
  code: 'results-shape',
  file: path,
  message: `None of the files in ${path} belongs to a series of the labels. NAB names them after the data: numenta_speed_6005.csv holds the scores of speed_6005.csv.`,
});
