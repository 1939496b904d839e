import { expect, test } from 'vitest';
import { nearestName } from '../../src/nearest-name.js';

const names = ['metric_name', 'metric_unit', 'min', 'max', 'goal', 'session_id'];

test.each([
  ['metricName', 'metric_name'],
  ['MetricName', 'metric_name'],
  ['metric-name', 'metric_name'],
  ['metric name', 'metric_name'],
  ['METRIC_NAME', 'metric_name'],
  ['metrik_nam', 'metric_name'],
  ['sessionID', 'session_id'],
  ['gaol', 'goal'],
  ['mn', 'min'],
])('%s is near %s', (name, nearest) => {
  expect(nearestName(name, names)).toBe(nearest);
});

test.each(['x', 'foo', 'colour', 'tolerance', '', 'metric', 'me'.repeat(500_000)])(
  'nothing is near %.20s',
  (name) => {
    expect(nearestName(name, names)).toBeUndefined();
  },
);

test('a third of a longer name may differ, and no more', () => {
  expect(nearestName('abcdefxxx', ['abcdefghi'])).toBe('abcdefghi');
  expect(nearestName('abcdexxxx', ['abcdefghi'])).toBeUndefined();
});

test('the nearer of two, and the first of equals', () => {
  expect(nearestName('metric_unti', ['metric_until', 'metric_units'])).toBe('metric_until');
  expect(nearestName('mix', ['min', 'max'])).toBe('min');
  expect(nearestName('anything', [])).toBeUndefined();
});

test('camelCase counts as snake_case, and a stray capital as its small letter', () => {
  expect(nearestName('metricName', ['metricsname', 'metric_name'])).toBe('metric_name');
  expect(nearestName('gOal', ['g_ol', 'goal'])).toBe('goal');
});
