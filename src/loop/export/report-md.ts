import type { Run } from '../../store/run.js';
import type { Session } from '../../store/session.js';
import type { App } from '../app.js';
import { deadEnds } from '../dead-ends.js';
import { ideasToTry } from '../ideas/list-ideas.js';
import { importedWords } from '../imported.js';
import { branchName, rounded } from '../report.js';
import { reportOf, type SessionReport } from '../session-report.js';
import { utcMinute } from '../utc-minute.js';
import { inlineMarkdown } from './inline-markdown.js';

const ideasNamed = 50;

/** A session for people: what it was for, what came of it, what was kept, what led nowhere, and how to go on. */
export async function reportMarkdown(app: App, session: Session): Promise<string> {
  const { goal } = session.config;
  const report = await reportOf(app, session);
  const blocks = [
    `# ${inlineMarkdown(session.name)}`,
    ...(goal === undefined ? [] : [`> ${inlineMarkdown(goal)}`]),
    `**${inlineMarkdown(report.headline)}**`,
    ...(session.summary === undefined ? [] : [inlineMarkdown(session.summary)]),
    facts(session, report),
    ...section('Kept', keptTable(app, session)),
    ...section('Dead ends', deadEndList(app, session)),
    ...section('Ideas left', ideaList(app, session)),
    ...section('What to do with it', session.state === 'starting' ? '' : ways(report)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function section(title: string, text: string): string[] {
  return text === '' ? [] : [`## ${title}`, text];
}

function facts(session: Session, { counts, unlogged_run }: SessionReport): string {
  const { metric_name, metric_unit, direction } = session.config;
  const unit = metric_unit === undefined ? '' : `, in ${metric_unit}`;
  const { experiments, kept, discarded, failed, cancelled } = counts;
  const lines = [
    session.imported === undefined
      ? `Session ${session.id}, ${session.state}; branch ${branchName(session)} of ${session.root}`
      : `Session ${session.id}, ${session.endReason}`,
    `Metric: ${metric_name}${unit}; ${direction} is better`,
    `From ${utcMinute(session.createdAt)}${session.endedAt === undefined ? '' : ` to ${utcMinute(session.endedAt)}`} (UTC)`,
    `Experiments: ${experiments} (${kept} kept, ${discarded} discarded); ${failed} failed, ${cancelled} were cut off`,
    ...(unlogged_run === undefined
      ? []
      : [`Run ${unlogged_run.run_id} was measured and not decided on; it is under ${unlogged_run.ref}`]),
  ];
  return lines.map((line) => `- ${inlineMarkdown(line)}`).join('\n');
}

function keptTable(app: App, session: Session): string {
  const kept = app.store.runs.kept(session.id);
  if (kept.length === 0) return 'Nothing.';
  const header = ['run', 'better by', 'evidence', 'what', 'what was learnt', 'commit'];
  const rows = [header, header.map(() => '---'), ...kept.map(keptCells)];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function keptCells(run: Run): string[] {
  const percent = run.result?.metric.improvement_percent;
  return [
    String(run.number),
    percent === undefined ? '' : `${rounded(percent)} %`,
    run.imported === undefined ? (run.evidence ?? '') : importedWords,
    inlineMarkdown(run.log?.description ?? run.description),
    inlineMarkdown(run.log?.learned ?? ''),
    run.keptCommit?.slice(0, 12) ?? '',
  ];
}

function deadEndList(app: App, session: Session): string {
  return deadEnds(app, session)
    .map(({ files, runs, verdicts, last_run, last }) => {
      const tries = `${runs} ${runs === 1 ? 'try' : 'tries'}`;
      const where = files.length === 0 ? 'No file changed' : files.join(', ');
      return `- ${inlineMarkdown(`${where}: ${tries} (${verdicts}). Run ${last_run}: ${last}`)}`;
    })
    .join('\n');
}

function ideaList(app: App, session: Session): string {
  return ideasToTry(app, session.id, ideasNamed)
    .map(({ title, priority, again }) =>
      inlineMarkdown(`${title} (priority ${priority})${again === undefined ? '' : `. ${again}`}`),
    )
    .map((line) => `- ${line}`)
    .join('\n');
}

function ways({ merge, abandon }: SessionReport): string {
  return [
    ...(merge === undefined ? [] : ['To merge what was kept:', fenced(merge)]),
    ...(abandon === undefined ? [] : ['To go back without it:', fenced(abandon)]),
  ].join('\n\n');
}

function fenced(command: string): string {
  return `\`\`\`\`sh\n${command}\n\`\`\`\``;
}
