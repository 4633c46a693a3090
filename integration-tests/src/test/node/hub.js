'use strict';

// What scenarios share: connections of the unmodified client, appends by HTTP, and lines of JSON for the Java test.

const signalR = require('@microsoft/signalr');
const { MessagePackHubProtocol } = require('@microsoft/signalr-protocol-msgpack');

const protocols = { json: () => new signalR.JsonHubProtocol(), messagepack: () => new MessagePackHubProtocol() };

const base = process.argv[3];
const hub = `${base}/hubs/events`;

function tell(line) {
  console.log(JSON.stringify(line));
}

/** What makes a connection that speaks the protocol asked for. */
function builder() {
  return new signalR.HubConnectionBuilder().withHubProtocol(protocols[process.argv[5]]());
}

/** A connection that notes whatever it is called for, in order. */
function connect({ query = '', options = {} } = {}) {
  const connection = builder()
    .withUrl(hub + query, options)
    .configureLogging(signalR.LogLevel.Error)
    .build();
  const calls = [];
  for (const target of ['SubscriptionConfirmed', 'EventReceived', 'Error']) {
    connection.on(target, (...args) => {
      calls.push({ target, args });
    });
  }
  return {
    connection,
    calls,
    events: (stream) => calls.filter((c) => c.target === 'EventReceived' && c.args[0] === stream).map((c) => c.args[1]),
    confirmed: () => calls.filter((c) => c.target === 'SubscriptionConfirmed').map((c) => c.args[0]),
    errors: () => calls.filter((c) => c.target === 'Error').map((c) => c.args),
  };
}

async function until(what, condition, millis = 60000) {
  const end = Date.now() + millis;
  for (;;) {
    if (await condition()) {
      return;
    }
    if (Date.now() > end) {
      throw new Error(`Not within ${millis} ms: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** What it is refused with; null: it is not. */
async function failure(promise) {
  try {
    await promise;
    return null;
  } catch (e) {
    return String(e.message);
  }
}

async function post(path, body) {
  const response = await fetch(base + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(`${path}: ${response.status} ${await response.text()}`);
  }
  return response.json();
}

/** Appends one event for each of the data. */
function append(stream, ...data) {
  return post(`/api/streams/${stream}/events`, data.map((d) => ({ type: 'Tested', data: d })));
}

async function counts() {
  return (await fetch(`${base}/api/hub`)).json();
}

module.exports = { signalR, base, hub, builder, tell, connect, until, failure, post, append, counts };
