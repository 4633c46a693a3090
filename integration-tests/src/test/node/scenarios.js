// Each takes a prefix for the names of its streams, and tells a test what it saw. They run in Node and in a page alike.

import { signalR, hub, headers, login, until, failure, post, append, get, counts } from './hub.js';

const offsets = (events) => events.map((e) => e.offset);

/** The snippet of the guide, as printed, but for the address, the login and the protocol. */
export async function snippet(_, { builder, tell }) {
  await post('/api/users', { name: 'Ada', email: 'ada@example.org' });
  const received = [];
  const connection = builder().withUrl(hub, { headers: login }).build();
  connection.on('EventReceived', (stream, event) => {
    received.push({ stream, event });
  });
  await connection.start();
  await connection.invoke('SubscribeToStream', 'UserWorkflow', 0);
  await until('an event', () => received.length > 0);
  tell(received[0]);
  await connection.stop();
}

export async function several(prefix, { connect, tell }) {
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

export async function refusals(stream, { connect, tell }) {
  await append(stream, 0);
  const streams = async () => (await get('/api/streams?limit=1000')).streams.length;
  const before = await streams();
  const client = connect();
  await client.connection.start();
  const invoke = (...call) => failure(client.connection.invoke(...call));
  tell({
    unknown: await invoke('NoSuchMethod', 1),
    none: await invoke('SubscribeToStream'),
    many: await invoke('SubscribeToStream', stream, 0, {}, 1),
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
  tell({ streamsMore: (await streams()) - before });
}

export async function confirmedFirst(stream, { connect, tell }) {
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

export async function liveOnly(stream, { connect, tell }) {
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

export async function pascal(stream, { connect, tell }) {
  await append(stream, { firstName: 'Ada', nested: { eventType: 1 } });
  const client = connect({ query: '?naming=pascal' });
  await client.connection.start();
  await client.connection.invoke('SubscribeToStream', stream, 0);
  await until('an event', () => client.events(stream).length === 1);
  tell(client.events(stream)[0]);
  await client.connection.stop();
}

/** Asked for at negotiation, without it, and by hand. */
export async function unknownNaming(_, { connect, tell }) {
  const query = '?naming=snake';
  const skipping = { skipNegotiation: true, transport: signalR.HttpTransportType.WebSockets };
  const answer = await fetch(`${hub}/negotiate${query}`, { method: 'POST', headers: login });
  tell({
    negotiating: await failure(connect({ query }).connection.start()),
    connecting: await failure(connect({ query, options: skipping }).connection.start()),
    problem: await answer.json(),
  });
}

/** Whether they are to the client what JSON.parse makes of them. */
export async function numbers(stream, { connect, tell }) {
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

export async function skipNegotiation(stream, { connect, tell }) {
  await append(stream, 0);
  const client = connect({ options: { skipNegotiation: true, transport: signalR.HttpTransportType.WebSockets } });
  await client.connection.start();
  await client.connection.invoke('SubscribeToStream', stream, 0);
  await until('an event', () => client.events(stream).length === 1);
  tell({ offsets: offsets(client.events(stream)) });
  await client.connection.stop();
}

/** Others' connections may come to their end meanwhile: then it counts again. */
export async function stopCleansUp(stream, { connect, tell }) {
  const more = (now, before) => ['connections', 'streams', 'subscriptions'].map((what) => now[what] - before[what]);
  let told;
  await until('counts of these clients only', async () => {
    const before = await counts();
    const clients = [connect(), connect()];
    for (const client of clients) {
      await client.connection.start();
      await client.connection.invoke('SubscribeToStream', stream, 0);
      await client.connection.invoke('SubscribeToStream', `${stream}-other`);
    }
    const during = more(await counts(), before);
    for (const client of clients) {
      await client.connection.stop();
    }
    await until('none left', async () => (await counts()).connections <= before.connections);
    told = { during, after: more(await counts(), before) };
    return `${told.during}` === '2,2,4' && `${told.after}` === '0,0,0';
  });
  tell(told);
}

export async function large(stream, { connect, tell }) {
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

export async function twoClients(stream, { connect, tell }) {
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

export async function catchUp(stream, { connect, tell }) {
  const all = 600;
  await append(stream, ...Array(300).keys());
  const write = async () => {
    for (let i = 0; i < 25; i++) {
      await append(stream, 1, 2, 3, 4, 5, 6);
    }
  };
  const client = connect();
  await client.connection.start();
  const writing = [write(), write()];
  await client.connection.invoke('SubscribeToStream', stream, 100);
  const { head } = await get(`/api/streams/${stream}/events?limit=1`);
  await Promise.all(writing);
  await until('all', () => client.events(stream).length >= all - 100);
  const events = client.events(stream);
  tell({ offsets: offsets(events), previous: events.map((e) => e.previous), headMeanwhile: head });
  await client.connection.stop();
}

export async function restart(stream, { connect, tell }) {
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

/** Longer than it waits for a sign of life of the server. */
export async function quiet(stream, { builder, tell }) {
  const closed = [];
  let received = 0;
  const connection = builder().withUrl(hub, { headers: login }).withServerTimeout(14000).build();
  connection.on('SubscriptionConfirmed', () => {});
  connection.on('EventReceived', () => received++);
  connection.onclose((e) => closed.push(String(e)));
  await connection.start();
  await connection.invoke('SubscribeToStream', stream);
  await new Promise((resolve) => setTimeout(resolve, 15000));
  await append(stream, 0);
  await until('an event or the end', () => received > 0 || closed.length > 0);
  tell({ state: connection.state, closed });
  await connection.stop();
}

/** What a page meets whose origin is not listed. In Node, which has none, the header says so. */
export async function barred(stream, { connect, tell }) {
  const skipping = { skipNegotiation: true, transport: signalR.HttpTransportType.WebSockets };
  tell({
    negotiating: await failure(connect({ options: { headers } }).connection.start()),
    connecting: await failure(connect({ options: { headers, ...skipping } }).connection.start()),
    appending: await failure(post(`/api/streams/${stream}/events`, { type: 'Tested', data: 0 }, headers)),
  });
}
