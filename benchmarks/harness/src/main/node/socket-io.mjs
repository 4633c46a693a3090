// The hub's arguments emitted to all clients, with Socket.IO: node socket-io.mjs MESSAGE.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { Server } from "socket.io";
import { digits, listen } from "./publisher.mjs";

const [stream, event] = JSON.parse(readFileSync(process.argv[2], "utf8").replace("\u001e", "")).arguments;

const http = createServer();
const io = new Server(http, { transports: ["websocket"] });

listen(http, () => io.emit("EventReceived", stream, { ...event, data: { ...event.data, at: digits() } }));
