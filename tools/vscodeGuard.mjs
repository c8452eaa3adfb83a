/**
 * Runs the script named by its first argument with the other arguments, and ends when its
 * standard input does: a server started through it never outlives whoever holds the other end
 * of that pipe, not even one that was killed.
 */
import { pathToFileURL } from 'node:url';

process.stdin.once('end', () => process.exit(0));
process.stdin.resume();
process.argv.splice(1, 1);
await import(pathToFileURL(process.argv[1] ?? '').href);
