import { UNUSED } from '../../core/rule/suppress.ts';

/** The title of a fix that is not safe. Comments are no part of the record. */
export function unsafeTitle(title: string, rule: string): string {
  return rule === UNUSED ? title : `${title} (changes the record)`;
}
