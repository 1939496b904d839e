import type { McpServer } from '@modelcontextprotocol/server';
import { memorySkillFiles, SkillsExtension } from '@modelcontextprotocol/server/ext/skills';
import { skillName, skillText } from './skill-text.js';

// It changes with the program only, and is the same for everybody.
const cacheHint = { ttlMs: 3_600_000, cacheScope: 'public' } as const;

// The same for every server of this process: over HTTP, each request may have one.
let loading: ReturnType<typeof SkillsExtension.load> | undefined;

/** Serve the skill by the skills extension of the protocol (SEP-2640), before the server is connected. */
export async function serveSkill(server: McpServer): Promise<void> {
  loading ??= loadSkill();
  (await loading).attach(server);
}

function loadSkill() {
  const files = memorySkillFiles({ [`${skillName}/SKILL.md`]: skillText() });
  return SkillsExtension.load(files, { strict: true, cacheHint });
}
