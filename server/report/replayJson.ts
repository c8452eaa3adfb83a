import { plainEvent } from '../replay/engine/wireEvents.ts';
import { jsonText } from './jsonText.ts';
import type { ReplayFormat } from './replayFormat.ts';

/**
 * NDJSON: every event of the engine, one a line, with file and session, with the target where there
 * are several, and with round and attempt where there is more than one.
 */
export const replayJson: ReplayFormat = {
  id: 'json',
  writer: ({ places }) => ({
    begin: () => '',
    starts: () => '',
    event: (of, event, { attempt }) => {
      const { file, session } = of;
      const line = {
        file,
        session,
        ...(places.length > 1 && { target: of.place.name }),
        ...(of.rounds > 1 && { round: of.round }),
        ...(attempt > 1 && { attempt }),
        ...plainEvent(event),
        ...(event.kind === 'done' && { expected: of.expected }),
      };
      return `${jsonText(line)}\n`;
    },
    ended: () => '',
    end: () => '',
  }),
};
