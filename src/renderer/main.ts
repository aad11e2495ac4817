import { mount } from 'svelte';
import { connect } from './api.ts';
import App from './App.svelte';
import { Application } from './state/application.svelte.ts';
import ScreenWindow from './large/ScreenWindow.svelte';
import { screenOf, type Pages } from './state/second-screen.svelte.ts';
import './styles/tokens.css';
import './styles/base.css';

/** Storage may be forbidden by the browser's settings; then reading it throws. */
function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** A tab that was loaded again is still the same window to its second screen. */
const pages: Pages = {
  recall: () => recalled('window'),
  remember: (name) => {
    try {
      sessionStorage.setItem('window', name);
    } catch {
      // Forbidden: after a reload the second screen has to be opened anew.
    }
  },
  open: (address, name) => window.open(address, name),
};

function recalled(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

const target = document.getElementById('app');
const screen = screenOf(location.hash);
if (target && screen !== null) {
  mount(ScreenWindow, { target, props: { api: connect(), of: screen } });
} else if (target) {
  const soon = (run: () => void) => void requestAnimationFrame(run);
  const app = new Application(connect(), storage(), soon, pages);
  mount(App, { target, props: { app } });
  void app.start();
}
