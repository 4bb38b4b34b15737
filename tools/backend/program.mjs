// Starts a program and reads its output.
import { spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';

const OUTPUT_LIMIT = 10_000; // milliseconds

/** Starts a program, and waits until its output matches `pattern`: `port` is the first group. It ends when the test is over. */
export async function startProgram(context, command, environment, pattern) {
  const child = spawn(command[0], command.slice(1), { env: { ...process.env, ...environment } });
  const program = {
    output: '',
    port: undefined,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    /** Waits until `isComplete` of its output. `what`: for the failure. */
    async untilOutput(isComplete, what) {
      for (const end = Date.now() + OUTPUT_LIMIT; !isComplete(program.output); await setTimeout(10)) {
        if (Date.now() > end) throw new Error(`its output is not ${what}: ${program.output}`);
      }
    },
  };
  context.after(() => child.kill());
  await new Promise((resolve, reject) => {
    const read = (text) => {
      program.output += text;
      program.port ??= pattern.exec(program.output)?.[1];
      if (program.port !== undefined) resolve();
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', read);
    child.once('error', reject).once('exit', () => reject(new Error(`${command[0]} ended: ${program.output}`)));
  });
  return program;
}
