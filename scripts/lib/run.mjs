/** Small tools of the scripts: running a command, a free port, a JSON file that may be absent. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs to the end, output passed through; the exit code, 1 where it was ended by a signal or could not start. */
export function run(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(1);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** Runs the entry script of an installed package under this Node; no shell, no npx. */
export function runTool(script, args, env = {}) {
  return run(process.execPath, [join(root, 'node_modules', script), ...args], env);
}

/** A loopback port that nobody listens on at this moment. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The file's JSON, or undefined where it is missing or broken. */
export function readJson(path) {
  const whole = join(root, path);
  if (!existsSync(whole)) return undefined;
  try {
    return JSON.parse(readFileSync(whole, 'utf8'));
  } catch {
    return undefined;
  }
}
