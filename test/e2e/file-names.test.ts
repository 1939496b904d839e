import { describe, expect, test } from 'vitest';
import { filesBelow, pictureOf } from '../support/checkout.js';
import { oneKind } from '../support/connect.js';
import { oddNames, writeOddFiles, writeOddLink } from '../support/odd-names.js';
import { printing, scriptFiles, startSession } from '../support/session.js';
import { makeRepository } from '../support/test-repository.js';

// What the benchmark sees of the odd files shows in a second metric.
const bench = `. ./code.sh
echo METRIC seen=$(find . -name .git -prune -o -type f ! -name '*.sh' -exec cat {} + | cksum | cut -d' ' -f1)
`;
const files = { ...scriptFiles, 'bench.sh': bench };

describe.each(['isolated', 'in-place'])('%s', (isolation) => {
  describe.each(oneKind)('with the %s client', (kind) => {
    test('odd names, links and executables are measured, discarded and kept byte for byte', async () => {
      const repository = makeRepository(files);
      writeOddFiles(repository, 'one\n');
      writeOddLink(repository, 'nowhere\nat all');
      repository.commit('Odd files');
      const start = filesBelow(repository.root);
      const { server, started, log } = await startSession({ kind, repository, init: { isolation } });
      const description = 'a try';

      repository.write('code.sh', printing(110));
      writeOddFiles(repository, 'three\n');
      repository.remove('a link');
      repository.write('a link', 'a file now\n');
      repository.remove('dir with space');
      const before = pictureOf(repository);
      const worse = await server.ok('run_experiment', { description });
      expect(worse.verdict).toBe('not_better');
      expect(pictureOf(repository)).toEqual(before);
      expect(worse.files_changed).toHaveLength(oddNames.length + 2);
      const [seen] = worse.metrics;
      expect(seen.incumbent).not.toBe(seen.candidate);
      await log(worse, 'discard');
      expect(filesBelow(repository.root)).toEqual(start);
      expect(repository.git('status', '--porcelain')).toBe('');

      repository.write('code.sh', printing(90));
      writeOddFiles(repository, 'four\n');
      const edited = filesBelow(repository.root);
      await log(await server.ok('run_experiment', { description }), 'keep');
      expect(repository.git('status', '--porcelain')).toBe('');
      expect(filesBelow(repository.root)).toEqual(edited);
      expect(repository.git('rev-parse', 'HEAD^{tree}')).toBe(
        repository.git('rev-parse', `refs/autoresearch/${started.session_id}/2^{tree}`),
      );
      repository.git('switch', '-q', 'main');
      expect(filesBelow(repository.root)).toEqual(start);
    });

    test('odd names can be bystanders', async () => {
      const repository = makeRepository(files);
      writeOddFiles(repository, 'mine\n');
      writeOddLink(repository, 'code.sh');
      const start = filesBelow(repository.root);
      const { server, settle } = await startSession({ kind, repository, init: { isolation } });
      await settle(printing(110), 'discard');
      expect(filesBelow(repository.root)).toEqual(start);
      const kept = await settle(printing(90), 'keep');
      expect(repository.git('diff', '--name-only', 'main', kept.commit)).toBe('code.sh');
      expect(filesBelow(repository.root)).toEqual({ ...start, 'code.sh': `644 ${printing(90)}` });
      writeOddFiles(repository, 'changed\n');
      const error = await server.refused('run_experiment', { description: 'a try' });
      expect(error.code).toBe('out_of_scope');
      expect(error.files).toHaveLength(oddNames.length);
    });
  });
});
