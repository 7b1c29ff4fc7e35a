import { Tabs as T } from 'radix-ui';
import { useMemo, type ReactElement, type ReactNode } from 'react';
import { count } from '../../core/format';
import { nameOf } from '../../core/recipe/series';
import { sourceOf, useGenerated } from '../../state/synth/generated';
import { usePreview } from '../../state/synth/preview';
import { useRecipe } from '../../state/recipe/recipe';
import { useView } from '../../state/view/view';
import { ProblemScope } from '../kit/form/problems';
import { useFrameLater } from '../kit/hooks';
import { ErrorNotice } from '../kit/Notice';
import { StepList, StepsHead, StepsPanel } from '../steps/StepsPanel';
import { injectInto } from '../synth/actions';
import { AnomaliesTab } from '../synth/anomalies/AnomaliesTab';
import { SignalTab } from '../synth/signal/SignalTab';
import { Making } from '../synth/Making';
import { panelTabs, setPanelTab, usePanel, type PanelTab } from '../synth/panel';

const labels: Record<PanelTab, string> = { signal: 'Signal', anomalies: 'Anomalies', steps: 'Steps' };

function showTab(name: string): void {
  const tab = panelTabs.find((one) => one === name);
  if (tab) setPanelTab(tab);
}

function GeneratedPanel({ series, source }: { series: string; source: string }): ReactElement {
  const tab = usePanel((panel) => panel.tab);
  const error = useGenerated((state) => state.errors[source]);
  const previewError = usePreview((state) => state.error);
  const injections = useRecipe(
    (state) => state.recipe.injections.filter((one) => one.series === series).length,
  );
  const outside = useMemo(
    () => [error, previewError].filter((one) => one !== undefined && one !== null),
    [error, previewError],
  );
  const bodies: Record<PanelTab, ReactNode> = {
    signal: (
      <div className="scroll">
        <SignalTab name={source} />
      </div>
    ),
    anomalies: <AnomaliesTab key={series} series={series} />,
    steps: (
      <>
        <StepsHead />
        <StepList />
      </>
    ),
  };
  return (
    <aside className="side steps generated" aria-label="Series and steps">
      <T.Root className="panel-tabs" value={tab} onValueChange={showTab}>
        <T.List className="segments" aria-label="About the chosen series">
          {panelTabs.map((name) => (
            <T.Trigger key={name} value={name} className="segment">
              {labels[name]}
              {name === 'anomalies' && injections > 0 && <span className="muted">{count(injections)}</span>}
            </T.Trigger>
          ))}
        </T.List>
        <Making />
        <ProblemScope outside={outside}>
          {error && (
            <div className="notices">
              <ErrorNotice error={error} />
            </div>
          )}
          {panelTabs.map((name) => (
            <T.Content key={name} value={name} className="panel-tab">
              {bodies[name]}
            </T.Content>
          ))}
        </ProblemScope>
      </T.Root>
    </aside>
  );
}

/** The panel of a generated series, one frame after it was asked for. */
function LaterPanel({ index, ...about }: { series: string; source: string; index: number }): ReactElement {
  return useFrameLater() ? (
    <GeneratedPanel key={index} {...about} />
  ) : (
    <aside className="side steps generated" aria-label="Series and steps" />
  );
}

/** The right-hand column: the steps, and for a generated series what it is made of and what is injected into it. */
export function Panel(): ReactElement {
  const chosen = useView((view) => view.chosen);
  const recipe = useRecipe((state) => state.recipe);
  const source = chosen === null ? undefined : sourceOf(recipe, chosen);
  if (chosen !== null && source) {
    const index = recipe.generated.indexOf(source);
    return <LaterPanel series={chosen} source={nameOf(source)} index={index} />;
  }
  return (
    <StepsPanel
      foot={
        chosen !== null && (
          <button type="button" className="button quiet inject" onClick={() => injectInto(chosen)}>
            Inject anomalies…
          </button>
        )
      }
    />
  );
}
