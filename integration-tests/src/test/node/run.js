'use strict';

// node run.js SCENARIO BASE-URL STREAM PROTOCOL: runs one scenario, with a prefix for the names of its streams.

const scenarios = require('./scenarios.js');

const [, , name, , stream] = process.argv;

scenarios[name](stream).then(
  () => process.exit(0),
  (e) => {
    console.error(e);
    process.exit(1);
  },
);
