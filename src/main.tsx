import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
// Sizes, elements and the kit come first, so that the style sheets of features, each beside its components, may refine them.
import './ui/styles/tokens.css';
import './ui/styles/base.css';
import './ui/kit/controls.css';
import './ui/kit/overlays.css';
import './ui/kit/notices.css';
import './ui/kit/tables.css';
import './ui/charts/charts.css';
import './ui/steps/steps.css';
import './ui/series/series.css';
import './ui/view/view.css';
import './ui/query/query.css';
import './ui/synth/synth.css';
import './ui/synth/anomalies/anomalies.css';
import './ui/shell/shell.css';
import { start } from './state/start';
import { App } from './ui/shell/App';

const root = document.getElementById('root');
if (!root) throw new Error('expected an element #root in index.html');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
void start();
