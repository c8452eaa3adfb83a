import { readFileSync, readdirSync } from 'node:fs';
import { readSession } from './readSession.ts';
import type { Session } from './session.ts';

const HERE = new URL('sessions/', import.meta.url);
const CORPUS = new URL('../corpus/clean/', import.meta.url);

/** The sessions that were written for this: each shows one extension or shape. */
export const OWN: readonly Session[] = sessionsIn(HERE);

/** And those of the corpus of clean sessions that are whole. */
export const CLEAN: readonly Session[] = [...OWN, ...sessionsIn(CORPUS)];

function sessionsIn(folder: URL): Session[] {
  return readdirSync(folder)
    .filter(name => name.endsWith('.smtp'))
    .sort()
    .flatMap(name => readSession(name, readFileSync(new URL(name, folder), 'utf8')) ?? []);
}
