import {
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  ResourceNotFoundError,
} from '@modelcontextprotocol/server';
import { explainFailure } from '../../loop/explain-failure.js';
import type { Logger } from '../logger.js';
import { refusalOf } from '../respond.js';

interface Wanted {
  readonly uri: URL;
  readonly mimeType: string;
  readonly logger: Logger;
}

/**
 * A resource as the protocol answers it.
 *
 * @throws ResourceNotFoundError where there is none, in the words of the tools; ProtocolError for what fails.
 */
export async function readResource(
  { uri, mimeType, logger }: Wanted,
  read: () => Promise<string>,
): Promise<ReadResourceResult> {
  try {
    return { contents: [{ uri: uri.href, mimeType, text: await read() }] };
  } catch (error) {
    const explained = explainFailure(error);
    if (explained === undefined) logger.error({ err: error, uri: uri.href }, 'a resource could not be read');
    const { code, message, hint } = refusalOf(explained ?? error);
    const words = `${message} ${hint}`;
    throw code === 'unknown_session' || code === 'unknown_run'
      ? new ResourceNotFoundError(uri.href, words)
      : new ProtocolError(ProtocolErrorCode.InternalError, words);
  }
}
