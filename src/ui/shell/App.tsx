import { lazy, Suspense, useEffect, useLayoutEffect, useState, type ReactElement } from 'react';
import { useFiles } from '../../state/ingest/files';
import { useSession } from '../../state/page/page';
import { useView } from '../../state/view/view';
import { Centre } from '../view/Centre';
import { Footer } from './Footer';
import { Header } from './Header';
import { OtherTab } from './OtherTab';
import { takeDrop } from '../ingest/files';
import { runKey } from './commands';
import { useThemeInUse } from '../kit/hooks';
import { applyTheme } from '../styles/palette';
import { usePastedRecipes } from '../recipe/Paused';
import { SeriesPanel } from '../series/SeriesPanel';
import { Panel } from './Panel';

const loadDialogs = () => import('./Dialogs');
const Dialogs = lazy(loadDialogs);

/** Whether something is being dragged over the page; a drop anywhere takes files in. */
function useDrop(): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const control = new AbortController();
    const { signal } = control;
    const isFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    let gone: ReturnType<typeof setTimeout> | undefined;
    // Browsers report a drag several times a second; without a report it has left the page, even without `dragleave`.
    for (const type of ['dragenter', 'dragover'] as const) {
      addEventListener(
        type,
        (event) => {
          if (!isFiles(event)) return;
          event.preventDefault();
          setOver(true);
          clearTimeout(gone);
          gone = setTimeout(() => setOver(false), 1500);
        },
        { signal },
      );
    }
    addEventListener('dragleave', (event) => event.relatedTarget === null && setOver(false), { signal });
    addEventListener(
      'drop',
      (event) => {
        setOver(false);
        if (!event.dataTransfer || !isFiles(event)) return;
        event.preventDefault();
        void takeDrop(event.dataTransfer);
      },
      { signal },
    );
    return () => control.abort();
  }, []);
  return over;
}

export function App(): ReactElement {
  const theme = useThemeInUse();
  const over = useDrop();
  const dialog = useView((view) => view.dialog);
  const asks = useFiles((files) => files.questions.length > 0);
  const incoming = useSession((session) => session.incoming !== null);
  // A change made before the last session is there would be lost with it.
  const reading = useSession(({ restoring }) => restoring !== null && restoring.series === null);
  const elsewhere = useSession(({ tab }) => tab === 'elsewhere' || tab === 'lost');
  const ready = useSession((session) => session.engine === 'ready');
  useLayoutEffect(() => applyTheme(theme), [theme]);
  usePastedRecipes();
  useEffect(() => {
    addEventListener('keydown', runKey);
    return () => removeEventListener('keydown', runKey);
  }, []);
  useEffect(() => {
    if (ready) void loadDialogs();
  }, [ready]);
  if (elsewhere) return <OtherTab />;
  return (
    <div className="app" inert={reading}>
      <Header />
      <SeriesPanel />
      <Centre theme={theme} />
      <Panel />
      <Footer />
      {over && <div className="drop-overlay">Drop files or folders anywhere</div>}
      {(dialog !== null || asks || incoming) && (
        <Suspense>
          <Dialogs />
        </Suspense>
      )}
    </div>
  );
}
