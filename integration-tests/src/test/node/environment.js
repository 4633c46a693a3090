// Node's, for scripts that are run as `node SCRIPT BASE-URL …`. Import it before anything else.

import * as signalR from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';

globalThis.environment = {
  signalR,
  MessagePackHubProtocol,
  base: process.argv[2],
  // Who the client is: the header Authorization.
  login: process.env.AUTHORIZATION ? { Authorization: process.env.AUTHORIZATION } : {},
  // A page has its origin, and cannot say that it had another.
  headers: { Origin: 'https://evil.example' },
};
