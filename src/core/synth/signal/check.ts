/** Checks of a source: what its schema cannot express, with errors at the field. */
import { valueError, type LabError } from '../../errors';
import { microseconds, parseDuration, durationText } from '../../recipe/duration';
import { parseInstant } from '../../recipe/instant';
import type { Channels, Faults, Noise, SignalBase, SyntheticSource } from '../../recipe/types';
import { checkField, checkFields, show } from './checkField';
import { day } from './clock';
import {
  baseKinds,
  channelFields,
  faultFields,
  fieldsFor,
  missingFields,
  noiseKinds,
  noiseScaleFields,
} from './fields';

const maxRows = 100_000_000;
const minStep = 1000;
const maxNameLength = 200;
/** Last microsecond that a double holds exactly: 2255-06-05T23:47:34.740991Z. */
const lastTime = Number.MAX_SAFE_INTEGER;

/** A base's or noise's kind, and the options that stand under it. */
function kindOf<K extends string>(
  item: object,
  kinds: readonly K[],
): { kind: K; options: object } | undefined {
  const kind = kinds.find((each) => each in item);
  return kind && { kind, options: Reflect.get(item, kind) as object };
}

function checkBase(base: SignalBase, path: string): LabError | undefined {
  const found = kindOf(base, baseKinds);
  if (!found) return valueError(path, `Expected a base, one of ${baseKinds.join(', ')}.`);
  return checkFields(found.options, fieldsFor(found.kind).fields, `${path}.${found.kind}`);
}

function checkNoise(noise: Noise, path: string): LabError | undefined {
  const found = kindOf(noise, noiseKinds);
  if (!found) return valueError(path, `Expected a noise, one of ${noiseKinds.join(', ')}.`);
  const error =
    checkFields(found.options, fieldsFor(found.kind).fields, `${path}.${found.kind}`) ??
    checkFields(noise, noiseScaleFields, path);
  if (error) return error;
  if (noise.unit === 'share' && noise.apply === 'multiply') {
    return valueError(
      `${path}.unit`,
      'Expected unit "absolute" for noise that multiplies, which is relative to the signal already. Use "absolute", or add the noise.',
    );
  }
  if ('bootstrap' in noise && noise.bootstrap.block > noise.bootstrap.values.length) {
    return valueError(
      `${path}.bootstrap.block`,
      `Expected a block of at most ${show(noise.bootstrap.values.length)} values, the number of residuals; got ${show(noise.bootstrap.block)}.`,
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
    return valueError(path, `Expected a name without spaces at its ends; got "${name}".`);
  if (name.length > maxNameLength)
    return valueError(
      path,
      `Expected a name of at most ${maxNameLength} characters; got ${show(name.length)}.`,
    );
  return /\p{Cc}/u.test(name)
    ? valueError(path, 'Expected a name without line breaks and control characters.')
    : undefined;
}

function checkChannels({ list, shared }: Channels): LabError | undefined {
  if (list.length < 1 || list.length > 100)
    return valueError('.channels.list', `Expected 1 to 100 channels; got ${show(list.length)}.`);
  const seen = new Set<string>();
  for (const [index, channel] of list.entries()) {
    const path = `.channels.list[${index}]`;
    const error = checkName(channel.name, `${path}.name`) ?? checkFields(channel, channelFields, path);
    if (error) return error;
    if (seen.has(channel.name))
      return valueError(
        `${path}.name`,
        `Expected a unique name; "${channel.name}" is used twice. Change one.`,
      );
    seen.add(channel.name);
  }
  return shared ? checkParts(shared.signal, shared.noise ?? [], '.channels.shared') : undefined;
}

function checkGrid({ start, step, rows }: SyntheticSource): LabError | undefined {
  const first = parseInstant(start);
  if (first === undefined)
    return valueError('.start', `Expected a time that exists, such as 2023-01-01T00:00:00Z; got "${start}".`);
  const us = parseDuration(step);
  if (us === undefined || us < minStep || us > day)
    return valueError('.step', `Expected a step from 1 ms to 1 d such as 1s; got "${step}".`);
  if (!Number.isInteger(rows) || rows < 1 || rows > maxRows)
    return valueError(
      '.rows',
      `Expected a whole number of rows from 1 to ${show(maxRows)}; got ${show(rows)}.`,
    );
  if (Math.abs(first) > lastTime - us)
    return valueError(
      '.start',
      `Expected a start from year 1685 to 2255, where times are exact to the microsecond; got "${start}".`,
    );
  const fit = Math.floor((lastTime - us - first) / us) + 1;
  if (rows > fit) {
    return valueError(
      '.rows',
      `Expected a last row before June 2255, the last time that is exact to the microsecond; from ${start} with a step of ${durationText(us)}, ${show(fit)} rows fit; got ${show(rows)}. Use fewer rows or a shorter step.`,
    );
  }
  const span = rows * us;
  return span > lastTime
    ? valueError(
        '.rows',
        `Expected a length of at most 285 years; got ${durationText(span)}. Use fewer rows or a shorter step.`,
      )
    : undefined;
}

/** The first error in the faults, at a path below the source. */
function checkFaults(faults: Faults): LabError | undefined {
  const error = checkFields(faults, faultFields, '.faults');
  const { missing } = faults;
  if (error || !missing) return error;
  const path = '.faults.missing';
  const first =
    checkField(missing.as, missingFields.as, `${path}.as`) ??
    checkField(missing.random, missingFields.random, `${path}.random`) ??
    (missing.bursts ? checkFields(missing.bursts, missingFields.bursts, `${path}.bursts`) : undefined) ??
    (missing.pattern ? checkFields(missing.pattern, missingFields.pattern, `${path}.pattern`) : undefined);
  if (first) return first;
  if (missing.bursts) {
    const { perDay, length } = missing.bursts;
    const total = perDay * microseconds(length);
    if (total > day) {
      return valueError(
        `${path}.bursts.length`,
        `Expected bursts of at most 1 d in total per day on average; ${show(perDay)} per day of ${length} make ${durationText(total)}. Use fewer or shorter ones.`,
      );
    }
  }
  if (missing.pattern && microseconds(missing.pattern.length) >= microseconds(missing.pattern.every)) {
    return valueError(
      `${path}.pattern.length`,
      `Expected a length below the distance ${missing.pattern.every}, so that rows remain; got ${missing.pattern.length}.`,
    );
  }
  return undefined;
}

/** Everything but formulas, the correlation matrix and shares of a signal that does not vary, which compiling finds. */
export function checkSource(source: SyntheticSource): LabError | undefined {
  const { channels, faults } = source;
  const error =
    checkName(source.synthetic, '.synthetic') ??
    checkGrid(source) ??
    (source.seed !== undefined && !(Number.isSafeInteger(source.seed) && source.seed >= 0)
      ? valueError('.seed', `Expected a whole number from 0 to 2^53 − 1; got ${show(source.seed)}.`)
      : undefined) ??
    (source.signal.length > 50
      ? valueError('.signal', `Expected at most 50 bases; got ${source.signal.length}.`)
      : undefined) ??
    checkParts(source.signal, source.noise ?? [], '') ??
    (channels ? checkChannels(channels) : undefined);
  return error ?? (faults ? checkFaults(faults) : undefined);
}
