/** Checks of the recipe, on the rows of the last run. */
import { addsUp, joinedAnswer, knownAnswer, type SeriesStage } from '../../../core/checks/known';
import { needKey, ofNothing, resultOf, type CheckStage, type PlannedCheck } from '../../../core/checks/plan';
import type { SeenRows } from '../../../core/checks/rows';
import type { RuleContext } from '../../../core/checks/tally';
import { taskFor, type Task } from '../../../core/checks/tasks';
import type { Answer, CheckResult, Need } from '../../../core/checks/types';
import { IntervalIndex, type Interval } from '../../../core/label/flags';
import type { LabelRow } from '../../../core/label/types';
import { append, at, lookup } from '../../../core/list';
import { splitSpans } from '../../../core/recipe/splits';
import type { Split } from '../../../core/recipe/types';
import type { CallContext } from '../../protocol';
import { stageRows, type RowSource } from '../dataset/rowSource';
import { stageIntervals } from '../dataset/writtenStages';
import type { Stages } from '../series/stages';

/** What checks are evaluated on. */
export interface EvaluateContext extends Pick<CallContext, 'signal' | 'progress'> {
  stages: Stages;
  series: readonly { id: number; name: string }[];
  /** Of the last run: whether the times of a series are in UTC. */
  utc: (series: string) => boolean;
  /** The labels followed through the run. */
  labels: readonly LabelRow[];
  splits: readonly Split[];
  /** Answers of the same run that are known already; new ones are put here. */
  answers: Map<string, Answer>;
}

/** What came of each check, in the order of the checks and of their series. Rejects with AbortError, `worker-died`, `memory`. */
export async function evaluateChecks(
  checks: readonly PlannedCheck[],
  context: EvaluateContext,
): Promise<CheckResult[]> {
  const answers = new Answers(context);
  for (const stage of ['clean', 'resampled'] as const)
    await answers.measure(
      stage,
      checks.filter((check) => check.stage === stage),
    );
  const results: CheckResult[] = [];
  for (const check of checks) {
    if (check.series.length === 0) results.push(ofNothing(check));
    else if (check.together) results.push(resultOf(check, answers.together(check)));
    else
      append(
        results,
        check.series.map((series) => resultOf(check, answers.of(check.stage, series, check.need), series)),
      );
  }
  return results;
}

/** A task of one pass, and what to do with its answer. */
interface Open {
  task: Task;
  answered: (answer: Answer) => void;
}

const notThere: Answer = { of: 'nothing', reason: 'no step of the recipe resamples' };

/** Measures what checks need, each need of a series once. */
class Answers {
  private readonly labels = new Map<string, LabelRow[]>();
  private readonly splitsKey: string;

  constructor(private readonly context: EvaluateContext) {
    for (const label of context.labels) {
      const mine = this.labels.get(label.series);
      if (mine) mine.push(label);
      else this.labels.set(label.series, [label]);
    }
    this.splitsKey = JSON.stringify(context.splits);
  }

  of(stage: CheckStage, series: string, need: Need): Answer {
    return lookup(this.context.answers, this.key(stage, series, need));
  }

  together(check: PlannedCheck): Answer {
    const { stage, series, need } = check;
    if (!addsUp(need)) return lookup(this.context.answers, this.togetherKey(check));
    return joinedAnswer(need, new Map(series.map((one) => [one, this.of(stage, one, need)])));
  }

  /** Measures what checks of a stage need. */
  async measure(stage: CheckStage, checks: readonly PlannedCheck[]): Promise<void> {
    if (checks.length === 0) return;
    const { stages, series, progress } = this.context;
    const where = placeOf(stage, stages);
    const source = where && stageRows(stages, where, stage);
    const shared = this.sharedTasks(checks, source);
    const bySeries = ofSeries(checks.filter(({ together, need }) => !together || addsUp(need)));
    const rowsOf = (id: number): number => (where && stages.facts(id, where)?.rows) ?? 0;
    let total = 0;
    for (const { id } of series) total += rowsOf(id);
    let done = 0;
    for (const { id, name } of series) {
      const own = this.openTasks(stage, name, id, bySeries.get(name) ?? []);
      const ofAll = shared.filter(({ series: names }) => names.has(name));
      if (source && own.length + ofAll.length > 0) {
        progress({ stage: `checks: ${name}`, done, total, unit: 'rows' });
        await this.passes({ source, id, name, stage }, own, ofAll);
      }
      done += rowsOf(id);
    }
    await this.furtherPasses(stage, source, shared);
  }

  /** Tasks over rows of several series together. */
  private sharedTasks(checks: readonly PlannedCheck[], source: RowSource | null): SharedTask[] {
    const { answers } = this.context;
    const tasks = new Map<string, SharedTask>();
    for (const check of checks) {
      const key = this.togetherKey(check);
      if (!check.together || addsUp(check.need) || answers.has(key) || tasks.has(key)) continue;
      if (check.series.length === 0) continue;
      if (!source) answers.set(key, notThere);
      else
        tasks.set(key, {
          task: taskFor(check.need, { step: null, splits: [] }),
          series: new Set(check.series),
          answered: (answer) => void answers.set(key, answer),
        });
    }
    return [...tasks.values()];
  }

