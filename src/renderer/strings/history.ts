/** What the history list says. */
export const historyStrings = {
  title: 'History',
  open: 'History',
  list: 'What was decided, the latest first',
  loading: 'Reading the history',
  nothing: 'Nothing has been decided yet.',
  start: 'Before the first decision',
  undone: 'undone',
  current: 'now',
  more: 'Show earlier ones',
  hint: 'Choose a line to go back, or forward, to the state after it. Nothing is lost on the way.',
  sidecar: 'From sidecars: stays',
};

const time = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
export const historyTime = (at: number): string => time.format(at);
