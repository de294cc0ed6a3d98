// Clients of the official SDK over each transport, tokens for them, the server API, and waiting.
import { createHmac } from 'node:crypto';
import { Centrifuge } from 'centrifuge';
import { EventSource } from 'eventsource';
import WebSocket from 'ws';

/** Addresses of the nodes; the second one is another node of the same system, or the same. */
export const nodes = (process.env.ENGINES ?? 'http://127.0.0.1:8000').split(',');
/** A node that wants tokens (strict.toml), if there is one. */
export const strict = process.env.STRICT;

export const transports = ['websocket', 'http_stream', 'sse'];
const LONGEST_WAIT = 8000;

const open = new Set();

/** A client of `node`; what it sends beside its stream goes to the last node. */
export function client(transport, options = {}, node = nodes[0]) {
  const scheme = transport === 'websocket' ? node.replace('http', 'ws') : node;
  const made = new Centrifuge([{ transport, endpoint: `${scheme}/connection/${transport}` }], {
    websocket: WebSocket,
    eventsource: EventSource,
    fetch,
    readableStream: ReadableStream,
    emulationEndpoint: `${node === strict ? node : nodes.at(-1)}/emulation`,
    minReconnectDelay: 20,
    maxReconnectDelay: 200,
    timeout: LONGEST_WAIT,
    ...options,
  });
  open.add(made);
  return made;
}

/** Ends every client that a test made. */
export function closeAll() {
  for (const each of open) each.disconnect();
  open.clear();
}

/** The next event of a client or a subscription; listen before it can happen. */
export function next(emitter, event, matches = () => true) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${event} came`)), LONGEST_WAIT);
    const listener = (context) => {
      if (!matches(context)) return;
      clearTimeout(timer);
      emitter.off(event, listener);
      resolve(context);
    };
    emitter.on(event, listener);
  });
}

/** Collects the data of publications, and tells when there are as many as wanted. */
export function collect(emitter) {
  const data = [];
  emitter.on('publication', (context) => data.push(context.data));
  return {
    data,
    until: async (count) => {
      while (data.length < count) await next(emitter, 'publication');
      return data;
    },
  };
}

export async function connected(made) {
  const event = next(made, 'connected');
  made.connect();
  return event;
}

export async function subscribed(subscription) {
  const event = next(subscription, 'subscribed');
  subscription.subscribe();
  return event;
}

/** A connection token, or with `channel` a subscription token, as HS256. */
export function token(claims, secret = 'secret') {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

export const soon = (seconds) => Math.floor(Date.now() / 1000) + seconds;

/** Calls the server API and returns its result; throws what it answers instead. */
export async function api(method, request, node = nodes[0]) {
  const response = await fetch(`${node}/api/${method}`, {
    method: 'POST',
    headers: { 'X-API-Key': 'test-api-key' },
    body: JSON.stringify(request),
  });
  const body = await response.json();
  if (body.error) throw new Error(`${method}: ${JSON.stringify(body.error)}`);
  return body.result;
}

let channels = 0;
/** A channel that no other test uses. */
export const channel = (namespace = '') => `${namespace}${process.pid}-${Date.now()}-${channels++}`;
