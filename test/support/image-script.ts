import { buildContext, lastOf, type Stage, type Step } from './dockerfile.js';
import { checkoutRoot } from './tarball.js';

/** Quoted for a shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

const bases = `
new_root() {
  mkdir -p "$TOP/$1/upper" "$TOP/$1/work" "$TOP/$1/root"
  mount -t overlay overlay -o "lowerdir=/,upperdir=$TOP/$1/upper,workdir=$TOP/$1/work" "$TOP/$1/root"
  mount -t proc proc "$TOP/$1/root/proc"
  mount --rbind /dev "$TOP/$1/root/dev"
  # What the base image has: a user named node. And what it has not: this checkout.
  chroot "$TOP/$1/root" sh -c 'id node > /dev/null 2>&1 || useradd --create-home --shell /bin/sh node'
  mount -t tmpfs tmpfs "$TOP/$1/root${checkoutRoot}"
  mount -t tmpfs tmpfs "$TOP/$1/root/tmp"
  chmod 1777 "$TOP/$1/root/tmp"
}
in_root() { chroot "$TOP/$1/root" sh -euc "cd \\"\\$0\\" && $3" "$2"; }
`;

/**
 * A shell script that carries out each step of a Dockerfile, as it stands there and at the places that it names, in a throw-away
 * copy of this machine's own root (an overlay, in memory), a copy a stage. This machine stands for the base image. It wants to
 * be run by root, in mount and process namespaces of its own.
 */
export function buildScript(stages: readonly Stage[], top: string): string {
  return ['set -eu', `TOP=${quoted(top)}`, 'mount -t tmpfs tmpfs "$TOP"', bases]
    .concat(stages.flatMap(stageScript))
    .join('\n');
}

/** The name of a stage's copy of the root. */
export function rootOf(stage: Stage): string {
  return stage.name === '' ? 'image' : stage.name;
}

function stageScript(stage: Stage): string[] {
  const root = rootOf(stage);
  let directory = '/';
  const lines = [`new_root ${root}`];
  for (const step of stage.steps) {
    lines.push(`echo ${quoted(`${root}: ${step.keyword} ${step.text.split('\n')[0]}`)}`);
    if (step.keyword === 'WORKDIR') {
      directory = step.words[0] ?? '/';
      lines.push(`mkdir -p "$TOP/${root}/root${directory}"`);
    }
    if (step.keyword === 'RUN')
      lines.push(`in_root ${root} ${directory} ${quoted(step.text.replace(/\\\n/g, ' '))}`);
    if (step.keyword === 'COPY') lines.push(...copyScript(root, directory, step));
  }
  return lines;
}

function copyScript(root: string, directory: string, { flags, words }: Step): string[] {
  const target = `"$TOP/${root}/root${directory}/${words.at(-1)}"`;
  const sources = words.slice(0, -1);
  if (flags.from !== undefined) {
    return sources.map(
      (source) => `cp -aT "$TOP/${flags.from}/root${source}" ${target}${intoDirectory(words, source)}`,
    );
  }
  const names = sources.includes('.') ? buildContext() : sources;
  return names.map((name) => `cp -a ${quoted(`${checkoutRoot}/${name}`)} ${target}`);
}

/** A directory's content is what is copied; a file goes into the directory that ends in a slash. */
function intoDirectory(words: readonly string[], source: string): string {
  return words.at(-1)?.endsWith('/') === true ? `/${source.split('/').at(-1)}` : '';
}

/** Start what the image starts, as its user, in a network that is nobody else's; ask, and stop it as `docker stop` does. */
export function runScript(stage: Stage, ask: string): string {
  const user = lastOf(stage, 'USER').words[0] ?? '';
  const [environment = ''] = lastOf(stage, 'ENV').words;
  const directory = lastOf(stage, 'WORKDIR').words[0] ?? '/';
  const command = [...lastOf(stage, 'ENTRYPOINT').words, ...lastOf(stage, 'CMD').words];
  const health = JSON.parse(lastOf(stage, 'HEALTHCHECK').text.replace(/^CMD /, ''));
  const as = (words: readonly string[]) =>
    `chroot --userspec=${user}:${user} "$TOP/${rootOf(stage)}/root" env -i PATH="$PATH" HOME=/home/${user} ${environment} sh -c 'cd ${directory} && exec "$@"' sh ${words.map(quoted).join(' ')}`;
  return `
ip link set lo up
${as(command)} &
server=$!
tries=0
until ${as(health)}; do
  tries=$((tries + 1))
  [ "$tries" -lt 60 ] || exit 9
  sleep 0.5
done
echo healthy
${as(['node', '--eval', ask])}
kill -TERM "$server"
wait "$server" && echo "stopped with 0"
`;
}
