'use strict';

const crypto = require('node:crypto');
const { signalR, base, hub, builder, tell, connect, until, failure, post, append, counts } = require('./hub.js');

const offsets = (events) => events.map((e) => e.offset);

/** The snippet of the guide, as printed, but for the address and the protocol. */
async function snippet() {
  await post('/api/users', { name: 'Ada', email: 'ada@example.org' });
  const received = [];
  const connection = builder().withUrl(hub).build();
  connection.on('EventReceived', (stream, event) => {
    received.push({ stream, event });
  });
  await connection.start();
  await connection.invoke('SubscribeToStream', 'UserWorkflow', 0);
  await until('an event', () => received.length > 0);
  tell(received[0]);
  await connection.stop();
}

async function several(prefix) {
  const [a, b] = [`${prefix}-a`, `${prefix}-b`];
  await append(a, 0, 1);
  await append(b, 0);
  const client = connect();
  await client.connection.start();
  await client.connection.invoke('SubscribeToStream', a, 0);
  await client.connection.invoke('SubscribeToStream', b, 0);
  await append(a, 2);
  await append(b, 1);
  await until('all', () => client.events(a).length === 3 && client.events(b).length === 2);
  tell({ a: offsets(client.events(a)), b: offsets(client.events(b)), confirmed: client.confirmed() });

  await client.connection.invoke('UnsubscribeFromStream', a);
  await append(a, 3);
  await append(b, 2);
  await until('the event of the other stream', () => client.events(b).length === 3);
  await append(b, 3);
  await until('one more', () => client.events(b).length === 4);
  tell({ a: offsets(client.events(a)), b: offsets(client.events(b)) });
  await client.connection.stop();
}

async function refusals(stream) {
  await append(stream, 0);
  const client = connect();
  await client.connection.start();
  const invoke = (...call) => failure(client.connection.invoke(...call));
  tell({
    unknown: await invoke('NoSuchMethod', 1),
    none: await invoke('SubscribeToStream'),
    many: await invoke('SubscribeToStream', stream, 0, 1),
    noNames: await invoke('UnsubscribeFromStream'),
    wrongType: await invoke('SubscribeToStream', 7, 0),
    negative: await invoke('SubscribeToStream', stream, -1),
    text: await invoke('SubscribeToStream', stream, 'zero'),
    fraction: await invoke('SubscribeToStream', stream, 0.5),
    name: await invoke('SubscribeToStream', 'no such name', 0),
    ack: await invoke('Ack', stream, 0),
  });
  await client.connection.send('NoSuchMethod', 1);
  tell({ before: client.calls.filter((c) => c.target !== 'Error').length, errors: client.errors().length });
  await client.connection.invoke('SubscribeToStream', stream, 0);
  await until('an event', () => client.events(stream).length === 1);
  const ack = await failure(client.connection.invoke('Ack', stream, 0));
  const tooFar = await failure(client.connection.invoke('Ack', stream, 1));
  tell({ offsets: offsets(client.events(stream)), ack, tooFar, state: client.connection.state });
  await client.connection.stop();
}

async function confirmedFirst(stream) {
  await append(stream, 0, 1, 2);
  const client = connect();
  await client.connection.start();
  const order = [];
  for (let i = 0; i < 20; i++) {
    client.calls.length = 0;
    await client.connection.invoke('SubscribeToStream', stream, 0);
    await until('three events', () => client.events(stream).length === 3);
    order.push(client.calls.map((c) => (c.target === 'EventReceived' ? c.args[1].offset : c.target)).join(' '));
  }
  tell({ orders: [...new Set(order)], arity: [...new Set(client.calls.map((c) => `${c.target} ${c.args.length}`))] });
  await client.connection.stop();
}

async function liveOnly(stream) {
  await append(stream, 0, 1);
  const client = connect();
  await client.connection.start();
  await client.connection.invoke('SubscribeToStream', stream);
  await client.connection.invoke('SubscribeToStream', `${stream}-new`, null);
  await append(stream, 2);
  await append(`${stream}-new`, 0);
  await until('both', () => client.events(stream).length === 1 && client.events(`${stream}-new`).length === 1);
  tell({ old: client.events(stream), fresh: offsets(client.events(`${stream}-new`)) });
  await client.connection.stop();
}

async function pascal(stream) {
  await append(stream, { firstName: 'Ada', nested: { eventType: 1 } });
  const client = connect({ query: '?naming=pascal' });
  await client.connection.start();
  await client.connection.invoke('SubscribeToStream', stream, 0);
  await until('an event', () => client.events(stream).length === 1);
  tell(client.events(stream)[0]);
  await client.connection.stop();
}

/** Asked for at negotiation, without it, and by hand. */
async function unknownNaming() {
  const query = '?naming=snake';
  const skipping = { skipNegotiation: true, transport: signalR.HttpTransportType.WebSockets };
  const answer = await fetch(`${hub}/negotiate${query}`, { method: 'POST' });
  tell({
    negotiating: await failure(connect({ query }).connection.start()),
    connecting: await failure(connect({ query, options: skipping }).connection.start()),
    problem: await answer.json(),
  });
}

/** Whether they are to the client what JSON.parse makes of them. */
async function numbers(stream) {
  const text =
    '[0,-1,127,128,9007199254740991,9007199254740993,9223372036854775807,-9223372036854775808,' +
    '9223372036854775808,18446744073709551616,1e2,0.1,-0.5,1.7976931348623157e308,5e-324,' +
    '123456789012345678901234567890.123456789]';
  await post(`/api/streams/${stream}/events`, `[{"type":"Tested","data":${text}}]`);
  const client = connect();
  await client.connection.start();
  await client.connection.invoke('SubscribeToStream', stream, 0);
  await until('an event', () => client.events(stream).length === 1);
  tell({ received: JSON.stringify(client.events(stream)[0].data), expected: JSON.stringify(JSON.parse(text)) });
  await client.connection.stop();
}

