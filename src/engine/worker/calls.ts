import type { CallArgument, CallName, CallResult } from '../protocol';
import type { SessionContext } from './session';

/** One function a call: what was asked, on the session. */
export type Handlers = {
  [K in CallName]: (argument: CallArgument<K>, context: SessionContext) => Promise<CallResult<K>>;
};
