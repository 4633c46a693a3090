// node stateful.js SCENARIO URL SERVER STREAM PROTOCOL: a client with stateful reconnect, whose network the Java test cuts.
// The hub is reached at URL, through that network; all else goes to the SERVER straight.

import signalR from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';

const [, , scenario, url, server, stream, protocol] = process.argv;

function tell(line) {
  console.log(JSON.stringify(line));
}

const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

async function until(what, condition) {
  const end = Date.now() + 120000;
  while (!condition()) {
    if (Date.now() > end) {
      throw new Error(`Not in time: ${what}`);
    }
    await pause(5);
  }
}

async function append(name, data) {
  const response = await fetch(`${server}/api/streams/${name}/events`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(data.map((d) => ({ type: 'Tested', data: d }))),
  });
  if (!response.ok) {
    throw new Error(`append: ${response.status} ${await response.text()}`);
  }
}

function connect() {
  const connection = new signalR.HubConnectionBuilder()
    .withUrl(`${url}/hubs/events`)
    .withHubProtocol(protocol === 'json' ? new signalR.JsonHubProtocol() : new MessagePackHubProtocol())
    .withStatefulReconnect()
    .withAutomaticReconnect([0, 100, 500, 1000, 1000, 2000, 2000, 5000, 5000])
    .configureLogging(signalR.LogLevel.None)
    .build();
  const client = { connection, events: [], confirmed: {}, errors: [], reconnecting: 0, reconnected: 0 };
  connection.on('EventReceived', (name, event) => {
    if (name === stream) {
      client.events.push(event);
    }
  });
  connection.on('SubscriptionConfirmed', (name) => {
    client.confirmed[name] = (client.confirmed[name] ?? 0) + 1;
  });
  connection.on('Error', (message) => {
    client.errors.push(message);
  });
  connection.onreconnecting(() => {
    client.reconnecting += 1;
  });
  return client;
}

/** Appends while it subscribes to other streams and ends that again, until it is told on its input that it is enough. */
async function cuts() {
  const client = connect();
  await client.connection.start();
  const id = client.connection.connectionId;
  await client.connection.invoke('SubscribeToStream', stream, 0);
  tell({ started: true });
  let enough = false;
  process.stdin.once('data', () => {
    enough = true;
  });
  const appended = (async () => {
    let count = 0;
    while (!enough || count < 2000) {
      const batch = 1 + Math.floor(Math.random() * 20);
      await append(
        stream,
        Array.from({ length: batch }, (_, i) => ({ n: count + i, text: 'é'.repeat(Math.random() * 300) })),
      );
      count += batch;
      await pause(Math.random() * 60);
    }
    return count;
  })();
  const called = (async () => {
    const calls = {};
    for (let i = 0; !enough; i++) {
      const other = `${stream}-${i % 7}`;
      calls[other] = (calls[other] ?? 0) + 1;
      await client.connection.invoke('SubscribeToStream', other, 0);
      await client.connection.invoke('UnsubscribeFromStream', other);
      // Well below max-calls-per-second.
      await pause(20 + Math.random() * 40);
    }
    return calls;
  })();
  const count = await appended;
  const calls = await called;
  await until('all events', () => client.events.length >= count);
  await pause(1500);
  tell({
    count,
    offsets: client.events.map((e) => e.offset),
    gaps: client.events.filter((e) => e.previous !== e.offset - 1).map((e) => e.offset),
    wrong: client.events.filter((e) => e.data.n !== e.offset).map((e) => e.offset),
    calls,
    confirmed: client.confirmed,
    errors: client.errors,
    reconnecting: client.reconnecting,
    sameId: client.connection.connectionId === id,
    state: client.connection.state,
  });
  await client.connection.stop();
}

/** Subscribes anew when it has become another connection, as every client must. */
async function outage() {
  const client = connect();
  await client.connection.start();
  const id = client.connection.connectionId;
  await append(stream, [{ n: 0 }, { n: 1 }]);
  await client.connection.invoke('SubscribeToStream', stream, 0);
  await until('what there is', () => client.events.length === 2);
  client.connection.onreconnected(async () => {
    client.reconnected += 1;
    await client.connection.invoke('SubscribeToStream', stream, client.events.length);
  });
  tell({ started: true });
  await until('the outage', () => client.reconnecting > 0);
  tell({ out: true });
  await append(stream, [{ n: 2 }, { n: 3 }]);
  await until('the rest', () => client.events.length >= 4);
  await pause(500);
  tell({
    offsets: client.events.map((e) => e.offset),
    reconnecting: client.reconnecting,
    reconnected: client.reconnected,
    sameId: client.connection.connectionId === id,
  });
  await client.connection.stop();
}

({ cuts, outage })[scenario]().then(
  () => process.exit(0),
  (e) => {
    console.error(e);
    process.exit(1);
  },
);
