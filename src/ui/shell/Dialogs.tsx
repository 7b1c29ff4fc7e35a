import type { ReactElement } from 'react';
import { useFiles } from '../../state/ingest/files';
import { useSession } from '../../state/page/page';
import { useView } from '../../state/view/view';
import { LabelEntriesDialog } from '../label/LabelEntriesDialog';
import { SourcesPanel } from '../sources/SourcesPanel';
import { AboutDataDialog } from '../dataset/AboutData';
import { ExportDialog } from '../dataset/ExportDialog';
import { VersionsDialog } from '../versions/VersionsDialog';
import { ImportDialog } from '../ingest/ImportDialog';
import { SparkDialog } from '../spark/SparkDialog';
import { VerifyDialog } from '../verify/VerifyDialog';
import { AboutDialog } from './AboutDialog';
import { KeysDialog, PaletteDialog } from './PaletteDialog';
import { IncomingDialog } from '../recipe/IncomingDialog';
import { RecipeDialog, StorageDialog } from '../recipe/RecipeDialog';

/** The open dialog: questions that must be answered come first. */
export default function Dialogs(): ReactElement | null {
  const question = useFiles((files) => files.questions[0]);
  const incoming = useSession((session) => session.incoming);
  const dialog = useView((view) => view.dialog);
  if (incoming) return <IncomingDialog incoming={incoming} />;
  if (question?.inspection.kind === 'labels')
    return <LabelEntriesDialog key={question.inspection.name} question={question} />;
  if (question) return <ImportDialog key={question.inspection.name} question={question} />;
  switch (dialog) {
    case 'export':
      return <ExportDialog />;
    case 'publication':
      return <AboutDataDialog />;
    case 'verify':
      return <VerifyDialog />;
    case 'spark':
      return <SparkDialog />;
    case 'palette':
      return <PaletteDialog />;
    case 'keys':
      return <KeysDialog />;
    case 'recipe':
      return <RecipeDialog />;
    case 'storage':
      return <StorageDialog />;
    case 'sources':
      return <SourcesPanel />;
    case 'versions':
      return <VersionsDialog />;
    case 'about':
      return <AboutDialog />;
    default:
      return null;
  }
}
