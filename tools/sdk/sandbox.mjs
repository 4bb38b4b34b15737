// Starts the sandbox that SANDBOX_BIN names, and speaks to it as its tests do.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export const ROOT_KEY = 'unkey_sandbox_root';

/** A server of that API version, on a port of its own. */
export async function startSandbox(version) {
  const program = process.env.SANDBOX_BIN;
  if (!program) throw new Error('SANDBOX_BIN names no sandbox: run make sdk-tests');
  const args = ['--api-port', '0', '--app-port', '0', '--api-version', version, '--switchboard'];
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const origin = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the sandbox ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const port = /the API is at .*:(\d+)$/.exec(line)?.[1];
      if (port) resolve(`http://127.0.0.1:${port}`);
    });
  });
  const set = async (what, body) => {
    const answer = await fetch(`${origin}/switchboard/${what}`, { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`the switchboard's ${what} answered ${answer.status}: ${await answer.text()}`);
  };
  return {
    origin,
    /** The route's next response. */
    answer: (route, answer) => set('answers', { route, answers: [answer] }),
    revoke: (externalId) => set('revoke', { externalId }),
    disablePortal: () => set('portal', { enabled: false }),
    reset: () => set('reset', {}),
    stop: () => child.kill(),
  };
}
