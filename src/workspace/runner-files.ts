// What a runner reads to learn what to run and how. Where several names are possible, all of them: a new one may win.

const script = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'];
const named = (stem: string, extensions: readonly string[]) => extensions.map((each) => `${stem}.${each}`);

const makefiles = ['GNUmakefile', 'makefile', 'Makefile'];
const packageFiles = [
  'package.json',
  '.npmrc',
  ...named('.pnpmfile', ['cjs', 'mjs']),
  '.yarnrc',
  '.yarnrc.yml',
];
const compilerFiles = ['package.json', 'tsconfig.json', 'jsconfig.json'];
const viteFiles = ['vitest.config', 'vitest.workspace', 'vite.config'].flatMap((stem) => named(stem, script));
const babelFiles = [...named('babel.config', [...script, 'json']), '.babelrc'];
const pythonFiles = ['sitecustomize.py', 'usercustomize.py'];
const projectFiles = ['pyproject.toml', 'uv.toml', 'poetry.toml'];
const gradleFiles = ['build.gradle', 'settings.gradle'].flatMap((name) => [name, `${name}.kts`]);

const table = new Map<string, readonly string[]>([
  ['npm', packageFiles],
  ['npx', packageFiles],
  ['pnpm', packageFiles],
  ['pnpx', packageFiles],
  ['yarn', packageFiles],
  ['bun', [...packageFiles, 'bunfig.toml', 'tsconfig.json', '.env']],
  ['bunx', packageFiles],
  ['node', ['package.json']],
  ['deno', ['deno.json', 'deno.jsonc', 'package.json']],
  ['tsx', compilerFiles],
  ['ts-node', compilerFiles],
  ['tsc', compilerFiles],
  ['vitest', ['package.json', 'tsconfig.json', ...viteFiles, ...named('vitest.workspace', ['json'])]],
  ['jest', ['package.json', ...named('jest.config', [...script, 'json']), ...babelFiles]],
  [
    'mocha',
    ['package.json', '.mocharc', ...named('.mocharc', ['js', 'cjs', 'mjs', 'json', 'jsonc', 'yaml', 'yml'])],
  ],
  ['python', pythonFiles],
  ['pypy', pythonFiles],
  [
    'pytest',
    [
      'pytest.ini',
      '.pytest.ini',
      'pytest.toml',
      '.pytest.toml',
      'pyproject.toml',
      'tox.ini',
      'setup.cfg',
      'conftest.py',
      ...pythonFiles,
    ],
  ],
  ['uv', projectFiles],
  ['poetry', projectFiles],
  ['tox', ['tox.ini', 'tox.toml', 'pyproject.toml', 'setup.cfg']],
  ['nox', ['noxfile.py']],
  ['make', makefiles],
  ['gmake', makefiles],
  ['ninja', ['build.ninja']],
  ['cmake', ['CMakeLists.txt', 'CMakePresets.json', 'CMakeUserPresets.json']],
  ['meson', ['meson.build', 'meson.options', 'meson_options.txt']],
  ['just', ['justfile', 'Justfile', '.justfile']],
  ['task', ['Taskfile', 'taskfile'].flatMap((stem) => named(stem, ['yml', 'yaml', 'dist.yml', 'dist.yaml']))],
  ['rake', ['rakefile', 'Rakefile', 'rakefile.rb', 'Rakefile.rb']],
  ['rspec', ['.rspec', '.rspec-local']],
  ['bundle', ['Gemfile', 'gems.rb', '.bundle/config']],
  ['cargo', ['Cargo.toml', '.cargo/config.toml', '.cargo/config', 'rust-toolchain', 'rust-toolchain.toml']],
  ['go', ['go.mod', 'go.work']],
  ['mvn', ['pom.xml', '.mvn']],
  ['mvnw', ['pom.xml', '.mvn']],
  ['gradle', [...gradleFiles, 'gradle.properties']],
  ['gradlew', [...gradleFiles, 'gradle.properties', 'gradle/wrapper/gradle-wrapper.properties']],
  ['composer', ['composer.json']],
  ['phpunit', ['phpunit.xml', 'phpunit.xml.dist', 'phpunit.dist.xml']],
]);

/**
 * The files that a runner reads to learn what to run, if the word names a known one: by a path
 * (`./node_modules/.bin/vitest`), with a version (`python3.11`, `vitest@3`) or plainly.
 *
 * @returns names relative to wherever the runner looks.
 */
export function filesOfRunner(word: string): readonly string[] {
  const name = word.slice(word.lastIndexOf('/') + 1);
  const plain = name.replace(/(?<=.)@.*$/, '').replace(/\.[cm]?js$/, '');
  return table.get(plain) ?? table.get(plain.replace(/[\d.]+$/, '')) ?? [];
}
