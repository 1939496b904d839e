import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandLine } from '../support/command-line.js';
import { temporaryDirectory } from '../support/temporary.js';

async function scriptFor(shell: string): Promise<string> {
  const place = { home: temporaryDirectory(), directory: temporaryDirectory() };
  const { code, stdout, stderr } = await commandLine(['completion', shell], place);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

test('bash completes commands, their options, and what those take', async () => {
  const file = join(temporaryDirectory(), 'completion.bash');
  writeFileSync(file, await scriptFor('bash'));
  const completed = (...words: string[]) => {
    const code = `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _autoresearch_mcp; echo "\${COMPREPLY[*]}"`;
    return execFileSync('bash', ['-c', code, file, 'autoresearch-mcp', ...words], {
      encoding: 'utf8',
    }).trim();
  };
  expect(completed('hi')).toBe('history');
  expect(completed('').split(' ')).toEqual(expect.arrayContaining(['serve', 'status', 'show', 'completion']));
  expect(completed('history', '--o')).toBe('--outcome');
  expect(completed('history', '--outcome', '')).toBe('kept discarded');
  expect(completed('history', '--verdict', 'b')).toBe('better baseline');
  expect(completed('completion', '')).toContain('bash zsh fish');
  expect(completed('pause', '--directory', '')).toBe('');
  expect(completed('nonsense', '')).toContain('serve');
  expect(completed('import', '')).toBe('');
  expect(completed('import', '--dir')).toBe('--directory --direction');
  expect(completed('token', '')).toBe('list add remove help');
  expect(completed('token', 'add', '--r')).toBe('--read-only');
  expect(completed('--dir')).toBe('--directory');
  expect(completed('--directory', '.', 'hi')).toBe('history');
  expect(completed('note', 'stop', '--ses')).toBe('--session');
  expect(completed('export', '--format', '=')).toBe('tsv jsonl md json');
  expect(completed('export', '--format', '=', 't')).toBe('tsv');
  expect(completed('help', 'hi')).toBe('history');
});

test.skipIf(spawnSync('fish', ['--version']).status !== 0)('fish completes the same', async () => {
  const file = join(temporaryDirectory(), 'completion.fish');
  writeFileSync(file, await scriptFor('fish'));
  const completed = (line: string) => {
    const code = `source ${file}; complete -C 'autoresearch-mcp ${line}'`;
    const env = { ...process.env, HOME: temporaryDirectory() };
    const shown = execFileSync('fish', ['--no-config', '-c', code], { encoding: 'utf8', env });
    return shown
      .trim()
      .split('\n')
      .map((each) => each.split('\t')[0]);
  };
  expect(completed('hi')).toEqual(['history']);
  expect(completed('history --outcome ').sort()).toEqual(['discarded', 'kept']);
  expect(completed('token ').sort()).toEqual(['add', 'help', 'list', 'remove']);
  expect(completed('token add --r')).toEqual(['--read-only']);
  expect(completed('--dir')).toEqual(['--directory']);
  expect(completed('--directory . hi')).toEqual(['history']);
  expect(completed('note stop --ses')).toEqual(['--session']);
  expect(completed('export --format=t')).toEqual(['--format=tsv']);
  expect(completed('help hi')).toEqual(['history']);
});

test('zsh and fish are told the same', async () => {
  const zsh = await scriptFor('zsh');
  expect(zsh).toMatch(/^#compdef autoresearch-mcp\n/);
  expect(zsh).toContain("'history:the runs of a session, newest first'");
  expect(zsh).toContain("'--outcome=[only those with this outcome]:value:(kept discarded)'");
  expect(zsh).toContain("'--directory[the repository, or a directory in it]:value:_files'");
  const fish = await scriptFor('fish');
  expect(zsh).toContain(
    " '--root[with --http\\: only repositories in it exist; may be given several times]:value:_files'",
  );
  expect(zsh).toContain('\n        list) _autoresearch-mcp_token_list ;;\n');
  expect(fish).toContain(`is_at ''" -a history -d 'the runs of a session, newest first'\n`);
  expect(fish).toContain("-l outcome -d 'only those with this outcome' -x -a 'kept discarded'\n");
  expect(fish).toContain(`is_at '/completion'" -a 'bash zsh fish'\n`);
});
