/** The command `lab` in a process of its own, for tests. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

const script = fileURLToPath(new URL('../../scripts/lab.mjs', import.meta.url));

function start(args: readonly string[], interruptAt?: RegExp): Promise<Ended> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (part: Buffer) => (stdout += part.toString()));
  child.stderr.on('data', (part: Buffer) => {
    stderr += part.toString();
    if (interruptAt?.test(stderr) === true) child.kill('SIGINT');
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

const whole = (...args: string[]): Promise<Ended> => start(args);
/** Runs the command to its end; `interrupted`: until its progress says so, then with an interrupt. */
export const lab = Object.assign(whole, {
  interrupted: (at: RegExp, ...args: string[]): Promise<Ended> => start(args, at),
});

/** What was written to the standard output, as the only JSON document that it is. */
export const jsonOf = ({ stdout }: Ended): unknown => JSON.parse(stdout);
