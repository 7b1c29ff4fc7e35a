import type { Creator } from '../../recipe/types';
import { durationText } from '../../recipe/duration';
import { shareText } from '../verdict';
import type { Dataset } from './dataset';
import { documentPaths } from './names';
import { readingText } from './reading';
import { APPLICATION } from './software';

/**
 * Text of any kind as text of Markdown in one line: what begins markup, HTML, a link or a formula is escaped (CommonMark 0.31, section 2.4: any
 * ASCII punctuation may be), and line breaks and control characters become spaces.
 */
const plainMarkdown = (text: string): string =>
  text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\\`*_[\]<>&#~|!:@$^=()]/g, (mark) => `\\${mark}`)
    .replace(/www\./gi, (host) => `${host.slice(0, 3)}\\.`);

/** Of the values of a stage, which were not observed. */
function valuesText({ rows, series, filled }: Dataset['processed'], where: string, document: string): string {
  const regular = series.filter((one) => one.regular).length;
  const { longestFilled: longest } = filled;
  const parts = [
    `${regular} of ${series.length} series have a regular grid of times.`,
    `${shareText(filled.filledRows, rows)} of the values were filled in (${filled.filledRows} of ${rows}; column \`filled\`), ${shareText(filled.missingRows, rows)} of the rows have no value.`,
  ];
  if (longest) {
    const length = durationText(longest.seconds * 1e6);
    parts.push(
      `The longest filled stretch is ${length} from ${longest.start} in ${plainMarkdown(longest.series)}.`,
    );
  }
  return `${parts.join(' ')} By series: \`${where}\` in \`${document}\`.`;
}

/** The columns of a stage's files as a table of Markdown. */
const columnsText = ({ schema }: Dataset['processed']): string =>
  ['| column | type | meaning |', '| --- | --- | --- |']
    .concat(schema.map((column) => `| ${column.name} | ${column.type} | ${column.meaning} |`))
    .join('\n');

const layoutText = ({ codec, partitioning }: Dataset['processed']): string =>
  `Parquet (${codec}), partitioned by ${partitioning.join(', ') || 'nothing'}; sorted by series and time within each file`;

/** Text of several paragraphs. */
const paragraphs = (text: string): string =>
  text
    .split(/\r?\n\s*\r?\n/)
    .map((part) => plainMarkdown(part).trim())
    .filter((part) => part !== '')
    .join('\n\n');

const creatorText = ({ name, url }: Creator): string =>
  url === undefined ? plainMarkdown(name) : `${plainMarkdown(name)} (${plainMarkdown(url)})`;

/** What is said of the data set as a publication, and which version it is; empty where nothing is. */
function publication({ about, version, previous }: Dataset): string {
  const { description, creators, licence, url, citation } = about;
  const lines = [
    ...(previous
      ? [
          `Version ${version}; the one before is version ${previous.version}, with the SHA-256 \`${previous.sha256}\` of its \`${documentPaths(previous.version).dataset}\`.`,
        ]
      : []),
    ...(creators ? [`Creators: ${creators.map(creatorText).join('; ')}`] : []),
    ...(licence === null ? [] : [`Licence: ${plainMarkdown(licence)}`]),
    ...(url === null ? [] : [`Address: ${plainMarkdown(url)}`]),
    ...(citation === null ? [] : [`To cite: ${plainMarkdown(citation)}`]),
  ];
  return [
    ...(description === null ? [] : [paragraphs(description)]),
    ...(lines.length > 0 ? [lines.map((line) => `- ${line}`).join('\n')] : []),
  ]
    .map((part) => `\n\n${part}`)
    .join('');
}

/** README.md of the bundle; `splits` and `card` as `readingText` takes them. */
export function readme(dataset: Dataset, splits: readonly string[], card: boolean): string {
  const { name, version, processed, earlierStages = [], software, about } = dataset;
  const document = documentPaths(version).dataset;
  const application = software.find(({ role }) => role === APPLICATION);
  const stages = [...earlierStages, processed];
  const several = stages.length > 1;
  const places = several
    ? stages.map(
        (of) =>
          `- \`${of.path}/\`: ${of.rows} ${of.stage} rows. ${layoutText(of)}.${of === processed ? '' : ' Do not read it together with the others.'}`,
      )
    : [`- \`${processed.path}/\`: ${layoutText(processed)}.`];
  const values = stages.map((of, index) =>
    several
      ? `${of.stage === 'clean' ? 'Cleaned' : 'Resampled'} rows: ${valuesText(of, of === processed ? 'processed.series' : `earlierStages[${index}].series`, document)}`
      : valuesText(of, 'processed.series', document),
  );
  const columns = stages.map((of) => `${several ? `\`${of.path}/\`:\n\n` : ''}${columnsText(of)}`);
  const title = plainMarkdown(about.title ?? name);
  return `# ${title}

${processed.rows} rows of ${processed.series.length} series, prepared for anomaly detection with Anomaly Data Lab ${application?.version ?? ''}.${publication(dataset)}

${places.join('\n')}
- \`data/raw/\`: the files as they came, byte for byte, where they were included.
- \`data/metadata/\`: where the data came from, each step with its parameters, counts and statistics, where each column comes from, checks (those that Great Expectations can run in \`great_expectations/\`), the anomalies, the recipe; JSON Schemas of these in \`schemas/\`.
- \`labels/\`: the labels in the formats of the Numenta Anomaly Benchmark, where there are any.
- \`nab/\`: the series and labels once more in the layout of that benchmark's corpus, where that was asked for. Its folders \`data\` and \`labels\` take the place of the benchmark's own; a file that no step changed is there byte for byte.
- \`pipeline.sql\`, \`pipeline.py\`: all steps on the files of \`data/raw/\`, for DuckDB and for Python with polars; each says in its first lines how it is run, and writes \`pipeline_output/\`.
- \`croissant.json\`: the same for machines (MLCommons Croissant).

\`recipe.sha256\` in \`${document}\` is the SHA-256 of the recipe as canonical JSON: keys sorted, no white space, UTF-8. \`about\` in it has
what was said of the data set as a publication; \`null\` stands where nothing was said.

${values.join('\n\n')}

All times are UTC. Partition columns are in the folders' names and not in the files.

${columns.join('\n\n')}

${readingText(dataset, splits, card)}

Files in \`data/processed_csv/\` keep the names of series as they are: one that begins with \`=\`, \`+\`, \`-\` or \`@\` is quoted, not changed. A
spreadsheet program may take it for a formula: import such a column as text.
`;
}
