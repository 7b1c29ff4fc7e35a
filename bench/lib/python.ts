/** Python peers: virtual environments with pinned packages, and programs run in them. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { family, watchMemory } from './memory';

/** Names of the files of requirements in bench/peers. */
export type Requirements = 'requirements' | 'requirements-duckdb-2' | 'requirements-spark';

const peers = join(process.cwd(), 'bench/peers');

/** A virtual environment's Python, made on first use and again when the requirements change; or the reason why there is none. */
export function environment(requirements: Requirements): { python: string } | { missing: string } {
  const list = join(peers, `${requirements}.txt`);
  const folder = join(process.cwd(), '.cache/peers', requirements);
  const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const wanted = createHash('sha256').update(readFileSync(list)).digest('hex');
  const stamp = join(folder, '.requirements');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return { python };
  const base = process.env.PYTHON ?? 'python3';
  if (spawnSync(base, ['-c', 'import venv, ensurepip'], { stdio: 'ignore' }).status !== 0) {
    return { missing: `${base} with venv is not here (Debian: apt-get install python3-venv)` };
  }
  console.log(`installing ${requirements}.txt once …`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const steps: [string, string[]][] = [
    [base, ['-m', 'venv', folder]],
    [python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', list]],
  ];
  for (const [command, args] of steps) {
    const { status } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) return { missing: `${command} ${args.join(' ')} ended with ${status}` };
  }
  writeFileSync(stamp, wanted);
  return { python };
}

/** The environment variables for Python: without one that, set for another machine, slows numpy down or stops it. */
export function peerVariables(): NodeJS.ProcessEnv {
  const { OPENBLAS_CORETYPE: _, ...others } = process.env;
  return others;
}

/** The last line of a program of bench/peers as JSON, and the most that it and what it started held, in MB. */
export async function runPeer<T>(
  python: string,
  args: readonly string[],
  watched = false,
): Promise<{ answer: T; peak: number }> {
  const [program = '', ...rest] = args;
  const child = spawn(python, [join(peers, program), ...rest], {
    env: peerVariables(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const memory = watched ? watchMemory(() => family(`${child.pid}`)) : undefined;
  let said = '';
  let complained = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr
    .setEncoding('utf8')
    .on('data', (text: string) => (complained = (complained + text).slice(-4000)));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const peak = memory?.stop() ?? Number.NaN;
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${complained}`);
  const line = said.trim().split('\n').at(-1);
  if (line === undefined) throw new Error(`${args.join(' ')} printed nothing`);
  return { answer: JSON.parse(line) as T, peak };
}
