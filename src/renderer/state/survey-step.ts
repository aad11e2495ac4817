import { surveyStrings } from '../strings/survey.ts';
import type { Application } from './application.svelte.ts';

/** On to the next group, or back to the one before; at the end the person hears of it and stays. */
export function stepSurvey(app: Application, steps: 1 | -1): void {
  app.view.touch();
  void app.attempt(async () => {
    if (!(await app.survey.step(steps))) app.say(steps > 0 ? surveyStrings.last : surveyStrings.first);
  });
}
