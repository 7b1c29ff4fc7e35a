import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { start } from './state/start';
import { App } from './ui/shell/App';
import './ui/styles/base.css';
import './ui/styles/layout.css';
import './ui/styles/controls.css';
import './ui/styles/panels.css';
import './ui/synth/synth.css';
import './ui/synth/anomalies.css';

const root = document.getElementById('root');
if (!root) throw new Error('expected an element #root in index.html');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
start();
