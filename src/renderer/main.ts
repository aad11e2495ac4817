import { mount } from 'svelte';
import { connect } from './api.ts';
import App from './App.svelte';
import { Application } from './state/application.svelte.ts';
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

const target = document.getElementById('app');
if (target) {
  const soon = (run: () => void) => void requestAnimationFrame(run);
  const app = new Application(connect(), storage(), soon);
  mount(App, { target, props: { app } });
  void app.start();
}
