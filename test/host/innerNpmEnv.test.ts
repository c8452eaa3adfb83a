import assert from 'node:assert/strict';
import { delimiter } from 'node:path';
import { test } from 'node:test';
import { innerNpmEnv } from '../../tools/innerNpmEnv.ts';

test('an inner npm hears nothing of the outer one, nor of its Node', () => {
  const outer = {
    HOME: '/h',
    PATH: '/bin',
    NODE: '/old/node',
    NODE_EXTRA_CA_CERTS: '/ca.pem',
    npm_config_cache: '/c',
    npm_config_user_agent: 'npm/11.0.0 node/v20.0.0 linux x64',
    npm_config_local_prefix: '/outer',
    npm_execpath: '/old/npm-cli.js',
    npm_node_execpath: '/old/node',
    npm_command: 'run-script',
    npm_lifecycle_event: 'test',
    npm_package_name: 'outer',
  };
  assert.deepEqual(innerNpmEnv(outer, '/new/bin/node'), {
    HOME: '/h',
    NODE_EXTRA_CA_CERTS: '/ca.pem',
    npm_config_cache: '/c',
    PATH: `/new/bin${delimiter}/bin`,
  });
});
