import type { Reporter, TestModule, TestResult, TestRunEndReason, Vitest } from 'vitest/node';

interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Ends the output with `N passed, N failed, N skipped`, after all that vitest itself has to say. */
export class SummaryReporter implements Reporter {
  // A run that never came to its end has failed.
  #summary: Summary = { passed: 0, failed: 1, skipped: 0 };
  #reasons: readonly string[] = [];

  onInit(vitest: Vitest): void {
    if (vitest.config.watch) return;
    process.once('exit', (code) => {
      const summary = code === 0 ? this.#summary : atLeastOneFailed(this.#summary);
      const lines = [...this.#reasons, inWords(summary)];
      process.stdout.write(`${lines.join('\n')}\n`);
    });
  }

  onTestRunEnd(
    modules: readonly TestModule[],
    unhandledErrors: readonly unknown[],
    reason: TestRunEndReason,
  ): void {
    const results = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result()),
    );
    const errors = errorsOutsideOfTests(modules) + unhandledErrors.length;
    const summary = summarize(results, errors);
    this.#summary = reason === 'passed' ? summary : atLeastOneFailed(summary);
    this.#reasons = reasonsForSkipping(results);
  }
}

function summarize(results: readonly TestResult[], errors: number): Summary {
  const count = (state: TestResult['state']) => results.filter((one) => one.state === state).length;
  return {
    passed: count('passed'),
    failed: count('failed') + errors,
    skipped: count('skipped') + count('pending'),
  };
}

/** A file that cannot be imported, a hook that throws: each counts as one failure. */
function errorsOutsideOfTests(modules: readonly TestModule[]): number {
  const suites = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  return suites.filter((suite) => suite.errors().length > 0).length;
}

/** What is missing on this machine is said aloud, once for all tests that miss it. */
function reasonsForSkipping(results: readonly TestResult[]): string[] {
  const notes = results.flatMap((one) => (one.state === 'skipped' && one.note ? [one.note] : []));
  return [...new Set(notes)].map(
    (note) => `skipped: ${note} (${notes.filter((one) => one === note).length})`,
  );
}

function inWords({ passed, failed, skipped }: Summary): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

function atLeastOneFailed(summary: Summary): Summary {
  return { ...summary, failed: Math.max(summary.failed, 1) };
}
