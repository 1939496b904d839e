import { expect, test } from 'vitest';
import { globsOf, namedAtRunTime } from '../../src/workspace/run-time-names.js';

test.each([
  ['for f in checks/*.sh; do sh $f || exit 1; done', ['checks/*.sh']],
  ['sh ./a?.sh && cat src/[ab].txt', ['a?.sh', 'src/[ab].txt']],
  ['echo METRIC size=$(cat "my src"/*.js | wc -c)', ['my src/*.js']],
  ['echo METRIC size=`cat x*`', ['x*']],
  ['sh "$(ls checks/*.sh)"', ['checks/*.sh']],
  [`find . -name '*.py'; grep "a.*" x; echo \\*.c; "a*"/b*`, ['a\\*/b*']],
  ['case $1 in *) sh bench.sh;; esac; ls *', []],
  ['sh $DIR/*.sh', []],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's.
  ['sh ${X:-checks/*.sh}', ['checks/*.sh']],
])('globs of %s', (command, globs) => {
  expect(globsOf(command)).toEqual(globs);
});

test.each([
  ['sh bench.sh', []],
  ['for f in checks/*.sh; do sh $f || exit 1; done; X=a; sh $X', []],
  ['echo METRIC size=$(cat out.txt | wc -c)', []],
  ['make -j$(nproc) bench; N=$(nproc) sh bench.sh --seed $AUTORESEARCH_SEED "$PWD/x"', []],
  ["awk '{print $1}' out.txt; sh bench.sh $?", []],
  ['$BENCH', ['$BENCH']],
  ['sh "$DIR/bench.sh"', ['$DIR/bench.sh']],
  ['eval "$CMD"', ['eval', '$CMD']],
  ['X=$(ls checks); sh $X', ['$X']],
  ['for f in $(ls checks); do sh $f; done', ['$(ls checks)']],
  ['echo a && sh $(cat which.txt)', ['$(cat which.txt)']],
])('what %s names at run time', (command, names) => {
  expect(namedAtRunTime(command)).toEqual(names);
});
