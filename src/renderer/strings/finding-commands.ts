/** What the keys of finding do, for the help sheet. */
export const findingCommands = {
  removeFilter: 'Remove the last filter',
  saveFilters: 'Save the filters as a smart collection',
  similar: 'Photos like this one, and back',
};
