// node run.js BASE-URL PREFIX [NAME,… [NAME]]: runs all scenarios but the named, or the last alone, and prints a line of JSON
// for each. Their streams begin with the prefix.

import './environment.js';
import { runAll, runBarred } from './runner.js';

const [, , , prefix, without = '', only = ''] = process.argv;
const protocols = ['json', 'messagepack'];

for (const ended of [...(await runAll(protocols, prefix, without.split(','), only)), ...(await runBarred(protocols, prefix))]) {
  console.log(JSON.stringify(ended));
}
process.exit(0);
