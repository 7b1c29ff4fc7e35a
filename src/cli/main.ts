/** The command `lab`. */
import { version } from '../../package.json';
import { help, usageError } from './args';
import { inspect } from './commands/inspect';
import { run as runRecipe } from './commands/run';
import { score } from './commands/score';
import { verify } from './commands/verify';
import { exit, failedOutcome, type Outcome } from './outcome';
import type { CommandContext } from './session';
import { Teller } from './tell';

const commands: Record<string, (args: readonly string[], context: CommandContext) => Promise<Outcome>> = {
  run: runRecipe,
  verify,
  inspect,
  score,
};

async function answer(args: readonly string[], context: CommandContext): Promise<Outcome> {
  const [name, ...rest] = args;
  if (name === '--version') return { code: exit.fine, json: { version }, text: version };
  if (name === '--help' || args.includes('--help')) return { code: exit.fine, json: { help }, text: help };
  const command = name === undefined ? undefined : commands[name];
  if (!command) {
    const expected = Object.keys(commands).join(', ');
    throw usageError(`Expected a command, one of ${expected}; got ${name ?? 'none'}.`);
  }
  return command(rest, context);
}

const written = (stream: NodeJS.WriteStream, text: string): Promise<void> =>
  new Promise((resolve) => stream.write(text, () => resolve()));

/** Does what the arguments say, and ends the process with its exit code. */
export async function run(all: readonly string[]): Promise<never> {
  const args = all.filter((arg) => arg !== '--json');
  const json = args.length < all.length;
  const teller = new Teller(process.stderr);
  const control = new AbortController();
  const interrupt = (): void => {
    // The second time the person does not wait for what is half-made to be taken away.
    if (control.signal.aborted) process.exit(exit.interrupted);
    control.abort(new DOMException('Cancelled.', 'AbortError'));
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  const outcome = await answer(args, {
    signal: control.signal,
    progress: (progress) => teller.progress(progress),
    note: (text) => teller.note(text),
  }).catch(failedOutcome);
  teller.clear();
  const failed = typeof outcome.json === 'object' && outcome.json !== null && 'error' in outcome.json;
  if (json) await written(process.stdout, `${JSON.stringify(outcome.json, null, 2)}\n`);
  else await written(failed ? process.stderr : process.stdout, `${outcome.text}\n`);
  process.exit(outcome.code);
}
