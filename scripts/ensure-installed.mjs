/**
 * Installs the packages of the lock file when they are missing or are not those versions.
 * Node built-ins alone: this runs when nothing is installed yet.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The first package that is not installed in the version of the lock, or undefined. */
export function firstMissing(lock, installed) {
  for (const [path, entry] of Object.entries(lock.packages)) {
    // Optional ones belong to other platforms as often as not; npm decides.
    if (path === '' || entry.optional || entry.devOptional) continue;
    if (installed?.packages?.[path]?.version !== entry.version) return path;
  }
  return undefined;
}

function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

/** Runs `npm ci` when something is missing; ends the process with one line where Node is too old or npm fails. */
export function ensureInstalled() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`The lab needs Node 20.19 or newer; this is ${process.versions.node}.`);
    process.exit(1);
  }
  const lock = readJson(`${root}package-lock.json`);
  if (firstMissing(lock, readJson(`${root}node_modules/.package-lock.json`)) === undefined) return;
  console.log('Installing the packages of package-lock.json …');
  const windows = process.platform === 'win32';
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: 'inherit',
    shell: windows,
  });
  if (status !== 0) {
    console.error('npm ci failed; what it said stands above.');
    process.exit(1);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) ensureInstalled();
