// How many texts a second the npm spintax engines make of a template, beside koor's benchmark, in one
// run on one core, best of several rounds each:
//
//     (cd BUILD && npm install spintax-extended@0.9.0 spintax@0.0.1 mel-spintax@1.0.4)
//     node spintax.mjs BUILD/tests/bench/bench_realise ../template-62.txt [ROUNDS]
//
// spintax-extended parses the template once (its object form); the others have no such form.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const [bench, path, times = '20'] = process.argv.slice(2);
if (!path) {
  console.error('usage: node spintax.mjs BENCH_REALISE TEMPLATE [ROUNDS]');
  process.exit(2);
}
const require = createRequire(resolve(bench)); // the packages are beside the build, as those of the tests
const template = readFileSync(path, 'utf8').trim();

// Each gives a function without arguments that makes one text.
const engines = {
  'spintax-extended, parsed once': () => {
    const Spintax = require('spintax-extended');
    const parsed = new Spintax(template);
    return () => parsed.unspin();
  },
  'spintax': () => {
    const { unspin } = require('spintax');
    return () => unspin(template);
  },
  'mel-spintax': () => {
    const { unspin } = require('mel-spintax');
    return () => unspin(template);
  },
};

// By the time of the process, as in koor's benchmark: what else the machine does does not count.
function used() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function rate(make, texts = 20000, rounds = Number(times)) {
  let best = 0;
  for (let round = 0; round < rounds; round++) {
    const start = used();
    for (let i = 0; i < texts; i++) make();
    best = Math.max(best, texts / (used() - start));
  }
  return best;
}

const rates = [];
for (const [name, open] of Object.entries(engines)) {
  try {
    const make = open();
    const sample = make();
    if (typeof sample !== 'string' || sample.includes('{')) throw new Error('it does not render this template');
    rates.push([name, rate(make)]);
  } catch (error) {
    console.log(`${name}: left out, ${error.message.split('\n')[0]}`);
  }
}
const output = execFileSync(bench, [path], { encoding: 'utf8' });
const koor = Number(/^texts_per_second (\d+)/m.exec(output)[1]);
rates.push(['koor', koor]);
for (const [name, perSecond] of rates) console.log(`${name}: ${Math.round(perSecond)} texts a second`);
const fastest = Math.max(...rates.slice(0, -1).map(([, perSecond]) => perSecond));
console.log(`ratio ${(koor / fastest).toFixed(1)}`);
