/**
 * A failure that was to be expected: what could not be done, and what to do next. Anything else that is
 * thrown is a defect of this program. Findings are never errors.
 */
export class ExpectedError extends Error {
  /** What to do next; may be empty where there is nothing to advise. */
  readonly advice: string;

  constructor(message: string, advice: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.advice = advice;
  }
}

/** What the user asked for makes no sense: an unknown name, option or check. */
export class BadInput extends ExpectedError {}

/** There is no such environment, or nothing at all to look at. */
export class NotFound extends ExpectedError {}

/** An image or an archive holds no environment. */
export class NoEnvironment extends NotFound {}

/** It is there but cannot be looked at: no permission, not a conda environment, a platform that is refused. */
export class CannotRead extends ExpectedError {}

/** It is there, but its bytes are none that make sense. */
export class Damaged extends CannotRead {}

/** A result cannot be written where it was asked for. */
export class CannotWrite extends ExpectedError {}

/** The `code` of a Node system error (`ENOENT`, …), or `''` for anything else that was thrown. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}
