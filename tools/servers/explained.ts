import type { ObservedDifference } from '../../test/servers/observed.ts';
import type { ServerName } from '../../test/servers/runningServer.ts';
import type { Answer, Explanation } from './explanations.ts';

/** What is wrong with the table of explanations, one line each; none where it fits. */
export function explanationFaults(
  explanations: readonly Explanation[],
  differences: readonly ObservedDifference[],
): readonly string[] {
  const used = new Set<string>();
  const faults = new Set<string>();
  for (const difference of differences) {
    const { scenario, command, recorded, recordedOn, actual, server } = difference;
    const explanation = explanations.find(
      entry => entry.command === command && entry.scenarios.includes(scenario),
    );
    const from = explanation && answerOf(explanation, recorded, recordedOn);
    const to = explanation && answerOf(explanation, actual, server);
    if (!from || !to) {
      faults.add(
        `not explained: ${scenario}, ${command}: ${recorded} on ${recordedOn}, ${actual} on ${server}`,
      );
      continue;
    }
    used.add(keyOf(explanation, scenario));
    used.add(keyOf(explanation, from, recordedOn));
    used.add(keyOf(explanation, to, server));
  }
  for (const what of explanations.flatMap(claimsOf)) {
    if (!used.has(what)) faults.add(`explains nothing: ${what}`);
  }
  return [...faults].sort();
}

function answerOf(explanation: Explanation, code: string, server: ServerName): Answer | undefined {
  return explanation.answers.find(
    answer => answer.code === code && answer.servers.includes(server),
  );
}

/** Everything that an explanation says, which some difference has to bear out. */
function claimsOf(explanation: Explanation): string[] {
  const answers = explanation.answers.flatMap(answer =>
    answer.servers.map(server => keyOf(explanation, answer, server)),
  );
  return [...explanation.scenarios.map(scenario => keyOf(explanation, scenario)), ...answers];
}

function keyOf(explanation: Explanation, what: Answer | string, server = ''): string {
  const claim = typeof what === 'string' ? what : `${what.code} on ${server}`;
  return `${explanation.command}: ${claim}`;
}
