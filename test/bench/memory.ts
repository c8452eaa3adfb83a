import { readFileSync } from 'node:fs';
import { CASES } from './cases.ts';

/**
 * `node test/bench/memory.ts CASE FILE`: runs one case once and prints its peak memory in KiB; with
 * the case `none`, that of a process that only reads the file.
 */
const [id, file = ''] = process.argv.slice(2);
const octets = readFileSync(file);
CASES.find(each => each.id === id)?.prepare(octets)();
console.log(process.resourceUsage().maxRSS);
