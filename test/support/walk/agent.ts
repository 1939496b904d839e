import { applyEdits, type Edit } from '../edits.js';
import { bytesOf } from '../git-bytes.js';
import { printing } from '../session.js';
import type { AgentEdit } from './step.js';
import type { Start } from './walk-state.js';

/** Do an edit. @returns the paths whose files it may have changed, in bytes; undefined for all of them. */
export function actAsAgent(root: string, edit: AgentEdit, start: Start | undefined): string[] {
  if (edit.agent === 'repent') return start === undefined ? [] : repent(root, start);
  const edits = editsOf(edit);
  applyEdits(root, '', edits);
  return edits.flatMap((each) => [
    ...('path' in each ? [each.path] : []),
    ...('to' in each ? [each.to] : []),
  ]);
}

function editsOf(edit: Exclude<AgentEdit, { agent: 'repent' }>): Edit[] {
  if (edit.agent === 'code') return [{ do: 'write', path: 'code.sh', content: codeOf(edit) }];
  const path = bytesOf(edit.path);
  switch (edit.agent) {
    case 'write':
      return [{ do: 'write', path, content: `written ${edit.mark}\n` }];
    case 'remove':
      return [{ do: 'remove', path }];
    case 'mode':
      return [{ do: 'mode', path, mode: edit.mode }];
    case 'move':
      return [{ do: 'move', path, to: bytesOf(edit.to) }];
    case 'link':
      return [{ do: 'link', path, target: edit.target }];
    case 'stage':
      return [{ do: 'git', args: ['add', '--', path] }];
    case 'commit':
      return [
        { do: 'git', args: ['add', '--', path] },
        { do: 'git', args: ['commit', '-q', '-m', 'By the agent'] },
      ];
  }
}

function codeOf({ value, kind }: Extract<AgentEdit, { agent: 'code' }>): string {
  switch (kind) {
    case 'quick':
      return printing(value);
    case 'slow':
      return `sleep 0.15\n${printing(value)}`;
    case 'crashing':
      return `exit 3 # ${value}\n`;
    case 'invalid':
      return printing(`${value} or so`);
  }
}

/** Put back whatever no candidate of the session may change. */
function repent(root: string, { look, bystanders }: Start): string[] {
  const paths = [...bystanders, 'bench.sh'];
  for (const path of paths) applyEdits(root, '', comeBack(path, look.files[path]));
  return paths;
}

function comeBack(path: string, file: string | undefined): Edit[] {
  if (file === undefined) return [{ do: 'remove', path }];
  const [, target] = /^link to (.*)$/s.exec(file) ?? [];
  if (target !== undefined) return [{ do: 'link', path, target }];
  const [, mode = '', content = ''] = /^(\d+) (.*)$/s.exec(file) ?? [];
  return [
    { do: 'write', path, content },
    { do: 'mode', path, mode: Number.parseInt(mode, 8) },
  ];
}
