import { join } from 'node:path';
import type { Place } from './place.js';
import type { Story } from './play.js';
import { git } from './repository.js';
import { tableOf } from './table.js';

/** Everything that is left to say once the session is over. */
export async function endingOf(place: Place, story: Story, withColour: boolean): Promise<string> {
  const log = await git(
    place,
    'log',
    '--format=%h %s%n        %(trailers:key=Autoresearch-Improvement,separator=%x2C )',
    story.branch,
  );
  return `
${tableOf(story.rows, withColour)}

ops/sec is what the benchmark printed; change is against the best code at that time.
${story.headline}

The branch ${story.branch}:
${indented(log)}

${nextSteps(place, story)}
`;
}

function nextSteps(place: Place, story: Story): string {
  const refs = `refs/autoresearch/${story.sessionId}`;
  const discarded = story.rows.find((row) => row.verdict === 'checks_failed')?.run;
  const log = join(place.home, 'logs', story.sessionId, `${discarded}.log`);
  return `Where to look next:
  cd ${place.repository}

  # What was kept, with the measurement in each message.
  git log --stat ${story.branch}

  # Every candidate, kept or not, and how the one that failed its checks differs from the best.
  git for-each-ref ${refs}
  git diff ${story.branch} ${refs}/${discarded}

  # What its benchmark and its checks have printed.
  cat ${log}

  # What a person would do next.
  ${story.merge}

  # The repository and the home of the demo. Nothing else was touched.
  rm -rf ${place.directory}`;
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .filter((line) => line !== '')
    .join('\n');
}
