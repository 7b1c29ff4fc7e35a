/** The commands that run a recipe on Spark, and those after it, as a person types them in a clone of the repository. */
import { quoted, quotedPath } from './shell';

/** Where Spark's tasks run. */
export type Place = 'local' | 'standalone' | 'yarn' | 'kubernetes';

export interface SparkChoices {
  place: Place;
  /** Folder of the files that the recipe names, and the one that is written; any path that Spark takes. */
  input: string;
  output: string;
  cores: number;
  /** Address of the master of a standalone cluster, `spark://…`, or of Kubernetes' API, `https://…`. */
  master: string;
  /** Kubernetes: image of Spark with Python and the package; folder that Spark uploads to. */
  image: string;
  upload: string;
}

/** A command, in as many lines as it has. */
export interface Command {
  title: string;
  /** What has to be known before it is run. */
  note?: string;
  text: string;
}

export const usualChoices: SparkChoices = {
  place: 'local',
  input: 'data',
  output: 'out',
  cores: 4,
  master: '',
  image: '',
  upload: '',
};

/** Memory of a core, in GB: two cores ran with 4 GB (`throughput.ts`). */
const GB_PER_CORE = 2;
/** Cores of an executor at most. */
const EXECUTOR_CORES = 4;

const SCRIPT = 'runners/spark/submit.py';
const PACKAGE = './runners/spark';

/** A command of one line for each group of words. */
const lines = (...groups: readonly string[]): string => groups.join(' \\\n  ');

/** Whether a path is on this machine; what else a path may begin with, such as `s3a:` or `hdfs:`, is not. */
export const isHere = (path: string): boolean => !/^[a-z][a-z\d+.-]*:/i.test(path) || /^file:/i.test(path);

/** A path of this machine without what Spark puts before it: `file:///data` is `/data`. */
const plainPath = (path: string): string => path.replace(/^file:(?:\/\/(?=\/))?/i, '');

/** Executors, each with the same number of cores, that come to as many cores at least. */
export function executorsFor(cores: number): { executors: number; each: number } {
  const executors = Math.ceil(cores / EXECUTOR_CORES);
  return { executors, each: Math.ceil(cores / executors) };
}

const run = ({ input, output }: SparkChoices): string =>
  `run recipe.json --input ${quotedPath(input)} --output ${quotedPath(output)}`;

function install({ place }: SparkChoices): Command {
  const title = 'Install the runner';
  switch (place) {
    case 'local':
      return { title, note: 'With Python 3.10 or newer and Java 17.', text: `pip install ${PACKAGE}` };
    case 'standalone':
      return {
        title,
        note: 'On each machine of the cluster and on this one, into the Python that Spark uses.',
        text: `pip install ${PACKAGE}`,
      };
    case 'yarn':
      return {
        title: 'Pack Python with the runner',
        note: 'Machines of the cluster need the same system and no package; Spark brings them the archive.',
        text: [
          'python3 -m venv spark-environment',
          `spark-environment/bin/pip install ${PACKAGE} venv-pack`,
          'spark-environment/bin/venv-pack --prefix spark-environment --output spark-environment.tar.gz',
        ].join('\n'),
      };
    case 'kubernetes':
      return {
        title,
        note: 'In an image of Spark with Python 3.10 or newer, as a step of its Dockerfile.',
        text: `COPY runners/spark /opt/data-lab-spark\nRUN pip install /opt/data-lab-spark`,
      };
  }
}

/** A command of the runner, started where the choices say. `files`: what of this machine it reads. */
function starting(choices: SparkChoices, command: string, files?: string): string {
  const { place, cores, master, image, upload } = choices;
  const { executors, each } = executorsFor(cores);
  const memory = `${each * GB_PER_CORE}g`;
  switch (place) {
    case 'local':
      return lines(
        `data-lab-spark ${command}`,
        `--master ${quoted(`local[${cores}]`)} --conf spark.driver.memory=${cores * GB_PER_CORE}g`,
      );
    case 'standalone':
      return lines(
        `spark-submit --master ${quoted(master || 'spark://HOST:7077')}`,
        `--total-executor-cores ${executors * each} --executor-cores ${each} --executor-memory ${memory}`,
        `${SCRIPT} ${command}`,
      );
    case 'yarn':
      return lines(
        'PYSPARK_DRIVER_PYTHON=spark-environment/bin/python PYSPARK_PYTHON=./environment/bin/python',
        'spark-submit --master yarn --deploy-mode client',
        `--num-executors ${executors} --executor-cores ${each} --executor-memory ${memory}`,
        `--archives ${quoted('spark-environment.tar.gz#environment')}`,
        `${SCRIPT} ${command}`,
      );
    case 'kubernetes':
      return lines(
        `spark-submit --master ${quoted(`k8s://${master || 'https://HOST:6443'}`)} --deploy-mode cluster`,
        `--conf ${quoted(`spark.kubernetes.container.image=${image || 'IMAGE'}`)}`,
        `--conf ${quoted(`spark.kubernetes.file.upload.path=${upload || 's3a://BUCKET/FOLDER'}`)}`,
        `--conf spark.executor.instances=${executors} --conf spark.executor.cores=${each}`,
        `--conf spark.executor.memory=${memory}${files === undefined ? '' : ` --files ${files}`}`,
        `${SCRIPT} ${command}`,
      );
  }
}

/** What a person does before the run, in order, and the run itself. `hashes`: whether there are files whose hashes are known. */
export function commandsBefore(choices: SparkChoices, hashes: boolean): Command[] {
  const { input } = choices;
  const check: Command[] =
    hashes && isHere(input)
      ? [
          {
            title: 'Check the inputs',
            note: 'Each file lies below the input at its name in the recipe. Save inputs.sha256 beside recipe.json first.',
            text: `(cd ${quotedPath(plainPath(input))} && sha256sum --check --quiet) < inputs.sha256`,
          },
        ]
      : [];
  return [
    install(choices),
    ...check,
    { title: 'Run the recipe', text: starting(choices, run(choices), 'recipe.json') },
  ];
}

/** The bundle is verified where it was written, from the same input. */
function verify(choices: SparkChoices, inputs: boolean): string {
  const { input, output } = choices;
  return starting(choices, `verify ${quotedPath(output)}${inputs ? ` --input ${quotedPath(input)}` : ''}`);
}

/** What a person does with the result. `inputs`: whether the recipe has files. */
export function commandsAfter(choices: SparkChoices, inputs: boolean): Command[] {
  const { input, output } = choices;
  const here = (path: string, name: string): string => (isHere(path) ? plainPath(path) : name);
  const [bundle, data] = [here(output, 'bundle'), here(input, 'data')];
  const fetched = [
    ...(isHere(output) ? [] : [`hadoop fs -get ${quotedPath(output)} bundle`]),
    ...(inputs && !isHere(input) ? [`hadoop fs -get ${quotedPath(input)} data`] : []),
  ];
  const given = inputs ? ` --input ${quotedPath(data)}` : '';
  return [
    ...(fetched.length > 0 ? [{ title: 'Fetch it to this machine', text: fetched.join('\n') }] : []),
    {
      title: 'Verify it on Spark',
      note: 'Hashes, documents, and the recipe run once more. So is a bundle of the page or of lab.',
      text: verify(choices, inputs),
    },
    {
      title: 'Verify it with the lab',
      note: 'The lab runs the recipe too, and compares every row; so it has to be one that the lab can hold.',
      text: `npx lab verify ${quotedPath(bundle)}${given}`,
    },
  ];
}
