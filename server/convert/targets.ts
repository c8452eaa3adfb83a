import { curlTarget } from './curl.ts';
import { emlTarget } from './eml.ts';
import { eximTarget } from './exim.ts';
import { mermaidTarget } from './mermaid.ts';
import { nodemailerTarget } from './nodemailer.ts';
import { smtpTarget } from './smtp.ts';
import { smtplibTarget } from './smtplib.ts';
import { swaksTarget } from './swaks.ts';
import type { Target } from './target.ts';

/** All targets, in the order in which they are offered. */
export const TARGETS: readonly Target[] = [
  smtpTarget,
  swaksTarget,
  curlTarget,
  smtplibTarget,
  nodemailerTarget,
  eximTarget,
  mermaidTarget,
  emlTarget,
];

/** The target with this id. */
export function targetOf(id: string): Target | undefined {
  return TARGETS.find(target => target.id === id);
}
