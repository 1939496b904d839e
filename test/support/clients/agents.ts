import { join } from 'node:path';
import { snippetOf } from '../client-page.js';
import { gemini } from './gemini-model.js';
import { messages } from './messages-model.js';
import type { Protocol } from './plot.js';
import { responses, responsesInCode } from './responses-model.js';
import type { CommandLine, Scene } from './scene.js';

/** A client with a scripted model behind it. */
export interface Agent {
  readonly client: CommandLine;
  readonly protocol: Protocol;
  /** Variables of its environment. @param model where its model listens. */
  readonly env: (model: string) => Readonly<Record<string, string>>;
  /** Tell it of its model and, as its page says, of the server. */
  readonly prepare: (scene: Scene, model: string, wire: 'stdio' | 'http') => Promise<void> | void;
  /** Starts it, with nobody to ask. */
  readonly command: string;
}

/** @param model its name decides how Codex lets it find and call tools. */
function codex(model: string, protocol: Protocol): Agent {
  const settings = (url: string) => `
model = "${model}"
model_provider = "scripted"
check_for_update_on_startup = false
analytics.enabled = false

[model_providers.scripted]
name = "scripted"
base_url = "${url}/v1"
wire_api = "responses"

`;
  return {
    client: 'codex',
    protocol,
    env: () => ({}),
    prepare: ({ write, person }, url, wire) =>
      write(join(person.home, '.codex/config.toml'), settings(url) + snippetOf('codex', 'toml', wire)),
    command: 'codex exec --dangerously-bypass-approvals-and-sandbox "Make it smaller."',
  };
}

const claudeCode: Agent = {
  client: 'claude-code',
  protocol: messages,
  env: (url) => ({
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: 'none',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    // It begins without the tools of a server that takes seconds to start, as on a busy machine.
    MCP_CONNECTION_NONBLOCKING: '0',
    MCP_CONNECT_TIMEOUT_MS: '60000',
    // It refuses root the flag below, unless it is told that nothing can come of it.
    IS_SANDBOX: '1',
  }),
  prepare: async ({ run }, _, wire) => void (await run(snippetOf('claude-code', 'sh', wire))),
  command: 'claude --dangerously-skip-permissions -p "Make it smaller."',
};

const geminiCli: Agent = {
  client: 'gemini-cli',
  protocol: gemini,
  env: (url) => ({ GOOGLE_GEMINI_BASE_URL: url, GEMINI_API_KEY: 'none' }),
  prepare: ({ write, person, repository }, _, wire) => {
    const own = {
      general: { enableAutoUpdate: false, enableAutoUpdateNotification: false },
      privacy: { usageStatisticsEnabled: false },
      security: { auth: { selectedType: 'gemini-api-key' } },
    };
    const trusted = { [repository.root]: 'TRUST_FOLDER' };
    write(join(person.home, '.gemini/trustedFolders.json'), JSON.stringify(trusted));
    const servers: object = JSON.parse(snippetOf('gemini-cli', 'json', wire));
    write(join(person.home, '.gemini/settings.json'), JSON.stringify({ ...own, ...servers }));
  },
  // A model by name, or it asks another which one to take.
  command: 'gemini --yolo --model gemini-2.5-pro --prompt "Make it smaller."',
};

export const agents: Readonly<Record<string, Agent>> = {
  'Codex, whose model is not known to it': codex('scripted', responses),
  'Codex, whose model calls tools': codex('gpt-5.5', responses),
  'Codex, whose model writes code that calls them': codex('gpt-6.1-sol', responsesInCode),
  'Claude Code': claudeCode,
  'Gemini CLI': geminiCli,
};
