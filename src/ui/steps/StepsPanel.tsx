import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { DropdownMenu as M } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { kindOf, stepDefaults, stepKinds } from '../../core/recipe';
import type { Step } from '../../core/recipe/types';
import { addStep, dismissRefusal, moveStep, useRecipe } from '../../state/recipe/recipe';
import { dismissRunError, stepOfError, useRun } from '../../state/engine/runState';
import { openDialog } from '../../state/view/view';
import { IconButton } from '../kit/controls';
import { Icon } from '../kit/Icon';
import { ErrorNotice } from '../kit/Notice';
import { stepLabels } from './labels';

import { StepCard } from './StepCard';

/** The head of the steps: their recipe as text, and a menu to add one. */
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
      <M.Root>
        <M.Trigger asChild>
          <IconButton className="small" icon="plus" label="Add a step" />
        </M.Trigger>
        <M.Portal>
          <M.Content className="menu" align="end">
            {stepKinds.map((kind) => (
              <M.Item
                key={kind}
                className="menu-item"
                onSelect={() => addStep({ [kind]: structuredClone(stepDefaults[kind]) } as unknown as Step)}
              >
                <Icon name="plus" /> {stepLabels[kind]}
              </M.Item>
            ))}
          </M.Content>
        </M.Portal>
      </M.Root>
    </div>
  );
}

/** The steps in their order, each with what it did. */
export function StepList(): ReactElement {
  const steps = useRecipe((state) => state.recipe.steps);
  const refused = useRecipe((state) => state.refused);
  const { report, ranRecipe, error } = useRun();
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
                id={ids[index] ?? ''}
                step={step}
                index={index}
                last={steps.length - 1}
                report={
                  ranRecipe && kindOf(ranRecipe.steps[index] ?? step) === kindOf(step)
                    ? report?.steps.find((one) => one.index === index && one.kind === kindOf(step))
                    : undefined
                }
                error={refused?.index === index ? refused.error : failedAt === index ? error : null}
                onDismiss={refused?.index === index ? dismissRefusal : dismissRunError}
              />
            ))}
          </ol>
        </SortableContext>
      </DndContext>
      {steps.length === 0 && <p className="said">No steps: the data stay as they are. Add one with +.</p>}
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
