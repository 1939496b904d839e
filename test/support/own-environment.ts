/**
 * What whoever runs the tests has in the environment is not for the programs that they start: a CI that wants coloured logs,
 * a git hook that runs the tests, settings of a server of one's own.
 */
const foreign = /^(FORCE_COLOR|NO_COLOR|COLUMNS|GIT_.+|AUTORESEARCH_.+)$/;

for (const name of Object.keys(process.env)) {
  if (foreign.test(name)) delete process.env[name];
}