async function skipNegotiation(stream) {
  await append(stream, 0);
  const client = connect({ options: { skipNegotiation: true, transport: signalR.HttpTransportType.WebSockets } });
  await client.connection.start();
  await client.connection.invoke('SubscribeToStream', stream, 0);
  await until('an event', () => client.events(stream).length === 1);
  tell({ offsets: offsets(client.events(stream)) });
  await client.connection.stop();
}

async function stopCleansUp(stream) {
  const before = await counts();
  const clients = [connect(), connect()];
  for (const client of clients) {
    await client.connection.start();
    await client.connection.invoke('SubscribeToStream', stream, 0);
    await client.connection.invoke('SubscribeToStream', `${stream}-other`);
  }
  const during = await counts();
  for (const client of clients) {
    await client.connection.stop();
  }
  await until('none left', async () => (await counts()).connections <= before.connections);
  tell({ before, during, after: await counts() });
}

async function large(stream) {
  const odd = { text: 'é€😀\u2028 "quoted" \\ \u001e\u0000', 'ключ': [1.1, null, true] };
  await append(stream, odd);
  await append(stream, 'x'.repeat(1000000));
  await append(stream, 'after');
  const client = connect();
  await client.connection.start();
  await client.connection.invoke('SubscribeToStream', stream, 0);
  await until('three events', () => client.events(stream).length === 3);
  const [first, second, third] = client.events(stream);
  tell({ same: JSON.stringify(first.data) === JSON.stringify(odd), length: second.data.length, third: third.data });
  await client.connection.stop();
}

async function twoClients(stream) {
  const clients = [connect(), connect({ query: '?naming=pascal' })];
  for (const client of clients) {
    await client.connection.start();
    await client.connection.invoke('SubscribeToStream', stream, 0);
  }
  for (let i = 0; i < 50; i++) {
    await append(stream, i);
  }
  await until('all', () => clients.every((c) => c.events(stream).length === 50));
  tell({
    first: offsets(clients[0].events(stream)),
    second: clients[1].events(stream).map((e) => e.Offset),
    previous: clients[0].events(stream).map((e) => e.previous),
  });
  await Promise.all(clients.map((c) => c.connection.stop()));
}

async function restart(stream) {
  await append(stream, 0, 1);
  const client = connect();
  await client.connection.start();
  await client.connection.invoke('SubscribeToStream', stream, 0);
  await until('two events', () => client.events(stream).length === 2);
  await client.connection.stop();
  await append(stream, 2);
  await client.connection.start();
  await client.connection.invoke('SubscribeToStream', stream, client.events(stream)[1].offset + 1);
  await until('the third event', () => client.events(stream).length === 3);
  tell({ offsets: offsets(client.events(stream)) });
  await client.connection.stop();
}

async function foreignOrigin() {
  const client = connect({ options: { headers: { Origin: 'https://evil.example' } } });
  const skipping = connect({
    options: {
      headers: { Origin: 'https://evil.example' },
      skipNegotiation: true,
      transport: signalR.HttpTransportType.WebSockets,
    },
  });
  tell({
    negotiating: await failure(client.connection.start()),
    connecting: await failure(skipping.connection.start()),
    status: (await fetch(`${hub}/negotiate`, { method: 'POST', headers: { Origin: 'https://evil.example' } })).status,
    own: (await fetch(`${hub}/negotiate`, { method: 'POST', headers: { Origin: base } })).status,
  });
}

/** Longer than a client waits for a sign of life of a server. */
async function idle(stream) {
  const client = connect();
  const closed = [];
  client.connection.onclose((e) => closed.push(String(e)));
  await client.connection.start();
  await client.connection.invoke('SubscribeToStream', stream);
  await new Promise((resolve) => setTimeout(resolve, 40000));
  await append(stream, 0);
  await until('an event', () => client.events(stream).length === 1);
  tell({ state: client.connection.state, closed });
  await client.connection.stop();
}

/** Reads a stream from its beginning to the event that ends it, and keeps none. */
async function loans(stream) {
  const client = connect();
  const hash = crypto.createHash('sha256');
  const told = { received: 0, outOfOrder: 0, unlinked: 0, already: 0, millis: 0 };
  let ended = false;
  client.connection.off('EventReceived');
  client.connection.on('EventReceived', (name, event) => {
    told.outOfOrder += event.offset === told.received ? 0 : 1;
    told.unlinked += event.previous === told.received - 1 ? 0 : 1;
    told.received++;
    if (event.eventType === 'End') {
      ended = true;
    } else if (event.eventType !== 'More') {
      hash.update(`${event.eventType}|${event.key}\n`);
    }
  });
  await client.connection.start();
  const page = await (await fetch(`${base}/api/streams/${stream}/events?limit=1`)).json();
  told.already = page.head - 262199;
  const begun = Date.now();
  await client.connection.invoke('SubscribeToStream', stream, 0);
  await until('the end', () => ended, 170000);
  told.millis = Date.now() - begun;
  tell({ ...told, hash: hash.digest('hex') });
  await client.connection.stop();
}

module.exports = {
  loans,
  snippet,
  several,
  refusals,
  confirmedFirst,
  liveOnly,
  pascal,
  unknownNaming,
  numbers,
  skipNegotiation,
  stopCleansUp,
  large,
  twoClients,
  restart,
  foreignOrigin,
  idle,
};
