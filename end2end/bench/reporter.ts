/** Prints nothing but what the measurement itself says, and what went wrong. */

import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

export default class Quiet implements Reporter {
  onStdOut(chunk: string | Buffer): void {
    process.stdout.write(chunk);
  }

  onTestEnd(_test: TestCase, { errors }: TestResult): void {
    for (const { message } of errors) process.stderr.write(`${message ?? 'failed'}\n`);
  }
}
