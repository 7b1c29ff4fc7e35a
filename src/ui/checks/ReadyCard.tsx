import type { ReactElement } from 'react';
import { isReady, type ReadyItem } from '../../core/checks/ready';
import { count } from '../../core/format';
import { useReadiness } from './useChecksNow';
import './checks.css';

const signs: Record<ReadyItem['state'], { sign: string; tone: string; said: string }> = {
  holds: { sign: '✓', tone: 'good', said: 'holds' },
  lacks: { sign: '✗', tone: 'bad', said: 'lacks' },
  'not an aim': { sign: '–', tone: 'muted', said: 'not an aim' },
};

/** What a data set for research on anomalies is to be, and what of that holds. */
export function ReadyCard(): ReactElement | null {
  const items = useReadiness();
  if (!items) return null;
  const lacking = items.filter(({ state }) => state === 'lacks').length;
  const aims = items.filter(({ state }) => state !== 'not an aim').length;
  const ready = isReady(items);
  return (
    <section className={`ready ${ready ? 'is-ready' : ''}`} aria-label="Readiness">
      <h3 className={`ready-head ${ready ? 'good' : 'warn'}`}>
        {ready ? 'Ready' : 'Not ready'}
        <span className="muted regular">
          {ready ? `all ${count(aims)} hold` : `${count(aims - lacking)} of ${count(aims)} hold`}
        </span>
      </h3>
      <ul className="ready-items plain-list">
        {items.map(({ id, title, state, detail }) => {
          const { sign, tone, said } = signs[state];
          return (
            <li
              key={id}
              className="ready-item"
              data-ready={id}
              data-state={state}
              title={`${title}: ${detail}`}
            >
              <span className={`ready-sign ${tone}`} aria-label={said} role="img">
                {sign}
              </span>
              <span className="ready-title">{title}</span>
              <span className="ready-detail muted">{detail}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
