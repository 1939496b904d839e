// The import-direction rule of docs/architecture.md: arrows run down only.
// cli -> commands, mcp -> loop -> verdict | bench | workspace | store | config,
// and those five know each other's types at most.
const rooms = ['verdict', 'bench', 'workspace', 'store', 'config'];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'rooms-do-not-import-each-other',
      comment: 'The five rooms below loop/ share types at most; loop/ is what connects them.',
      severity: 'error',
      from: { path: `^src/(${rooms.join('|')})/` },
      to: {
        path: `^src/(${rooms.join('|')})/`,
        pathNot: '^src/$1/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'rooms-do-not-look-up',
      comment: 'Nothing below loop/ knows loop/, MCP or the command line, not even as a type.',
      severity: 'error',
      from: { path: `^src/(${rooms.join('|')})/` },
      to: { path: '^src/(loop|mcp|commands)/|^src/cli' },
    },
    {
      name: 'loop-does-not-look-up',
      comment: 'loop/ sequences the five rooms and knows neither MCP nor the command line.',
      severity: 'error',
      from: { path: '^src/loop/' },
      to: { path: '^src/(mcp|commands)/|^src/cli' },
    },
    {
      name: 'only-loop-opens-the-rooms',
      comment:
        'mcp/ and commands/ reach the rooms that have effects through loop/; config schemas and types are free.',
      severity: 'error',
      from: { path: '^src/(mcp|commands)/' },
      to: { path: '^src/(verdict|bench|workspace|store)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'mcp-knows-no-commands',
      severity: 'error',
      from: { path: '^src/mcp/' },
      to: { path: '^src/commands/|^src/cli' },
    },
    {
      name: 'only-mcp-knows-mcp',
      comment: 'The protocol lives in one folder; the demo is a client and uses the client package.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/mcp/' },
      to: { path: 'node_modules/@modelcontextprotocol/server' },
    },
    {
      name: 'verdict-is-pure',
      comment: 'verdict/ has no I/O, no clock and no randomness of its own.',
      severity: 'error',
      from: { path: '^src/verdict/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
};
