// Stands in for the browser's SDK, played by hand: what it is asked for, and what it reports.

import { EventEmitter } from "node:events";

export class UnauthorizedError extends Error {}

export class Subscription extends EventEmitter {
  subscribed = false;

  constructor(channel, options) {
    super();
    this.channel = channel;
    this.options = options;
  }

  subscribe() {
    this.subscribed = true;
  }

  unsubscribe() {
    this.subscribed = false;
  }
}

export class Centrifuge extends EventEmitter {
  static UnauthorizedError = UnauthorizedError;
  state = "disconnected";
  connects = 0;
  subscriptions = [];
  rpc = async () => ({ data: {} });

  constructor(address, options) {
    super();
    this.address = address;
    this.options = options;
    Centrifuge.last = this;
  }

  connect() {
    this.connects += 1;
    this.report("connecting");
  }

  disconnect() {
    this.report("disconnected", { code: 0 });
  }

  setToken(token) {
    this.token = token;
  }

  newSubscription(channel, options) {
    const subscription = new Subscription(channel, options);
    this.subscriptions.push(subscription);
    return subscription;
  }

  removeSubscription(subscription) {
    this.subscriptions = this.subscriptions.filter((each) => each !== subscription);
  }

  /** Report a state as the SDK does. */
  report(state, context = {}) {
    this.state = state;
    this.emit(state, context);
  }
}
