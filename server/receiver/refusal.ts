/** A reply other than success: code, enhanced status code (RFC 3463) and text. */
export class Refusal extends Error {
  readonly responseCode: number;

  constructor(code: number, enhanced: string, text: string) {
    super(`${enhanced} ${text}`);
    this.name = 'Refusal';
    this.responseCode = code;
  }
}

/** The reply for whatever went wrong while storing a message; never shows a path. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOSPC' || code === 'EDQUOT'
    ? new Refusal(452, '4.3.1', 'Insufficient system storage')
    : new Refusal(451, '4.3.0', 'Local error in processing');
}
