import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  commandsAfter,
  commandsBefore,
  executorsFor,
  isHere,
  usualChoices,
  type Command,
  type Place,
  type SparkChoices,
} from './commands';

const places: Place[] = ['local', 'standalone', 'yarn', 'kubernetes'];
const choices = (rest: Partial<SparkChoices> = {}): SparkChoices => ({ ...usualChoices, ...rest });
const textOf = (commands: readonly Command[], title: string): string => {
  const found = commands.find((one) => one.title === title);
  if (!found) throw new Error(`expected ${title}`);
  return found.text;
};
const started = (rest: Partial<SparkChoices>): string =>
  textOf(commandsBefore(choices(rest), false), 'Run the recipe');

/** The words of each call of these commands when a shell runs the text. */
function calls(text: string, commands: readonly string[]): string[][] {
  const stubs = commands.map((name) => `function ${name} { printf '%s\\0' ${name} "$@"; printf '\\n\\0'; }`);
  const { stdout, stderr, status } = spawnSync('bash', ['-c', [...stubs, text].join('\n')], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return stdout
    .split('\n\0')
    .slice(0, -1)
    .map((call) => call.split('\0').slice(0, -1));
}

const hostile = "-in'put $(touch x) `y`\n\u202E; é";

describe('the command that runs a recipe', () => {
  it('is that of the package on one machine', () => {
    expect(started({ cores: 8 })).toBe(
      [
        'data-lab-spark run recipe.json --input data --output out \\',
        "  --master 'local[8]' --conf spark.driver.memory=16g",
      ].join('\n'),
    );
  });

  it('gives a cluster as many cores as were asked for', () => {
    expect(
      calls(started({ place: 'standalone', cores: 12, master: 'spark://a:7077' }), ['spark-submit']),
    ).toEqual([
      (
        'spark-submit --master spark://a:7077 --total-executor-cores 12 --executor-cores 4 --executor-memory 8g ' +
        'runners/spark/submit.py run recipe.json --input data --output out'
      ).split(' '),
    ]);
    expect(executorsFor(1)).toEqual({ executors: 1, each: 1 });
    for (let cores = 1; cores < 50; cores++) {
      const { executors, each } = executorsFor(cores);
      expect(executors * each).toBeGreaterThanOrEqual(cores);
      expect(executors * each - cores).toBeLessThan(executors);
    }
  });

  it.each(places)('hands paths over as they are: %s', (place) => {
    const text = started({
      place,
      input: hostile,
      output: `s3a://b/${hostile}`,
      master: 'k',
      image: "i'",
      upload: 'u v',
    });
    const [call = []] = calls(text, ['data-lab-spark', 'spark-submit']);
    const after = (option: string): string | undefined => call[call.indexOf(option) + 1];
    expect(after('--input')).toBe(`./${hostile}`);
    expect(after('--output')).toBe(`s3a://b/${hostile}`);
    expect(call).toContain('run');
    if (place === 'kubernetes') {
      expect(call).toContain("spark.kubernetes.container.image=i'");
      expect(call).toContain('spark.kubernetes.file.upload.path=u v');
    }
  });

  it('has the options and the script that the runner has', () => {
    const main = readFileSync('runners/spark/data_lab_spark/__main__.py', 'utf8');
    for (const option of ['--input', '--output', '--master', '--conf']) expect(main).toContain(`"${option}"`);
    const project = readFileSync('runners/spark/pyproject.toml', 'utf8');
    expect(project).toContain('data-lab-spark = "data_lab_spark.__main__:main"');
    expect(project).toContain('requires-python = ">=3.10"');
    expect(existsSync('runners/spark/submit.py')).toBe(true);
    for (const place of places) {
      const text = started({ place });
      if (place !== 'local') expect(text).toContain(' runners/spark/submit.py run recipe.json ');
    }
  });
});

describe('the commands around it', () => {
  it('check inputs where they are here and their hashes are known', () => {
    const titles = (rest: Partial<SparkChoices>, hashes: boolean): string[] =>
      commandsBefore(choices(rest), hashes).map(({ title }) => title);
    expect(titles({}, true)).toContain('Check the inputs');
    expect(titles({}, false)).not.toContain('Check the inputs');
    expect(titles({ input: 'hdfs:///x' }, true)).not.toContain('Check the inputs');
    expect(textOf(commandsBefore(choices({ input: 'file:///a b' }), true), 'Check the inputs')).toBe(
      "(cd '/a b' && sha256sum --check --quiet) < inputs.sha256",
    );
  });

  it('fetch what is elsewhere before it is verified', () => {
    const far = commandsAfter(choices({ output: 's3a://b/o', input: 'hdfs:///i' }), true);
    expect(textOf(far, 'Fetch it to this machine')).toBe(
      'hadoop fs -get s3a://b/o bundle\nhadoop fs -get hdfs:///i data',
    );
    expect(textOf(far, 'Verify it with the lab')).toBe('npx lab verify bundle --input data');
    const near = commandsAfter(choices({ output: hostile }), false);
    expect(near.map(({ title }) => title)).not.toContain('Fetch it to this machine');
    const [call] = calls(textOf(near, 'Verify it with the lab'), ['npx']);
    expect(call).toEqual(['npx', 'lab', 'verify', `./${hostile}`]);
  });

  it('verify the bundle where it was written', () => {
    const on = (place: Place): string =>
      textOf(commandsAfter(choices({ place, output: 's3a://b/o' }), true), 'Verify it on Spark');
    expect(on('local')).toBe(
      "data-lab-spark verify s3a://b/o --input data \\\n  --master 'local[4]' --conf spark.driver.memory=8g",
    );
    expect(on('kubernetes')).toContain('runners/spark/submit.py verify s3a://b/o --input data');
    expect(on('kubernetes')).not.toContain('--files');
    expect(started({ place: 'kubernetes' })).toContain('--files recipe.json');
    const command = readFileSync('runners/spark/data_lab_spark/verify/command.py', 'utf8');
    for (const option of ['"bundle"', '"--input"', '"--master"', '"--conf"'])
      expect(command).toContain(`parser.add_argument(${option}`);
  });

  it('tell a path of this machine from others', () => {
    expect(['data', '/data', './a:b', 'file:/data', 'file:///data', 'a/b:c'].map(isHere)).not.toContain(
      false,
    );
    expect(['s3a://b/x', 'hdfs:///x', 'abfss://c@a/x', 'gs://b'].map(isHere)).not.toContain(true);
  });

  it('are of one shell that finds no fault in them', () => {
    const texts = places.flatMap((place) => [
      ...commandsBefore(choices({ place, input: hostile }), true),
      ...commandsAfter(choices({ place, output: hostile }), true),
    ]);
    const faulty = texts.filter(({ text }) => spawnSync('bash', ['-n', '-c', text]).status !== 0);
    expect(faulty).toEqual([]);
  });
});
