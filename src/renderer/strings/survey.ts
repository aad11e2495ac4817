/** All frames of a group at once. */
export const surveyStrings = {
  label: 'Survey',
  nothing: 'No group follows here. Select several photos to see them at once.',
  last: 'That was the last group.',
  first: 'That is the first group.',
  place: (place: number, all: number) => `${String(place)} of ${String(all)}`,
  frames: (value: number, kind: string) =>
    kind ? `${kind} of ${String(value)}` : `${String(value)} selected`,
  kinds: {
    burst: 'Burst',
    duplicates: 'Near-duplicates',
    bracket: 'Exposure bracket',
    stack: 'Focus stack',
    panorama: 'Panorama',
  },
  unranked: 'In the order they were taken: not compared yet',
  ranked: 'Best first',
  keepOne: 'Pick, reject the undecided others, next group',
  keepToo: 'Pick, leave the others, next group',
  previous: 'Group before',
  next: 'Next group',

  commands: {
    survey: 'All frames of a burst, or of the selection, at once',
    keepOne: 'In the survey: pick it, reject its undecided siblings, next group',
    keepToo: 'In the survey: pick it, leave its siblings, next group',
  },
};
