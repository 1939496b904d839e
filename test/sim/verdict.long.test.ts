import { withChance } from './allowance.js';
import { testVerdicts } from './verdict-tests.js';

testVerdicts({ noiseLoops: 300, effectLoops: 50, realisticLoops: 300, allowance: withChance });
