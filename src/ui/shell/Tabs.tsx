import { Tabs as T } from 'radix-ui';
import type { ReactElement } from 'react';
import { count } from '../../core/format';
import { useFiles } from '../../state/ingest/files';
import { useLabelsOf } from '../../state/label/current';
import { setTab, useView, type Tab } from '../../state/view/view';
import type { Theme } from '../charts';
import { CompareTab } from '../compare/CompareTab';
import { tabLabel, tabNames } from './commands';
import { AgreementTab } from '../label/AgreementTab';
import { NabTab } from '../nab/NabTab';
import { SuggestionsTab } from '../detect/SuggestionsTab';
import { LabelsTab } from '../label/LabelsTab';
import { ChecksTab } from '../checks/ChecksTab';
import { LineageTab } from '../dataset/LineageTab';
import { DistributionTab } from '../view/DistributionTab';
import { RejectsTab } from '../view/RejectsTab';
import { TableTab } from '../view/TableTab';
import { SqlTab } from '../query/SqlTab';

function show(name: string): void {
  const tab = tabNames.find((one) => one === name);
  if (tab) setTab(tab);
}

/** The tabs below the chart. */
export function Tabs({ series, theme }: { series: string; theme: Theme }): ReactElement {
  const tab = useView((view) => view.tab);
  const rejected = useFiles((files) => files.rejected);
  const labels = useLabelsOf(series).length;
  const amount: Partial<Record<Tab, number>> = { labels, rejects: rejected };
  const bodies: Record<Tab, ReactElement> = {
    distribution: <DistributionTab series={series} theme={theme} />,
    compare: <CompareTab series={series} theme={theme} />,
    labels: <LabelsTab series={series} />,
    table: <TableTab key={series} series={series} />,
    checks: <ChecksTab />,
    rejects: <RejectsTab />,
    lineage: <LineageTab />,
    sql: <SqlTab />,
    nab: <NabTab series={series} />,
    suggestions: <SuggestionsTab key={series} series={series} />,
    agreement: <AgreementTab series={series} />,
  };
  return (
    <T.Root className="tabs" value={tab} onValueChange={show}>
      <T.List className="tab-list" aria-label="About the data">
        {tabNames.map((name) => (
          <T.Trigger key={name} value={name} className="tab">
            {tabLabel(name)} {amount[name] ? count(amount[name]) : ''}
          </T.Trigger>
        ))}
      </T.List>
      {tabNames.map((name) => (
        <T.Content key={name} value={name} className="tab-body">
          {bodies[name]}
        </T.Content>
      ))}
    </T.Root>
  );
}
