import type { VitePWAOptions } from 'vite-plugin-pwa';

/**
 * The service worker and the web manifest: every file of the build is kept at the first visit, and the page then comes from what is kept. A new
 * build waits until the person takes it (src/state/page/update.ts). Nothing else is intercepted or kept.
 */
export const serviceWorker: Partial<VitePWAOptions> = {
  registerType: 'prompt',
  // The page registers it once its engine runs.
  injectRegister: false,
  manifest: {
    id: './',
    name: 'Anomaly Data Lab',
    short_name: 'Data Lab',
    description: 'Prepare time series for anomaly detection in the browser. Nothing is uploaded.',
    display: 'standalone',
    start_url: './',
    scope: './',
    theme_color: '#1f5fd0',
    background_color: '#ffffff',
    icons: [
      { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
      { src: 'icon-maskable.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'maskable' },
    ],
  },
  workbox: {
    globPatterns: ['**/*.{html,js,css,wasm,svg,json,txt,csv}'],
    // DuckDB has 34 MB. A file above this ends the build: without it the lab would not start where there is no network.
    maximumFileSizeToCacheInBytes: 64_000_000,
    inlineWorkboxRuntime: true,
    // A first visit is served from what is kept as soon as that is complete, so the network may go at once.
    clientsClaim: true,
    cleanupOutdatedCaches: true,
    // The page alone, whatever its query: any other address is a file.
    navigateFallback: 'index.html',
    navigateFallbackAllowlist: [/\/(\?.*)?$/],
  },
};
