import { BUILT_IN_VARIABLES, builtInMeaning } from '../transcript/builtInVariables.ts';
import { variablesOf } from '../transcript/variablesOf.ts';
import type { Completion, Typing } from './typing.ts';
import { lastWord } from './typing.ts';

const OPENED = /\{\{[ \t]{0,20}([\w.-]{0,60})$/;
const CLOSE = 0x7d;

/** Names that may stand at the cursor, behind `{{`; undefined where none is being typed. */
export function completeVariable(typing: Typing): Completion[] | undefined {
  const word = OPENED.exec(typing.text)?.[1];
  if (word === undefined) return undefined;
  const { chunk, cursor } = typing;
  const closed = chunk.octets[cursor] === CLOSE && chunk.octets[cursor + 1] === CLOSE;
  const own = chunk.sessions.flatMap(session => [...variablesOf(chunk, session).keys()]);
  const names = new Set([...own, ...BUILT_IN_VARIABLES]);
  return Array.from(names, (name, rank) => {
    const meaning = builtInMeaning(name);
    return {
      kind: 'variable',
      label: name,
      insert: closed ? name : `${name}}}`,
      at: lastWord(typing, word.length),
      detail: meaning === undefined ? 'named in this session' : 'built in',
      ...(meaning !== undefined && { about: meaning }),
      rank,
    };
  });
}
