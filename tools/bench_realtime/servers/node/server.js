// A peer: Node's `ws`. `node server.js REDIS_URL`
"use strict";

const Redis = require("ioredis");
const { WebSocket, WebSocketServer } = require("ws");

const CHANNEL = "bench:plain";

const server = new WebSocketServer(
  { host: "127.0.0.1", port: 0, backlog: 4096, perMessageDeflate: false },
  async () => {
    const redis = new Redis(process.argv[2].replace(/^unix:\/\//, ""));
    redis.on("message", (channel, message) => {
      for (const socket of server.clients) {
        if (socket.readyState === WebSocket.OPEN) socket.send(message);
      }
    });
    await redis.subscribe(CHANNEL);
    console.log(`listening ${server.address().port}`);
  },
);

server.on("connection", (socket) => {
  socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
});
