/** The files of spec/parity: as the reference makes them, as their schema says, and with every option of every step. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020';
import { describe, expect, it } from 'vitest';
import { parityFiles } from './specParity.node';
import { choicesMade, choicesOf, type Schema } from './specParityChoices.node';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const readJson = (path: string): unknown => JSON.parse(readFileSync(`${root}/${path}`, 'utf8'));
const files = parityFiles();
const python = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))']).status === 0;

// In CI Python is there.
it.skipIf(!python && process.env['CI'] !== 'true')('are what the reference makes of the cases', () => {
  const { status, stdout, stderr } = spawnSync('python3', ['checks/parity/generate.py', '--check'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect({ status, told: stdout.trim(), stderr }).toEqual({
    status: 0,
    told: `${files.length} files are up to date`,
    stderr: '',
  });
});

const validate = new Ajv2020({ allErrors: true, strictTuples: false }).compile(
  readJson('spec/parity.schema.json') as object,
);
it.each(files)('%s is as the schema says', (_name, file) => {
  expect(validate(file) ? [] : validate.errors).toEqual([]);
});

describe('every option of a step', () => {
  const schema = readJson('spec/recipe.schema.json') as Schema;
  const made = choicesMade(
    schema,
    files
      .flatMap(([, { runs }]) => runs.filter(({ expected }) => !('refused' in expected)))
      .map(({ recipe }) => recipe),
  );

  it('is chosen in some case, each of its values, and left to its default', () => {
    expect(choicesOf(schema).filter((choice) => !made.has(choice))).toEqual([]);
  });

  it('that is new is missed until a case has it', () => {
    const changed = structuredClone(schema) as Schema & { $defs: Record<string, Schema> };
    const { properties = {} } = changed.$defs['missing'] ?? {};
    properties['fill'] = { enum: ['drop', 'linear', 'forward', 'leave', 'spline'] };
    properties['most'] = { type: 'integer' };
    expect(choicesOf(changed).filter((choice) => !made.has(choice))).toEqual([
      'missing.fill: spline',
      'missing.most: a number',
      'missing.most: absent',
    ]);
  });
});
