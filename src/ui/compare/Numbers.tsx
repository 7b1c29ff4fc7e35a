import type { ReactElement } from 'react';
import type { CompareReport } from '../../core/compare/types';
import { captions, figures, momentRows, sampled } from './numbers';

/** Each statistic with how to read it, the moments of both sides, and the rows that they come from. */
export function Numbers({ report }: { report: CompareReport }): ReactElement {
  return (
    <div className="compare-numbers" tabIndex={0} role="region" aria-label="Statistics">
      {figures(report).map(({ label, value, detail, reading }) => (
        <section key={label} className="figure" aria-label={label}>
          <div className="figure-head">
            <h3>{label}</h3>
            {detail && <span className="muted">{detail}</span>}
            <output className="figure-value">{value}</output>
          </div>
          <p className="reading">{reading}</p>
        </section>
      ))}
      <section className="figure" aria-label="Moments">
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">Moments</th>
              <th scope="col" className="num">
                reference
              </th>
              <th scope="col" className="num">
                other
              </th>
            </tr>
          </thead>
          <tbody>
            {momentRows(report).map(([label, reference, other]) => (
              <tr key={label}>
                <td className="muted">{label}</td>
                <td className="num">{reference}</td>
                <td className="num">{other}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {captions.moments(report).map((sentence) => (
          <p key={sentence} className="reading">
            {sentence}
          </p>
        ))}
      </section>
      <section className="figure" aria-label="Rows">
        {sampled(report).map((sentence) => (
          <p key={sentence} className="reading">
            {sentence}
          </p>
        ))}
      </section>
    </div>
  );
}
