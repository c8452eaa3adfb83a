import { dirname, join } from 'node:path';
import { environmentFileOf, findEnvironments } from '../../config/environment/findEnvironments.ts';
import type { Environment, EnvironmentFile } from '../../protocol/environment.ts';
import type {
  EnvironmentsRequest,
  EnvironmentsResult,
  EnvironmentTrouble,
  ListedEnvironment,
} from '../../protocol/lsp.ts';
import { pathOf } from '../readFileOf.ts';
import type { Feature } from './feature.ts';

const METHOD: EnvironmentsRequest['method'] = 'smtpTranscript/environments';

/** `smtpTranscript/environments`: the named targets that hold for a file. */
export const environments: Feature = ({ connection }) => {
  connection.onRequest<EnvironmentsResult, unknown>(
    METHOD,
    async ({ uri, setting }: EnvironmentsRequest['params']): Promise<EnvironmentsResult> => {
      const path = uri === null ? undefined : pathOf(uri);
      const found = path === undefined ? NOTHING : await findEnvironments(path);
      const own = settingOf(setting, path === undefined ? '/' : dirname(path));
      return {
        environments: [
          ...found.environments.map(environment => listed(environment, found.files)),
          ...own.environments.map(environment => ({ file: null, environment })),
        ],
        problems: [...found.files.flatMap(troublesOf), ...own.problems.map(settingTrouble)],
      };
    },
  );
  return {};
};

const NOTHING = { environments: [], files: [] };

/** The setting is read as a file in the folder would be, so that both mean the same. */
function settingOf(setting: unknown, folder: string): EnvironmentFile {
  const text = JSON.stringify({ environments: setting ?? {} });
  return environmentFileOf(join(folder, 'settings.json'), text);
}

function listed(environment: Environment, files: readonly EnvironmentFile[]): ListedEnvironment {
  const file = files.find(each => each.environments.includes(environment));
  return { file: file?.path ?? null, environment };
}

function troublesOf({ path, problems }: EnvironmentFile): EnvironmentTrouble[] {
  return problems.map(({ message, line, column }) => ({ file: path, line, column, message }));
}

function settingTrouble({ message }: { readonly message: string }): EnvironmentTrouble {
  return { file: null, line: 0, column: 0, message };
}
