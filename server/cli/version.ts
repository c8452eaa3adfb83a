declare const SMTP_TRANSCRIPT_VERSION: string | undefined;

/** The version in package.json, put in by the build; "development" when run from source. */
export const VERSION: string =
  typeof SMTP_TRANSCRIPT_VERSION === 'string' ? SMTP_TRANSCRIPT_VERSION : 'development';
