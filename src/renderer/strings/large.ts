import { exposureOf, type Metadata } from '../../shared/metadata.ts';

/** What the views say that show one photo or a few of them large. */

const whole = (value: number): string => String(Math.round(value * 100));

export const largeStrings = {
  zoom: {
    label: 'Zoom',
    fit: 'Fit',
    factor: (factor: number) => `${whole(factor)} %`,
    toggle: 'The whole photo or its own pixels',
  },

  histogram: {
    label: (picture: string) => `Histogram of ${picture}`,
    raw: 'the camera’s JPEG',
    other: 'this photo',
    rawNote: 'Camera’s JPEG, not the RAW',
    spoken: (dark: number, bright: number) =>
      `${percent(dark)} of it black, ${percent(bright)} without detail in a channel`,
  },

  marks: {
    clipping: 'Clipped lights and shadows',
    clippingOn: 'Clipped: red lights, blue shadows, as shown',
    focus: 'What is in focus',
    focusFit: (percentShown: string) =>
      `In focus, as shown at ${percentShown}: small blur cannot be seen below 100 %`,
    focusFull: 'In focus, at the photo’s own pixels',
    focusProvisional: 'In focus, as far as this smaller picture shows',
  },

  map: { beyondFit: 'The map is shown with the whole photo.' },

  info: {
    label: 'About this photo',
    exposure: (metadata: Metadata) => exposureOf(metadata),
    nothing: 'The file says nothing of how it was taken.',
    toggle: 'Exposure and histogram',
  },

  filmstrip: {
    label: 'Filmstrip',
    toggle: 'Filmstrip',
  },

  compare: {
    label: 'Compare',
    active: 'Active',
    activeChampion: 'Champion, active',
    activeChallenger: 'Challenger, active',
    champion: 'Champion',
    challenger: 'Challenger',
    frame: (name: string, role: string, place: number, all: number) =>
      `${name}${role && `, ${role.toLowerCase()}`}, frame ${String(place)} of ${String(all)}`,
    announced: (name: string, role: string) => `${role}: ${name}. Keys decide about this photo.`,
    toggleChampion: 'Champion and challengers',
    swap: 'The challenger becomes champion',
    link: 'Zoom together',
    unlink: 'Zoom each by itself',
    nothing: 'Comparing takes two photos.',
    keys: (name: string) => `Keys decide about ${name}`,
  },

  screen: {
    open: 'Second screen',
    label: 'Second screen',
    waiting: 'Choose a photo in the other window.',
    blocked: 'The browser did not let a second window open: allow it for this page, and try again.',
    place: (caption: string, name: string) => [name, caption].filter(Boolean).join(', '),
  },

  previews: {
    title: 'Previews',
    limit: 'Keep up to',
    gigabytes: (value: number) => `${String(value)} GB`,
    place: 'Kept in',
    own: 'Beside the catalogue',
    choose: 'Choose a folder',
    back: 'Beside the catalogue again',
    note: 'Pictures as large as the screen, so that photos open at once. The oldest go first, and all can be made again.',
  },

  commands: {
    zoom: 'Look at its own pixels, or at all of it',
    space: 'Open the photo, or look at its own pixels',
    compare: 'Compare two to four photos',
    champion: 'Champion and challengers, or side by side',
    swap: 'The challenger becomes champion',
    link: 'Zoom the compared together, or each by itself',
    clipping: 'Mark clipped lights and shadows',
    focus: 'Mark what is in focus',
    info: 'Exposure, histogram, or neither',
    filmstrip: 'Filmstrip',
    secondScreen: 'Second screen',
  },
} as const;

const percentFormat = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
const percent = (share: number): string => percentFormat.format(share);
