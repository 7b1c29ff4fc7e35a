/** Whether a source can be made: what its schema cannot say, and limits that are said at the field. */
import type { LabError } from '../../errors';
import { parseDuration, durationText } from '../../recipe/duration';
import { parseInstant } from '../../recipe/instant';
import type { Channels, Noise, SignalBase, SyntheticSource } from '../../recipe/types';
import { checkFields, show, wrong } from './checkField';
import { checkFaults } from './checkFaults';
import { channelFields, baseKinds, fieldsFor, noiseKinds, noiseScaleFields } from './fields';
import { lastTime, leastStep, longestName, mostRows, mostStep, say } from './limits';

const kindIn = <K extends string>(item: object, kinds: readonly K[]): K | undefined =>
  kinds.find((kind) => kind in item);

function checkBase(base: SignalBase, path: string): LabError | undefined {
  const kind = kindIn(base, baseKinds);
  if (!kind) return wrong(path, `Expected a base, one of ${baseKinds.join(', ')}.`);
  return checkFields((base as Record<string, object>)[kind] ?? {}, fieldsFor(kind).fields, `${path}.${kind}`);
}

function checkNoise(noise: Noise, path: string): LabError | undefined {
  const kind = kindIn(noise, noiseKinds);
  if (!kind) return wrong(path, `Expected a noise, one of ${noiseKinds.join(', ')}.`);
  const options = (noise as unknown as Record<string, object>)[kind] ?? {};
  const error =
    checkFields(options, fieldsFor(kind).fields, `${path}.${kind}`) ??
    checkFields(noise, noiseScaleFields, path);
  if (error) return error;
  if (noise.unit === 'share' && noise.apply === 'multiply') {
    return wrong(
      `${path}.unit`,
      'Expected absolute size for noise that multiplies: it is a share of the signal already. Take "absolute", or apply it by adding.',
    );
  }
  if ('bootstrap' in noise && noise.bootstrap.block > noise.bootstrap.values.length) {
    return wrong(
      `${path}.bootstrap.block`,
      `Expected a block of at most the ${say(noise.bootstrap.values.length)} values that there are; got ${say(noise.bootstrap.block)}.`,
    );
  }
  return undefined;
}

/** Bases and noises below a path: those of the source, or of what its channels share. */
function checkParts(
  signal: readonly SignalBase[],
  noise: readonly Noise[],
  path: string,
): LabError | undefined {
  for (const [index, base] of signal.entries()) {
    const error = checkBase(base, `${path}.signal[${index}]`);
    if (error) return error;
  }
  for (const [index, one] of noise.entries()) {
    const error = checkNoise(one, `${path}.noise[${index}]`);
    if (error) return error;
  }
  return undefined;
}

function checkName(name: string, path: string): LabError | undefined {
  if (name.trim() !== name || name === '')
    return wrong(path, `Expected a name without spaces at its ends; got "${name}".`);
  if (name.length > longestName)
    return wrong(path, `Expected a name of at most ${longestName} characters; got ${say(name.length)}.`);
  return /\p{Cc}/u.test(name)
    ? wrong(path, 'Expected a name without line breaks and control characters.')
    : undefined;
}

function checkChannels({ list, shared }: Channels): LabError | undefined {
  if (list.length < 1 || list.length > 100)
    return wrong('.channels.list', `Expected 1 to 100 channels; got ${say(list.length)}.`);
  const seen = new Set<string>();
  for (const [index, channel] of list.entries()) {
    const path = `.channels.list[${index}]`;
    const error = checkName(channel.name, `${path}.name`) ?? checkFields(channel, channelFields, path);
    if (error) return error;
    if (seen.has(channel.name))
      return wrong(`${path}.name`, `Expected a name of its own; "${channel.name}" stands twice. Change one.`);
    seen.add(channel.name);
  }
  return shared ? checkParts(shared.signal, shared.noise ?? [], '.channels.shared') : undefined;
}

function checkGrid({ start, step, rows }: SyntheticSource): LabError | undefined {
  const first = parseInstant(start);
  if (first === undefined)
    return wrong('.start', `Expected a time that exists, such as 2023-01-01T00:00:00Z; got "${start}".`);
  const us = parseDuration(step);
  if (us === undefined || us < leastStep || us > mostStep)
    return wrong('.step', `Expected a step from 1 ms to 1 d such as 1s; got "${step}".`);
  if (!Number.isInteger(rows) || rows < 1 || rows > mostRows)
    return wrong('.rows', `Expected a whole number of rows from 1 to ${say(mostRows)}; got ${show(rows)}.`);
  if (Math.abs(first) > lastTime - us)
    return wrong(
      '.start',
      `Expected a start from year 1685 to 2255, where a time is exact to the microsecond; got "${start}".`,
    );
  const fit = Math.floor((lastTime - us - first) / us) + 1;
  if (rows > fit) {
    return wrong(
      '.rows',
      `Expected a last row before June 2255, up to where a time is exact to the microsecond; with a step of ${durationText(us)} from ${start} ${say(fit)} rows fit, got ${say(rows)}. Take fewer rows or a shorter step.`,
    );
  }
  const span = rows * us;
  return span > lastTime
    ? wrong(
        '.rows',
        `Expected a length of at most 285 years; got ${durationText(span)}. Take fewer rows or a shorter step.`,
      )
    : undefined;
}

/** Everything but formulas, the correlation matrix and shares of a signal that does not vary, which compiling finds. */
export function checkSource(source: SyntheticSource): LabError | undefined {
  const { channels, faults } = source;
  const error =
    checkName(source.synthetic, '.synthetic') ??
    checkGrid(source) ??
    (source.seed !== undefined && !(Number.isSafeInteger(source.seed) && source.seed >= 0)
      ? wrong('.seed', `Expected a whole number from 0 to 2^53 − 1; got ${show(source.seed)}.`)
      : undefined) ??
    (source.signal.length > 50
      ? wrong('.signal', `Expected at most 50 bases; got ${source.signal.length}.`)
      : undefined) ??
    checkParts(source.signal, source.noise ?? [], '') ??
    (channels ? checkChannels(channels) : undefined);
  return error ?? (faults ? checkFaults(faults) : undefined);
}
