/** What steps have to know of all rows of a series: asked of its pieces, and kept for the next run. */
import { at } from '../../../core/list';
import { conclude, firstLook, type Answer, type Question } from '../../../core/rows/measure';
import { kernelOf } from '../../../core/steps/kernels';
import type { Want } from '../../../core/steps/piece';
import type { Stretch } from '../series/ordered';
import { eachStretch, expect, type Access, type SeriesWork } from './pieces';

/** What an answer depends on: the question, the steps before, and labels where one of these protects them. */
function memoryKey({ plan, spans }: SeriesWork, step: number, question: Question): string {
  const before = plan.steps.slice(0, step);
  const labelled = before.some((one) => 'outliers' in one.step && one.step.outliers.protect);
  return JSON.stringify([question, before.map((one) => one.step), labelled ? spansKey(spans) : '']);
}

/** Tells lists of spans apart: their length and two sums of their bits. */
export function spansKey(spans: Float64Array): string {
  const words = new Uint32Array(spans.buffer, spans.byteOffset, 2 * spans.length);
  let [a, b] = [0x811c9dc5, 0x9e3779b9];
  for (const word of words) {
    a = Math.imul(a ^ word, 0x01000193);
    b = Math.imul(b + word, 0x85ebca6b) ^ (b >>> 13);
  }
  return `${spans.length} ${a >>> 0} ${b >>> 0}`;
}

/** Takes what runs before found out. */
export function recall(work: SeriesWork): void {
  for (const [index, step] of work.plan.steps.entries()) {
    const answers = at(work.answers, index);
    const kernel = kernelOf(step);
    for (;;) {
      const prepared = kernel(answers);
      const known = 'ask' in prepared ? work.memory.get(memoryKey(work, index, prepared.ask)) : undefined;
      if (!known) break;
      answers.push(known);
    }
  }
}

/** Whether all is known that the steps ask for. */
export const isAnswered = ({ plan, answers }: SeriesWork): boolean =>
  plan.steps.every((step, index) => 'ready' in kernelOf(step)(at(answers, index)));

/** Keeps what was found out for the next run. */
export function remember(work: SeriesWork): void {
  for (const [index, step] of work.plan.steps.entries()) {
    const kernel = kernelOf(step);
    for (const [place, answer] of at(work.answers, index).entries()) {
      const prepared = kernel(at(work.answers, index).slice(0, place));
      if ('ask' in prepared) work.memory.set(memoryKey(work, index, prepared.ask), answer);
    }
  }
}

export async function answerOf(
  question: Question,
  step: number,
  work: SeriesWork,
  stretches: readonly Stretch[],
  access: Access,
): Promise<Answer> {
  for (let look = firstLook(question); ;) {
    const gathered = [];
    const want: Want = { kind: 'look', step, look };
    for await (const { outcome } of eachStretch(work, stretches, () => want, access))
      gathered.push(expect(outcome, 'look').gathered);
    const found = conclude(question, look, gathered);
    if ('answer' in found) return found.answer;
    look = found.look;
  }
}

/** Finds the answers that the steps ask for; those that are known stay. */
export async function findAnswers(
  work: SeriesWork,
  stretches: readonly Stretch[],
  access: Access,
): Promise<void> {
  for (const [index, step] of work.plan.steps.entries()) {
    const answers = at(work.answers, index);
    const kernel = kernelOf(step);
    for (;;) {
      const prepared = kernel(answers);
      if ('ready' in prepared) break;
      answers.push(await answerOf(prepared.ask, index, work, stretches, access));
    }
  }
}
