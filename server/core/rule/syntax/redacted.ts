import { maskKind } from '../../smtp/maskedSecret.ts';

/** True for what stands for a secret that somebody took out: `***`, `<redacted>`, `{{password}}`. */
export function isRedacted(text: string): boolean {
  return maskKind(text) !== null;
}
