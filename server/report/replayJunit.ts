import { visibleOf } from '../core/octets/visible.ts';
import { pathWithin } from './artifactUri.ts';
import type { ReplayFormat, ReplaySetup } from './replayFormat.ts';
import { isRight } from './replayRun.ts';
import type { ReplayPlace, ReplayRun } from './replayRun.ts';
import { caseName, connectionOf, detailsOf, whyWrong } from './replayWords.ts';
import { xmlAttributes, xmlText } from './xmlText.ts';

/**
 * JUnit XML: a suite for each server, in it a case for each session. Other replies than the
 * recorded ones are a failure, a run that did not come to its end is an error, and what was left
 * out is skipped. A suite without cases, which some readers refuse, is not written.
 */
export const replayJunit: ReplayFormat = {
  id: 'junit',
  writer: setup => ({
    begin: () => '',
    starts: () => '',
    event: () => '',
    ended: () => '',
    end: runs => {
      const root = xmlAttributes({ name: 'smtp-transcript replay', ...countsOf(runs) });
      const suites = setup.places.map(place => suiteOf(place, runs, setup)).join('');
      return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${root}>\n${suites}</testsuites>\n`;
    },
  }),
};

function suiteOf(place: ReplayPlace, all: readonly ReplayRun[], setup: ReplaySetup): string {
  const runs = all.filter(run => run.case.place === place);
  if (runs.length === 0) return '';
  const attributes = xmlAttributes({ name: visibleOf(place.name), ...countsOf(runs) });
  const cases = runs.map(run => caseOf(run, setup)).join('');
  return `  <testsuite${attributes}>\n${cases}  </testsuite>\n`;
}

function countsOf(runs: readonly ReplayRun[]): Record<string, number | string> {
  const wrong = runs.filter(run => run.verdict !== null && !isRight(run));
  const errors = wrong.filter(run => run.verdict === 'failed').length;
  const total = runs.reduce((sum, run) => sum + run.duration.total, 0);
  return {
    tests: runs.length,
    failures: wrong.length - errors,
    errors,
    skipped: runs.filter(run => run.verdict === null).length,
    time: seconds(total),
  };
}

function caseOf(run: ReplayRun, { folder }: ReplaySetup): string {
  const file = visibleOf(pathWithin(run.case.file, folder) ?? run.case.file);
  const line = run.differences[0]?.line ?? run.failure?.line ?? 0;
  const attributes = xmlAttributes({
    name: caseName(run.case),
    classname: file,
    file,
    line: line > 0 ? line : run.case.line,
    time: seconds(run.duration.total),
  });
  return `    <testcase${attributes}>\n${resultOf(run)}${outputOf(run)}    </testcase>\n`;
}

function resultOf(run: ReplayRun): string {
  if (run.verdict === null) return '      <skipped message="not run: the replay ended before"/>\n';
  if (isRight(run)) return '';
  const element = run.verdict === 'failed' ? 'error' : 'failure';
  const type = run.failure?.reason ?? run.verdict;
  const attributes = xmlAttributes({ message: whyWrong(run), type });
  return `      <${element}${attributes}>${xmlText(detailsOf(run))}</${element}>\n`;
}

/** A difference that the transcript expects is worth reading too. */
function outputOf(run: ReplayRun): string {
  const retried = run.retries > 0 ? `run again ${run.retries} times: the server put it off\n` : '';
  const details = isRight(run) ? detailsOf(run) : '';
  const connection = connectionOf(run);
  const text = `${connection === '' ? '' : `${connection}\n`}${retried}${details}`;
  return text === '' ? '' : `      <system-out>${xmlText(text)}</system-out>\n`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
