import type { SessionConfig } from '../config/settings.js';
import { settingsFileName } from '../config/settings-file.js';
import type { Session } from '../store/session.js';
import { directoriesIn } from '../workspace/command-words.js';
import { findInputs } from '../workspace/find-inputs.js';
import { findModules } from '../workspace/find-modules.js';
import { compileModules } from '../workspace/module-names.js';
import { displayPath, type PathBytes } from '../workspace/path-bytes.js';
import { findPinned, type Pinned } from '../workspace/pinned.js';
import type { Repository } from '../workspace/repository.js';
import { globsOf } from '../workspace/run-time-names.js';
import { compileScope } from '../workspace/scope.js';
import { treeFiles } from '../workspace/tree-files.js';
import { shebangsOf } from './session-commands.js';

type Evaluator = Pick<Session['scope'], 'pinned' | 'reserved' | 'modules' | 'present'>;

/**
 * Everything that some commands name: in their own words, by globs, and in the first lines of the scripts that they name.
 *
 * @param lines shell lines.
 * @param globs of these lines.
 */
export async function findNamed(
  repository: Repository,
  lines: readonly string[],
  globs: readonly string[],
): Promise<Pinned> {
  const matched = await findInputs(`${repository.root}/${repository.prefix}`, globs);
  const files = matched.flatMap((each) => each.files).map((path) => asWord(displayPath(path)));
  let known = [...lines, ...files];
  for (;;) {
    const pinned = await findPinned(repository, known, settingsFileName);
    const more = [...new Set([...known, ...(await shebangsOf(repository, pinned.existing))])];
    if (more.length === new Set(known).size) return pinned;
    known = more;
  }
}

function asWord(path: string): string {
  return path.replace(/[^\w./-]/gu, '\\$&');
}

/** The globs in some lines, relative to the session's directory, also where they come after a `cd`. */
export function globsIn(lines: readonly string[], editable: readonly string[] = []): string[] {
  const globs = lines.flatMap((line) => {
    const inside = globsOf(line).filter((glob) => !/^\/|^~|(^|\/)\.\.(\/|$)/.test(glob));
    return ['', ...directoriesIn(line).map((path) => `${path}/`)].flatMap((place) =>
      inside.map((glob) => place + glob),
    );
  });
  return [...new Set(globs)].filter((glob) => !editable.includes(glob));
}

/**
 * What makes up the evaluator of a session, with what its files load.
 *
 * @param named what the commands name.
 * @param tree of the baseline.
 */
export async function findEvaluator(
  repository: Repository,
  { protected: fixed, editable }: SessionConfig,
  lines: readonly string[],
  {
    named,
    globs,
    tree,
  }: { readonly named: Pinned; readonly globs: readonly string[]; readonly tree: string },
): Promise<Evaluator> {
  const files = (await treeFiles(repository, tree)).map(({ path }) => path);
  const { prefix } = repository;
  const rules = { prefix, protected: fixed, globs, bystanders: [], ignored: [] };
  const ruleOf = compileScope({
    ...rules,
    pinned: named.existing,
    ...(editable === undefined ? {} : { editable }),
  });
  const isJudge = (path: PathBytes) => ruleOf(path) === 'pinned';
  const judges = [...new Set([...named.existing, ...files])].filter(isJudge);
  const modules = await findModules(repository, lines, judges, files);
  const isModule = compileModules(modules.names, false);
  return {
    pinned: [...new Set([...named.existing, ...modules.existing])],
    reserved: [...new Set([...named.reserved, ...modules.reserved])],
    modules: modules.names,
    present: files.filter((path) => isModule(path) && !isJudge(path)),
  };
}
