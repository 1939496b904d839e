import { wayOfWorking } from '../prompts/way-of-working.js';

/** Its directory has this name, too. */
export const skillName = 'autoresearch';

/** What agents see of the skill before they load it: what it does, and when to use it. */
const description =
  'Improve a number of a git repository, such as run time, size, memory or accuracy, by measured experiments with the ' +
  'autoresearch MCP server: edit, measure, keep what is really better. Use it when asked to optimise, speed up, shrink or tune ' +
  'code and something can be measured, or to go on with such a session.';

/** The skill as its `SKILL.md`: the way of working, in the Agent Skills format. */
export function skillText(): string {
  return `---\nname: ${skillName}\ndescription: ${JSON.stringify(description)}\n---\n\n${wayOfWorking()}`;
}
