import stringWidth from 'string-width';

const characters = new Intl.Segmenter();

/** The beginning of a text that takes no more than so many columns, with an ellipsis where that is not all of it. */
export function cutTo(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  return `${firstWithin(characters.segment(text), width - 1).join('')}…`;
}

/** The end of a text that takes no more than so many columns, with an ellipsis where that is not all of it. */
export function endWithin(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  const end = firstWithin([...characters.segment(text)].reverse(), width - 1);
  return `…${end.reverse().join('')}`;
}

function firstWithin(segments: Iterable<Intl.SegmentData>, width: number): string[] {
  const first: string[] = [];
  let left = width;
  for (const { segment } of segments) {
    left -= stringWidth(segment);
    if (left < 0) break;
    first.push(segment);
  }
  return first;
}
