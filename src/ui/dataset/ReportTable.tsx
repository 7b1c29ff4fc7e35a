import type { ReactElement, ReactNode } from 'react';

interface ReportTableProps {
  label: string;
  heads: string[];
  /** Stands in the place of a table without rows. */
  empty: string;
  /** Rows. */
  children: ReactNode[];
}

/** A short table that is read, not worked in. */
export function ReportTable({ label, heads, empty, children }: ReportTableProps): ReactElement {
  if (children.length === 0) return <p className="said">{empty}</p>;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={label}>
      <table className="plain">
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
