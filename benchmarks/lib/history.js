import { openStore } from '../../dist/store.js';

/** Log as many runs as a long life brings, as copies of one that the server has logged itself, each with what is its own. */
export function addHistory(home, sessionId, count, own = () => ({})) {
  const store = openStore(home);
  const [template] = store.runs.recent(sessionId, 1);
  const samples = store.samples.ofSeries(sessionId, template.series);
  store.transaction(() => {
    for (let number = template.number + 1; number <= template.number + count; number++) {
      store.runs.insert({
        ...template,
        number,
        series: number,
        tree: number.toString(16).padStart(40, '0'),
        verdict: 'not_better',
        canKeep: false,
        outcome: 'discarded',
        ...own(number),
      });
      for (const kind of ['measured', 'discarded']) {
        store.events.insert({ sessionId, run: number, at: Date.now(), kind, data: {} });
      }
      for (const sample of samples) store.samples.insert({ ...sample, run: number, measuredRun: number });
    }
  });
  store.close();
}
