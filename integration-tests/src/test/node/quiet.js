// node quiet.js BASE-URL STREAM: a client of each protocol subscribes and then says nothing until an event comes. Prints
// "subscribed", and at the end a line of JSON for each.

import './environment.js';
import { connect, until } from './hub.js';

const [, , , stream] = process.argv;
const protocols = ['json', 'messagepack'];

const clients = await Promise.all(
  protocols.map(async (protocol) => {
    const client = connect(protocol);
    const closed = [];
    client.connection.onclose((e) => closed.push(String(e)));
    await client.connection.start();
    await client.connection.invoke('SubscribeToStream', stream);
    return { protocol, closed, ...client };
  }),
);
console.log('subscribed');
for (const { protocol, closed, connection, events } of clients) {
  await until('an event or the end', () => events(stream).length > 0 || closed.length > 0, 3600000);
  console.log(JSON.stringify({ protocol, closed, state: connection.state }));
  await connection.stop();
}
process.exit(0);
