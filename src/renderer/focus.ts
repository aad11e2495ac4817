import type { Focused, Pressed } from './state/shortcuts.ts';

/** What the focus is on, as far as keys are concerned. */
export function focusedKind(element: Element | null): Focused {
  if (!(element instanceof HTMLElement)) return 'other';
  if (element instanceof HTMLSelectElement) return 'select';
  if (element instanceof HTMLInputElement) return element.type === 'range' ? 'slider' : 'text';
  if (element instanceof HTMLTextAreaElement || element.isContentEditable) return 'text';
  if (element.closest('button, a[href], summary')) return 'button';
  return 'other';
}

export const pressedOf = (event: KeyboardEvent): Pressed => ({
  key: event.key,
  code: event.code,
  shiftKey: event.shiftKey,
  ctrlKey: event.ctrlKey,
  altKey: event.altKey,
  metaKey: event.metaKey,
  altGraph: event.getModifierState('AltGraph'),
  capsLock: event.getModifierState('CapsLock'),
});

const focusable =
  '[tabindex="0"], button:not(:disabled), select:not(:disabled), input:not(:disabled), summary, a[href]';

const visible = (element: HTMLElement): boolean =>
  element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });

/** Moves the focus to the next pane that is shown, to where a person would begin in it. */
export function focusPane(steps: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter(visible);
  if (panes.length === 0) return;
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[at < 0 ? 0 : (at + steps + panes.length) % panes.length];
  const starts = next ? [...next.querySelectorAll<HTMLElement>(focusable)].filter(visible) : [];
  const first = starts.find((element) => element.hasAttribute('data-start')) ?? starts[0];
  (first ?? next)?.focus();
}
