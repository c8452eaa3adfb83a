/** The result of a test run in the extension host, handed to the process that started it. */
export interface HostReport {
  readonly passed: number;
  readonly failed: number;
  readonly pending: number;
}

/** The report's file name, beside the bundled entry of the tests. */
export const REPORT_NAME = 'report.json';

/** Reads a report; undefined for a text that is none. */
export function parseReport(text: string): HostReport | undefined {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null) return undefined;
  const { passed, failed, pending } = value as Record<string, unknown>;
  if (typeof passed !== 'number' || typeof failed !== 'number' || typeof pending !== 'number') {
    return undefined;
  }
  return { passed, failed, pending };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
