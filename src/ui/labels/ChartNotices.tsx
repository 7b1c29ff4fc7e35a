import type { ReactElement } from 'react';
import { dismissRefused, useLabels } from '../../state/labels';
import { ErrorNotice } from '../components/Notice';
import './labels.css';

/** Why a change on the chart was refused, over the chart. */
export function ChartNotices(): ReactElement | null {
  const refused = useLabels((labels) => labels.refused);
  return refused ? (
    <div className="chart-notices">
      <ErrorNotice error={refused} onDismiss={dismissRefused} />
    </div>
  ) : null;
}
