import { randomBytes } from 'node:crypto';
import { access, constants, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { UsageError } from './command.ts';
import { reasonOf } from './reasonOf.ts';

/**
 * Puts octets in place of a file's: all of them or, when interrupted, none. Throws a UsageError
 * where that cannot be done.
 */
export async function replaceFile(file: string, octets: Uint8Array): Promise<void> {
  try {
    const path = await realpath(file);
    // A new file may take the place of one that must not be written; that is not wanted.
    await access(path, constants.W_OK);
    const { mode, uid, gid } = await stat(path);
    const fresh = `${path}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      const handle = await open(fresh, 'wx', mode & 0o777);
      try {
        // The mode it was opened with is less what the umask takes away; the owner stays by luck.
        await handle.chmod(mode & 0o777);
        await handle.chown(uid, gid).catch(() => undefined);
        await handle.writeFile(octets);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(fresh, path);
    } catch (error) {
      await rm(fresh, { force: true });
      throw error;
    }
  } catch (error) {
    throw new UsageError(`cannot write "${file}": ${reasonOf(error)}`);
  }
}
