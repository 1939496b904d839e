import { isDeepStrictEqual } from 'node:util';

/** Where two pictures differ, in a few words each: `repository.files.code.sh: "644 ab" became "644 cd"`. */
export function differencesOf(wanted: unknown, found: unknown, path = ''): string[] {
  if (isDeepStrictEqual(wanted, found)) return [];
  if (!isObject(wanted) || !isObject(found)) return [`${path}: ${shown(wanted)} became ${shown(found)}`];
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(found)])];
  return names.flatMap((name) =>
    differencesOf(wanted[name], found[name], path === '' ? name : `${path}.${name}`),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 200);
}
