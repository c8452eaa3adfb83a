const plain = /^[a-z0-9_-]$/u;
const windowsDevice = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/u;

/**
 * The folder name of a user's mailbox: safe on every file system, and another name for every
 * other user. Octets outside a-z, 0-9, `_`, `-` and inner dots become `%XX`.
 */
export function folderNameOf(user: string): string {
  const octets = Buffer.from(user, 'utf8');
  const device = windowsDevice.test(user);
  let name = '';
  octets.forEach((octet, index) => {
    const character = String.fromCharCode(octet);
    const innerDot = character === '.' && index > 0 && index < octets.length - 1;
    const keep = innerDot || (plain.test(character) && !(device && index === 0));
    name += keep ? character : `%${octet.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return name;
}

/** The user whose folder this is; undefined for a folder that `folderNameOf` did not name. */
export function userOfFolder(name: string): string | undefined {
  const octets: number[] = [];
  for (let index = 0; index < name.length; index++) {
    const escaped = /^%[0-9A-F]{2}/u.test(name.slice(index, index + 3));
    octets.push(escaped ? parseInt(name.slice(index + 1, index + 3), 16) : name.charCodeAt(index));
    if (escaped) index += 2;
  }
  const user = Buffer.from(octets).toString('utf8');
  return user !== '' && folderNameOf(user) === name ? user : undefined;
}