  /** What of a series has to be measured: what is known is answered at once. */
  private openTasks(stage: CheckStage, name: string, id: number, checks: readonly PlannedCheck[]): Open[] {
    const { answers } = this.context;
    const open = new Map<string, Open>();
    const series = this.seriesStage(stage, name, id);
    for (const { need } of checks) {
      const key = this.key(stage, name, need);
      if (answers.has(key) || open.has(key)) continue;
      const known = series ? knownAnswer(need, series.known) : notThere;
      if (known) answers.set(key, known);
      else if (series)
        open.set(key, {
          task: taskFor(need, series.rules),
          answered: (answer) => void answers.set(key, answer),
        });
    }
    return [...open.values()];
  }

  private seriesStage(
    stage: CheckStage,
    name: string,
    id: number,
  ): { known: SeriesStage; rules: RuleContext } | null {
    const { stages, splits, utc } = this.context;
    const where = placeOf(stage, stages);
    if (!where) return null;
    const facts = stages.facts(id, where);
    const final = where === 'processed';
    const labels = this.labels.get(name) ?? [];
    const spans = facts && facts.rows > 0 ? splitSpans(splits, facts) : [];
    return {
      known: {
        stage,
        facts,
        final,
        utc: utc(name),
        labels,
        intervals: this.intervals(stage, name),
        splits: splits.map((split) => split.name),
      },
      rules: { step: facts?.step ?? null, splits: spans },
    };
  }

  private intervals(stage: CheckStage, name: string): Interval[] {
    const final = this.context.stages.processedKind === stage;
    return stageIntervals(this.labels.get(name) ?? [], { final })(name);
  }

  /** Reads the rows of a series as often as its own tasks ask for; the tasks of all series take the first pass. */
  private async passes(
    { source, id, name, stage }: { source: RowSource; id: number; name: string; stage: CheckStage },
    own: Open[],
    shared: readonly SharedTask[],
  ): Promise<void> {
    const index = new IntervalIndex(this.intervals(stage, name));
    let open = own;
    let first = true;
    while (open.length > 0 || (first && shared.length > 0)) {
      const tasks = [...open, ...(first ? shared : [])].map(({ task }) => task);
      await this.read(source, id, name, index, tasks);
      open = conclude(open);
      first = false;
    }
  }

  private async furtherPasses(
    stage: CheckStage,
    source: RowSource | null,
    shared: SharedTask[],
  ): Promise<void> {
    let open = conclude(shared);
    if (!source) return;
    while (open.length > 0) {
      for (const { id, name } of this.context.series) {
        const mine = open.filter(({ series }) => series.has(name)).map(({ task }) => task);
        if (mine.length > 0)
          await this.read(source, id, name, new IntervalIndex(this.intervals(stage, name)), mine);
      }
      open = conclude(open);
    }
  }

  private async read(
    source: RowSource,
    id: number,
    series: string,
    index: IntervalIndex,
    tasks: readonly Task[],
  ): Promise<void> {
    const { signal } = this.context;
    for await (const rows of source.rows(id, {}, signal)) {
      signal.throwIfAborted();
      if (rows.length === 0) continue;
      const labels = index.touching(at(rows.times, 0), at(rows.times, rows.length - 1));
      const seen: SeenRows = { series, rows, labels };
      for (const task of tasks) task.add(seen);
    }
  }

  private key(stage: CheckStage, series: string, need: Need): string {
    const splits = need.of === 'rows' && need.rule.rule === 'unlabelled' ? this.splitsKey : '';
    return JSON.stringify([stage, series, needKey(need), splits]);
  }

  private togetherKey({ stage, series, need }: PlannedCheck): string {
    return JSON.stringify([stage, series, needKey(need)]);
  }
}

interface SharedTask extends Open {
  series: ReadonlySet<string>;
}

/** The checks that are about each series. */
function ofSeries(checks: readonly PlannedCheck[]): Map<string, PlannedCheck[]> {
  const bySeries = new Map<string, PlannedCheck[]>();
  for (const check of checks)
    for (const name of check.series) {
      const mine = bySeries.get(name);
      if (mine) mine.push(check);
      else bySeries.set(name, [check]);
    }
  return bySeries;
}

/** The tasks that need another pass; the others are answered. */
function conclude<T extends Open>(open: readonly T[]): T[] {
  return open.filter(({ task, answered }) => {
    const answer = task.conclude();
    if (answer) answered(answer);
    return !answer;
  });
}

/** Where the rows of a kind are; null where no step made them. */
function placeOf(kind: CheckStage, { processedKind }: Stages): 'clean' | 'processed' | null {
  if (processedKind === kind) return 'processed';
  return kind === 'clean' && processedKind !== null ? 'clean' : null;
}
