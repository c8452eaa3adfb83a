import process from 'node:process';
import { createConnection } from 'vscode-languageserver/node';
import { startServer } from './server.ts';

/** The transports that the library reads from the arguments; without one it is standard input. */
const TRANSPORTS = /^--(?:stdio$|node-ipc$|socket=|pipe=|socket$|pipe$)/;

const chosen = process.argv.slice(2).some(argument => TRANSPORTS.test(argument));
startServer(chosen ? createConnection() : createConnection(process.stdin, process.stdout));
