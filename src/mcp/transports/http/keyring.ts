import {
  type AccessToken,
  admittedBy,
  isSameVisitor,
  type Visitor,
  visitorOf,
} from '../../../config/access-tokens.js';
import { readTokenFile, tokenFileState } from '../../../config/token-file.js';
import { messageOf } from '../../../errors.js';
import type { Logger } from '../../logger.js';

/** Where the tokens come from. */
export interface TokenSources {
  readonly file?: string;
  /** Of the environment: it lasts as long as the process. */
  readonly secret?: string;
}

/** The tokens as they are now: a file that was changed counts from the next request on. */
export interface Keyring {
  /** Whom a secret lets in at this moment. */
  readonly admit: (secret: string) => Visitor | undefined;
  /** Whether somebody would still be let in: by the same secret, with the same rights. */
  readonly knows: (visitor: Visitor) => boolean;
}

/** @throws Refusal `invalid_config` for a file that cannot be used at the start. */
export function openKeyring({ file, secret }: TokenSources, logger: Logger): Keyring {
  const lasting: AccessToken[] =
    secret === undefined ? [] : [{ name: 'environment', secret, readOnly: false }];
  let state = file === undefined ? '' : tokenFileState(file);
  let filed = file === undefined ? [] : readTokenFile(file);

  function tokens(): readonly AccessToken[] {
    if (file === undefined) return lasting;
    const now = tokenFileState(file);
    if (now !== state) {
      filed = reread(file, logger);
      state = now;
    }
    return [...lasting, ...filed];
  }

  return {
    admit: (given) => admittedBy(tokens(), given),
    knows: (visitor) => tokens().some((token) => isSameVisitor(visitorOf(token), visitor)),
  };
}

/** A file that cannot be read lets nobody in: somebody may just have taken a token out of it. */
function reread(file: string, logger: Logger): AccessToken[] {
  try {
    const tokens = readTokenFile(file);
    logger.info({ tokens: tokens.map(({ name }) => name) }, 'the tokens were read anew');
    return tokens;
  } catch (error) {
    logger.error({ reason: messageOf(error) }, 'the tokens cannot be read: nobody of that file is let in');
    return [];
  }
}
