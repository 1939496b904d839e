import { messageOf } from '../../errors.js';
import { shownMessage } from '../shown-text.js';
import type { ImportedContent } from './imported-content.js';
import { malformed, unreadable } from './malformed.js';
import { readLogJsonl } from './read-log-jsonl.js';
import { readResultsTsv } from './read-results-tsv.js';
import { isSessionJson, readSessionJson } from './read-session-json.js';

/**
 * Read a file by what stands in it, whatever it is called.
 *
 * @throws Refusal `invalid_config` that names the first malformed line.
 */
export function readContent(text: string): ImportedContent {
  const start = text.trimStart();
  if (!start.startsWith('{')) return readResultsTsv(text);
  const [first = ''] = start.split('\n', 1);
  // A log has a whole object on each line.
  const isSession = first.trim() === '{' || isSessionLine(first);
  return isSession ? readSessionJson(valueIn(text)) : readLogJsonl(text);
}

function isSessionLine(line: string): boolean {
  try {
    return isSessionJson(JSON.parse(line));
  } catch {
    return false;
  }
}

function valueIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8 tells the place of some faults, and quotes the place of others.
    const [, place] = /at position (\d+)/.exec(messageOf(error)) ?? [];
    if (place === undefined) throw unreadable(`The file is no valid JSON: ${shownMessage(error)}.`);
    throw malformed(text.slice(0, Number(place)).split('\n').length, 'is no valid JSON');
  }
}
