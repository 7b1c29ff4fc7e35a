import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { useMemo, type ReactElement, type ReactNode } from 'react';
import { at } from '../../core/list';
import { kindOf, stepKinds } from '../../core/recipe';
import type { Step } from '../../core/recipe/types';
import { resampleNotes } from '../../core/steps/resample/notes';
import { dismissRunError, stepOfError, useRun } from '../../state/engine/runState';
import type { RunReport } from '../../state/engine/engine';
import { useUsualSteps } from '../../state/engine/usualSteps';
import { useFiles } from '../../state/ingest/files';
import { useLabelsNow } from '../../state/label/current';
import { addStep, dismissRefusal, moveStep, useRecipe } from '../../state/recipe/recipe';
import { openDialog } from '../../state/view/view';
import { IconButton } from '../kit/controls';
import { MenuButton } from '../kit/Menu';
import { ErrorNotice } from '../kit/Notice';
import { stepLabels } from './describe';
import { newStep } from './options';
import { StepCard } from './StepCard';

/** The head of the steps: the recipe as text, and a menu to add one. */
export function StepsHead(): ReactElement {
  return (
    <div className="panel-head">
      <h2 className="grow">Steps</h2>
      <IconButton
        className="small"
        icon="braces"
        label="Recipe as JSON"
        onClick={() => openDialog('recipe')}
      />
      <MenuButton
        icon="plus"
        label="Add a step"
        entries={stepKinds.map((kind) => ({
          icon: 'plus',
          label: stepLabels[kind],
          run: () => void addStep(newStep[kind]()),
        }))}
      />
    </div>
  );
}

/** What a step did in the last run; undefined where that ran another step in its place. */
function reportOf(
  step: Step,
  index: number,
  ran: readonly Step[] | undefined,
  report: RunReport | null,
): RunReport['steps'][number] | undefined {
  const before = ran?.[index];
  if (before === undefined || kindOf(before) !== kindOf(step)) return undefined;
  return report?.steps.find((one) => one.index === index && one.kind === kindOf(step));
}

/** What is known of each step before it runs: that it resamples series to another step than their own. Undefined: not known. */
function useNotes(steps: readonly Step[]): (index: number) => readonly string[] | undefined {
  const series = useFiles((files) => files.series);
  const labels = useLabelsNow();
  const isFixed = (step: Step | undefined): boolean =>
    step !== undefined && 'resample' in step && !step.off && step.resample.every !== 'source';
  const usual = useUsualSteps(steps.some(isFixed));
  const known = useMemo(
    () =>
      usual &&
      series.map(({ name, rows }) => ({
        name,
        rows,
        usual: usual.get(name) ?? null,
        labels: labels.get(name) ?? [],
      })),
    [series, labels, usual],
  );
  return (index) => (known && isFixed(steps[index]) ? resampleNotes(steps, index, known) : undefined);
}

/** The steps in their order, each with what it did. */
export function StepList(): ReactElement {
  const steps = useRecipe((state) => state.recipe.steps);
  const refused = useRecipe((state) => state.refused);
  const { report, ranRecipe, error } = useRun();
  const notesOf = useNotes(steps);
  const failedAt = stepOfError(error);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const ids = steps.map((step, index) => `${kindOf(step)}-${index}`);
  return (
    <div className="scroll">
      {error && failedAt === undefined && (
        <div className="notices">
          <ErrorNotice error={error} onDismiss={dismissRunError} />
        </div>
      )}
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        onDragEnd={({ active, over }) => {
          if (over) moveStep(ids.indexOf(String(active.id)), ids.indexOf(String(over.id)));
        }}
      >
        <SortableContext items={ids} strategy={verticalListSortingStrategy}>
          <ol className="plain-list">
            {steps.map((step, index) => (
              <StepCard
                key={ids[index]}
                id={at(ids, index)}
                step={step}
                index={index}
                last={steps.length - 1}
                report={reportOf(step, index, ranRecipe?.steps, report)}
                notes={notesOf(index)}
                error={refused?.index === index ? refused.error : failedAt === index ? error : null}
                onDismiss={refused?.index === index ? dismissRefusal : dismissRunError}
              />
            ))}
          </ol>
        </SortableContext>
      </DndContext>
      {steps.length === 0 && <p className="said">No steps: the data are not changed. Add a step with +.</p>}
    </div>
  );
}

/** The column of a series from a file: the steps. `foot`: below them. */
export function StepsPanel({ foot }: { foot?: ReactNode }): ReactElement {
  return (
    <aside className="side steps" aria-label="Steps">
      <StepsHead />
      <StepList />
      {foot}
    </aside>
  );
}
