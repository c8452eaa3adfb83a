import { isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where a file is for whoever reads the report: relative to the folder, or absolute outside it. */
export interface ArtifactUri {
  readonly uri: string;
  readonly isRelative: boolean;
}

/**
 * The file as a URI (RFC 3986), every octet that is not harmless percent-encoded; with `/` on every
 * system. Standard input is no file and has a relative name of its own.
 */
export function artifactUriOf(file: string, folder: string): ArtifactUri {
  const path = pathWithin(file, folder);
  if (path === undefined) {
    return { uri: pathToFileURL(resolve(folder, file)).href, isRelative: false };
  }
  return { uri: path.split('/').map(encodeSegment).join('/'), isRelative: true };
}

/** The path below the folder, with `/`; undefined where it is not in it. */
export function pathWithin(file: string, folder: string): string | undefined {
  const path = relative(folder, resolve(folder, file));
  if (path === '' || path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)) {
    return undefined;
  }
  return path.split(sep).join('/');
}

/** A lone surrogate, which has no UTF-8, becomes U+FFFD. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed()).replace(/[!'()*]/g, character => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}
