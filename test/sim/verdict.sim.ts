import { asBounded } from './allowance.js';
import { testVerdicts } from './verdict-tests.js';

testVerdicts({ noiseLoops: 4000, effectLoops: 500, realisticLoops: 2000, allowance: asBounded });
