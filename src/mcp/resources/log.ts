import { logJsonl } from '../../loop/export/log-jsonl.js';
import type { SessionKind } from './resource-kind.js';

export const logResource: SessionKind = {
  of: 'session',
  part: '/log.jsonl',
  name: 'session_log',
  title: 'Runs of a session as log.jsonl',
  description: 'The lines that pi-autoresearch writes: its dashboard reads them.',
  mimeType: 'application/x-ndjson',
  isListed: false,
  read: logJsonl,
};
