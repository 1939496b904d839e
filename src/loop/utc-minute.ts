/** A moment in words, in UTC and to the minute, from milliseconds since 1970. */
export function utcMinute(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ');
}
