// What begins a value and is nothing else. Further on in a value it takes more to be sure.
const wholeShape =
  /^(?:gh[oprsu]_|github_pat_|glpat-|sk-[\w-]{16}|[rs]k_(?:live|test)_|xox[a-z]-|A[KS]IA[A-Z0-9]{12}|AIza|hf_\w{20}|npm_\w{20}|pypi-\w{16}|eyJ[\w-]+\.)/;
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY/;

/** Each finds secrets in a longer text: its first group, or all of it. */
const partShapes = [
  /(?<![\w-])(?:gh[oprsu]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|[rs]k_(?:live|test)_\w{8,}|xox[a-z]-[\w-]{10,})/g,
  /(?<![\w-])(?:A[KS]IA[A-Z0-9]{12,}|AIza[\w-]{30,}|(?:hf|npm)_[A-Za-z0-9]{20,}|pypi-[\w-]{50,}|eyJ[\w-]{8,}\.[\w.-]{8,})/g,
  /(?<![\w/.-])sk-[\w-]{16,}/g,
  // A URL's password, or its user where that is no name that anybody has.
  /[a-z][a-z0-9+.-]*:\/\/[^\s/:@?#]*:([^\s/]+)@/gi,
  /[a-z][a-z0-9+.-]*:\/\/(?=[^@]*\d)([^\s/:@?#]{16,})@/gi,
  // Addresses that are secret themselves.
  /:\/\/hooks\.slack\.com\/(?:services|workflows|triggers)\/([^\s"',]+)/gi,
  /:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/webhooks\/([^\s"',]+)/gi,
  // Headers.
  /(?:^|authorization["']?\s*[:=]\s*["']?)(?:bearer|basic|token)\s+(?=\S*\d)([^\s"',;]+)/gi,
  /\bbearer\s+(?=\S*\d)([\w.~+/=-]{16,})/gi,
  // Connection strings, options, queries, JSON.
  /(?:password|passwd|passphrase|secret|token|(?:api|access|account|secret)[_-]?key)["']?\s*[=:]\s*(?!["'\s])([^\s"',;&]+)/gi,
  /(?:password|passwd|passphrase|secret|token|(?:api|access|account|secret)[_-]?key)["']?\s*[=:]\s*["']([^"']+)/gi,
  /(?:^|;)\s*(?:pwd|password)\s*=\s*["']?([^"';]+)/gi,
];

/** Whether all of a value is a secret by its shape. */
export function isSecretShape(value: string): boolean {
  return wholeShape.test(value) || privateKey.test(value);
}

/** The secrets within a value: tokens, the password of a URL or of a connection string, an address that is a secret. */
export function secretPartsOf(value: string): string[] {
  return partShapes.flatMap((shape) => [...value.matchAll(shape)].map(([all, part]) => part ?? all));
}
