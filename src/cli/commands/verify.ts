/** `lab verify`: a bundle checked and replayed. */
import { version } from '../../../package.json';
import { bytes as sizeText, plural } from '../../core/format';
import { fileNamed } from '../../core/recipe/fileNamed';
import { fileNames, filesOf } from '../../core/recipe/series';
import type { Finding, VerifyReport } from '../../core/verify/types';
import { handlers } from '../../engine/worker/handlers';
import type { NamedFile } from '../../engine/protocol';
import { parsed, single } from '../args';
import { bundleAt, previousVersion } from '../bundle';
import { PathFile } from '../node/pathFile';
import { filesBelow, type DiskFile } from '../node/walk';
import { exit, type Outcome } from '../outcome';
import { openSession, type CommandContext } from '../session';
import { recipeIn } from '../sources';

const options = { input: { type: 'string' }, previous: { type: 'string' } } as const;

export async function verify(args: readonly string[], context: CommandContext): Promise<Outcome> {
  const { values, positionals } = parsed(args, options);
  const path = single(positionals, 'a bundle');
  const bundle = await bundleAt(path);
  const raw = values.input === undefined ? [] : await rawOf(bundle, await filesBelow(values.input));
  const previous = values.previous === undefined ? undefined : await previousVersion(values.previous);
  const session = await openSession(context);
  const report = await handlers.verifyBundle(
    { bundle, raw, version, ...(previous ? { previous } : {}) },
    session,
  );
  return {
    code: report.verdict === 'same' ? exit.fine : exit.fails,
    json: { bundle: path, ...report },
    text: told(path, report),
  };
}

/** The files of the bundle's recipe that lie in a folder. */
async function rawOf(
  bundle: Parameters<typeof recipeIn>[0],
  files: readonly DiskFile[],
): Promise<NamedFile[]> {
  const recipe = await recipeIn(bundle);
  const raw: NamedFile[] = [];
  for (const name of recipe ? filesOf(recipe).flatMap(fileNames) : []) {
    const found = fileNamed(name, files);
    if (found) raw.push({ name, file: await PathFile.open(found.path, name) });
  }
  return raw;
}

const verdicts = {
  same: {
    'byte for byte': 'same: every hash and document holds, and the replay gives the same bytes.',
    'row by row':
      'same: every hash holds, and the replay gives the same rows and documents, numbers to 1e-9; its bytes are others.',
  },
  different: 'different: the bundle is not what it says.',
  unproven: 'unproven: no error was found, and yet not all could be checked.',
};

const verdictText = ({ verdict, comparison }: VerifyReport): string =>
  verdict === 'same' ? verdicts.same[comparison] : verdicts[verdict];

const line = ({ severity, code, message }: Finding): string => `  ${severity} ${code}: ${message}`;

function told(path: string, report: VerifyReport): string {
  const { findings, more, files, bytes, documents, replayed } = report;
  const made = replayed
    ? `; ${plural(replayed.rows, 'row')} in ${plural(replayed.files, 'file')} made again`
    : '; nothing was made again';
  return [
    `${path}: ${verdictText(report)}`,
    `${plural(files, 'file')}, ${sizeText(bytes)}, hashed; ${plural(documents, 'document')} held to its schema${made}`.replace(
      'documents held to its schema',
      'documents held to their schemas',
    ),
    ...findings.map(line),
    ...(more > 0 ? [`  and ${plural(more, 'finding')} more`] : []),
  ].join('\n');
}
