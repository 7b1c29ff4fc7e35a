import type { ReactElement } from 'react';
import { countedProblems } from '../../core/nab';
import type { LabelFileDetails } from '../../core/nab/types';
import { useFiles } from '../../state/ingest/files';
import { labelFileDetails } from '../../state/label/current';
import { count, plural } from '../../core/format';
import { baseName, utc } from '../kit/format';
import { useFetched } from '../kit/hooks';
import { jumpTo } from '../view/navigation';

interface Finding {
  head: string;
  total: number;
  items: { key: string; text: string; jump?: () => void }[];
}

const times = (head: string, { total, first }: LabelFileDetails['between']): Finding => ({
  head,
  total,
  items: first.map(({ series, time }, index) => ({
    key: `${series} ${time} ${index}`,
    text: `${baseName(series)}, ${utc(time)} UTC`,
    jump: () => jumpTo(series, time, time),
  })),
});

function findings(details: LabelFileDetails): Finding[] {
  const { between, outside, unlisted, counts, problems } = details;
  const skipped = Object.values(counts).reduce((sum, amount) => sum + amount, 0);
  return [
    {
      head: `${plural(skipped, 'entry', 'entries')} skipped`,
      total: skipped,
      items: [
        ...countedProblems(counts).map(([kind, text]) => ({ key: kind, text })),
        ...problems.map(({ path, message }) => ({ key: path, text: message })),
      ],
    },
    times(`${plural(between.total, 'label')} between two rows`, between),
    times(`${plural(outside.total, 'label')} outside the series`, outside),
    {
      head: `${count(unlisted.total)} loaded series not in this file`,
      total: unlisted.total,
      items: unlisted.first.map((name) => ({ key: name, text: name })),
    },
  ].filter(({ total }) => total > 0);
}

/** Labels of a file that match no row, entries that were skipped, and series without an entry: each counted, the first of them listed. */
export function LabelFileFindings({ file }: { file: string }): ReactElement {
  const version = useFiles((files) => files.version);
  const loaded = useFiles((files) => files.labelFiles.some((one) => one.file === file));
  const { data } = useFetched(loaded ? `${file} ${version}` : null, (signal) =>
    labelFileDetails(file, signal),
  );
  return (
    <>
      {(data ? findings(data) : []).map(({ head, items }) => (
        <details key={head}>
          <summary>{head}</summary>
          <ul tabIndex={0} aria-label={`${head} in ${file}`}>
            {items.map(({ key, text, jump }) => (
              <li key={key}>
                {jump ? (
                  <button type="button" className="link" onClick={jump}>
                    {text}
                  </button>
                ) : (
                  text
                )}
              </li>
            ))}
          </ul>
        </details>
      ))}
    </>
  );
}
