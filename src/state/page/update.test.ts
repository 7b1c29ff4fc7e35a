import { beforeEach, expect, test, vi } from 'vitest';
import type { Registration, Version } from './update';

class FakeVersion extends EventTarget implements Version {
  state = 'installing';
  constructor(readonly messages: unknown[]) {
    super();
  }
  postMessage(message: unknown): void {
    this.messages.push(message);
  }
}

class FakeRegistration extends EventTarget implements Registration {
  installing: FakeVersion | null = null;
  waiting: FakeVersion | null = null;
  update = (): Promise<void> => Promise.resolve();
}

/** A worker, a registration and a container as a browser has them, moved by hand. */
function fakeBrowser(controlled: boolean) {
  const messages: unknown[] = [];
  const registration = new FakeRegistration();
  const container = Object.assign(new EventTarget(), {
    controller: controlled ? new FakeVersion(messages) : null,
    register: () => Promise.resolve(registration),
  });
  return {
    container,
    registration,
    messages,
    /** A worker is found and installed; it waits where another one is active. */
    install(waits: boolean): void {
      const found = new FakeVersion(messages);
      registration.installing = found;
      registration.dispatchEvent(new Event('updatefound'));
      registration.installing = null;
      registration.waiting = waits ? found : null;
      found.state = 'installed';
      found.dispatchEvent(new Event('statechange'));
    },
    takeOver(): void {
      registration.waiting = null;
      container.dispatchEvent(new Event('controllerchange'));
    },
  };
}

const load = () => import('./update');
let update: Awaited<ReturnType<typeof load>>;
beforeEach(async () => {
  vi.resetModules();
  vi.useFakeTimers();
  update = await load();
});
const state = (): string => update.useUpdate.getState().state;

test('the first version is no update: it takes the page over, and nothing is offered or loaded anew', async () => {
  const reload = vi.fn<() => void>();
  const browser = fakeBrowser(false);
  await update.followUpdates(browser.container, './sw.js', reload);
  browser.install(false);
  browser.takeOver();
  expect([state(), reload.mock.calls.length]).toEqual(['none', 0]);
});

test('a new version is offered and not taken until the person accepts, also in the page of the first visit', async () => {
  for (const controlled of [true, false]) {
    vi.resetModules();
    update = await load();
    const reload = vi.fn<() => void>();
    const browser = fakeBrowser(controlled);
    await update.followUpdates(browser.container, './sw.js', reload);
    if (!controlled) browser.takeOver();
    browser.install(true);
    expect([state(), reload.mock.calls.length, browser.messages.length]).toEqual(['ready', 0, 0]);
    update.takeUpdate(reload);
    expect(browser.messages).toEqual([{ type: 'SKIP_WAITING' }]);
    expect(reload).not.toHaveBeenCalled();
    browser.takeOver();
    expect(reload).toHaveBeenCalledTimes(1);
  }
});

test('a version that waits since an earlier visit is offered at once', async () => {
  const browser = fakeBrowser(true);
  browser.registration.waiting = browser.container.controller;
  await update.followUpdates(browser.container, './sw.js', vi.fn<() => void>());
  expect(state()).toBe('ready');
});

test('a version that another tab takes does not reload this one: it says so, and reloads when asked', async () => {
  const reload = vi.fn<() => void>();
  const browser = fakeBrowser(true);
  await update.followUpdates(browser.container, './sw.js', reload);
  browser.install(true);
  browser.takeOver();
  expect([state(), reload.mock.calls.length]).toEqual(['taken', 0]);
  update.takeUpdate(reload);
  expect(reload).toHaveBeenCalledTimes(1);
});
