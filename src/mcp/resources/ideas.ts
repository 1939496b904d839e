import { openIdeas } from '../../loop/ideas/open-ideas.js';
import { jsonText, type OverallKind } from './resource-kind.js';
import { ideasUri } from './uris.js';

export const ideasResource: OverallKind = {
  of: 'all',
  name: 'ideas',
  title: 'Open ideas',
  description: 'Ideas of all sessions that nobody has tried yet, the highest priority first.',
  mimeType: 'application/json',
  uri: ideasUri,
  read: (app) => jsonText({ ideas: openIdeas(app) }),
};
