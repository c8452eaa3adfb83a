import { withoutIcons } from '../words.ts';
import { isProduction, isReceiver, placeOf } from './environmentChoice.ts';
import type { EnvironmentChoice } from './environmentChoice.ts';

/** What the status bar says about an environment; `tooltip` is also what a screen reader says. */
export interface StatusText {
  readonly text: string;
  readonly tooltip: string;
  readonly isProduction: boolean;
}

/** The current environment for the status bar; colour alone must not be what warns. */
export function statusText(choice: EnvironmentChoice): StatusText {
  const production = isProduction(choice);
  const icon = production
    ? 'warning'
    : isReceiver(choice)
      ? 'server-process'
      : 'server-environment';
  const name = withoutIcons(choice.name);
  const place = isReceiver(choice) ? 'to the embedded receiver on this machine' : placeOf(choice);
  const to = isReceiver(choice) ? place : `to ${place}`;
  const said =
    choice.environment === null ? `SMTP replays go ${to}` : `${name}: SMTP replays go ${to}`;
  const warning = production ? 'PRODUCTION. Real mail is delivered there. ' : '';
  return {
    text: production ? `$(${icon}) ${name} (production)` : `$(${icon}) ${name}`,
    tooltip: `${warning}${said}. Select to choose another environment.`,
    isProduction: production,
  };
}
