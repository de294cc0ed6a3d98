// What the official browser SDK does with a served engine, over each of its transports.
import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import {
  api, channel, client, closeAll, collect, connected, next, nodes, soon, strict, subscribed, token,
  transports,
} from './client.mjs';

afterEach(closeAll);

for (const transport of transports) {
  describe(transport, { timeout: 30_000 }, () => {
    test('connects, tells its id, and goes by itself', async () => {
      const alice = client(transport);
      const context = await connected(alice);
      assert.equal(context.transport, transport);
      assert.match(context.client, /^[0-9a-f-]{36}$/);
      const gone = next(alice, 'disconnected');
      alice.disconnect();
      assert.equal((await gone).code, 0);
    });

    test('subscribes to several channels with what it connects with', async () => {
      const alice = client(transport);
      const subscriptions = Array.from({ length: 5 }, () => alice.newSubscription(channel()));
      const all = subscriptions.map(subscribed);
      alice.connect();
      for (const context of await Promise.all(all)) assert.equal(context.recoverable, true);
    });

    test('publishes, and receives from another with who it was', async () => {
      const name = channel();
      const [alice, bob] = [client(transport), client(transport, {}, nodes.at(-1))];
      await Promise.all([connected(alice), connected(bob)]);
      const [hers, his] = [alice.newSubscription(name), bob.newSubscription(name)];
      await Promise.all([subscribed(hers), subscribed(his)]);
      const received = next(his, 'publication');
      await hers.publish({ text: '안녕' });
      const { data, info, offset } = await received;
      assert.deepEqual(data, { text: '안녕' });
      assert.equal(info.client, hers._centrifuge._client);
      assert.equal(offset, 1);
    });

    test('knows who is there and how many, and hears of comings and goings', async () => {
      const name = channel();
      const [alice, bob] = [client(transport), client(transport, { token: token({ sub: 'bob' }) })];
      await Promise.all([connected(alice), connected(bob)]);
      const hers = alice.newSubscription(name);
      await subscribed(hers);
      const came = next(hers, 'join', ({ info }) => info.user === 'bob');
      const his = bob.newSubscription(name);
      await subscribed(his);
      const { info } = await came;
      const { clients } = await hers.presence();
      assert.equal(Object.keys(clients).length, 2);
      assert.equal(clients[info.client].user, 'bob');
      assert.deepEqual(await hers.presenceStats(), { numClients: 2, numUsers: 2 });
      const went = next(hers, 'leave');
      his.unsubscribe();
      assert.equal((await went).info.client, info.client);
      assert.equal((await hers.presenceStats()).numClients, 1);
    });

    test('reads history from either end and from a position', async () => {
      const name = channel();
      const alice = client(transport);
      await connected(alice);
      const hers = alice.newSubscription(name);
      await subscribed(hers);
      for (const i of [1, 2, 3]) await api('publish', { channel: name, data: { i } });
      const read = async (options) => (await hers.history(options)).publications.map((p) => p.data.i);
      const { epoch, offset, publications } = await hers.history({ limit: 0 });
      assert.deepEqual([offset, publications.length], [3, 0]);
      assert.deepEqual(await read({ limit: -1 }), [1, 2, 3]);
      assert.deepEqual(await read({ limit: 2, reverse: true }), [3, 2]);
      assert.deepEqual(await read({ limit: 9, since: { offset: 1, epoch } }), [2, 3]);
      await assert.rejects(hers.history({ since: { offset: 1, epoch: 'other' } }), { code: 112 });
    });

    test('is told by errors what is not there', async () => {
      const alice = client(transport);
      const early = alice.rpc('nothing', {});
      alice.connect();
      await assert.rejects(early, { code: 108 });
      await assert.rejects(alice.rpc('nothing', {}), { code: 108 });
      await assert.rejects(alice.publish('unknown:channel', {}), { code: 102 });
      await assert.rejects(alice.presence('recovery:x'), { code: 108 });
      const ended = next(alice.newSubscription('unknown:channel'), 'unsubscribed');
      alice.getSubscription('unknown:channel').subscribe();
      assert.equal((await ended).code, 102);
    });

    test('recovers what it missed between unsubscribing and subscribing', async () => {
      const name = channel('recovery:');
      const alice = client(transport);
      await connected(alice);
      const hers = alice.newSubscription(name);
      const seen = collect(hers);
      await subscribed(hers);
      await api('publish', { channel: name, data: 1 });
      await seen.until(1);
      hers.unsubscribe();
      for (const i of [2, 3]) await api('publish', { channel: name, data: i });
      const { recovered, wasRecovering } = await subscribed(hers);
      assert.deepEqual([wasRecovering, recovered], [true, true]);
      assert.deepEqual(await seen.until(3), [1, 2, 3]);
    });

    test('recovers what it missed without a connection, and is told where it cannot', async () => {
      const [kept, short] = [channel('recovery:'), channel('smallhistory:')];
      const alice = client(transport);
      await connected(alice);
      const [all, few] = [alice.newSubscription(kept), alice.newSubscription(short)];
      const seen = collect(all);
      await Promise.all([subscribed(all), subscribed(few)]);
      alice.disconnect();
      for (const i of [1, 2, 3]) {
        await api('broadcast', { channels: [kept, short], data: i }, nodes.at(-1));
      }
      const back = [next(all, 'subscribed'), next(few, 'subscribed')];
      alice.connect();
      const [whole, lost] = await Promise.all(back);
      assert.equal(whole.recovered, true);
      assert.deepEqual(await seen.until(3), [1, 2, 3]);
      assert.deepEqual([lost.wasRecovering, lost.recovered], [true, false]);
    });

    test('comes back by itself when it is told to move, and misses nothing', async () => {
      const name = channel('recovery:');
      const alice = client(transport);
      const { client: id } = await connected(alice);
      const hers = alice.newSubscription(name);
      const seen = collect(hers);
      await subscribed(hers);
      const back = next(alice, 'connected');
      await api('disconnect', { user: '', client: id, disconnect: { code: 3011, reason: 'move' } });
      await api('publish', { channel: name, data: 'missed' });
      assert.notEqual((await back).client, id);
      assert.deepEqual(await seen.until(1), ['missed']);
    });

    test('receives differences, live and recovered', async () => {
      const name = channel('delta:');
      const alice = client(transport);
      await connected(alice);
      const hers = alice.newSubscription(name, { delta: 'fossil' });
      const seen = collect(hers);
      await subscribed(hers);
      const version = (number) => ({ number, words: '한국어를 배워요. '.repeat(40), end: `${number}!` });
      for (const i of [1, 2]) await api('publish', { channel: name, data: version(i) });
      await seen.until(2);
      hers.unsubscribe();
      for (const i of [3, 4]) await api('publish', { channel: name, data: version(i) });
      await subscribed(hers);
      await api('publish', { channel: name, data: version(5) });
      assert.deepEqual(await seen.until(5), [1, 2, 3, 4, 5].map(version));
      const { numDelta, bytesReceived, bytesDecoded } = hers.deltaStats?.() ?? {};
      if (numDelta !== undefined) assert.ok(numDelta >= 2 && bytesReceived < bytesDecoded);
    });

    test('loads its state again where the stream does not reach back to it', async () => {
      const name = channel('smallhistory:');
      for (const i of [1, 2, 3, 4, 5]) await api('publish', { channel: name, data: i });
      const { epoch, offset } = await api('history', { channel: name });
      const alice = client(transport);
      alice.connect();
      let loaded = 0;
      const hers = alice.newSubscription(name, {
        getState: async () => (loaded++ ? { offset, epoch } : { offset: 0, epoch }),
      });
      const seen = collect(hers);
      await subscribed(hers);
      assert.equal(loaded, 2);
      await api('publish', { channel: name, data: 6 });
      assert.deepEqual(await seen.until(1), [6]);
    });

    test('receives only what has the tags it asks for', async () => {
      const name = channel('tags:');
      const alice = client(transport);
      await connected(alice);
      const tagsFilter = { key: 'lang', cmp: 'eq', val: 'ko' };
      const hers = alice.newSubscription(name, { tagsFilter });
      const seen = collect(hers);
      await subscribed(hers);
      for (const lang of ['en', 'ko', 'fr', 'ko']) {
        await api('publish', { channel: name, data: lang, tags: { lang } });
      }
      assert.deepEqual(await seen.until(2), ['ko', 'ko']);
    });

    test('subscribes with a token, renews it, and ends where it is not good', async () => {
      const name = channel();
      const alice = client(transport, { token: token({ sub: '42' }) });
      await connected(alice);
      let asked = 0;
      const renewed = new Promise((resolve) => {
        const hers = alice.newSubscription(name, {
          getToken: async () => {
            asked += 1;
            if (asked === 3) resolve(hers);
            // The first one has expired: the SDK has to ask for another.
            const exp = asked === 1 ? soon(-10) : soon(2);
            return token({ sub: '42', channel: name, exp });
          },
        });
        hers.subscribe();
      });
      assert.equal((await renewed).state, 'subscribed');

      const forged = alice.newSubscription(channel(), { token: token({ sub: '42' }, 'wrong') });
      const ended = next(forged, 'unsubscribed');
      forged.subscribe();
      assert.equal((await ended).code, 103);

      const gone = next(alice, 'disconnected');
      const others = token({ sub: '42', channel: 'another' });
      alice.newSubscription(channel(), { token: others }).subscribe();
      assert.equal((await gone).code, 3500);
    });

    test('is subscribed, published to and unsubscribed by the server', async () => {
      const user = channel('user');
      const alice = client(transport, { token: token({ sub: user, info: { name: 'Alice' } }) });
      const own = next(alice, 'subscribed');
      await connected(alice);
      assert.equal((await own).channel, `#${user}`);
      const received = next(alice, 'publication');
      await api('publish', { channel: `#${user}`, data: 'hello' });
      assert.equal((await received).data, 'hello');

      const name = channel();
      const added = next(alice, 'subscribed', (context) => context.channel === name);
      await api('subscribe', { user, channel: name, data: { why: 'invited' } }, nodes.at(-1));
      assert.deepEqual((await added).data, { why: 'invited' });
      const { presence } = await api('presence', { channel: name });
      assert.deepEqual(Object.values(presence)[0].conn_info, { name: 'Alice' });
      const removed = next(alice, 'unsubscribed');
      await api('unsubscribe', { user, channel: name }, nodes.at(-1));
      assert.equal((await removed).channel, name);
    });

    test('ends for good where the server says so, by each code', async () => {
      const user = channel('user');
      const alice = client(transport, { token: token({ sub: user }) });
      await connected(alice);
      const hers = alice.newSubscription(channel());
      await subscribed(hers);
      const ended = next(hers, 'unsubscribed');
      await api('unsubscribe', { user, channel: hers.channel }, nodes.at(-1));
      assert.equal((await ended).code, 2000);
      const gone = next(alice, 'disconnected');
      await api('disconnect', { user }, nodes.at(-1));
      assert.equal((await gone).code, 3503);

      const forged = client(transport, { token: token({ sub: user }, 'wrong') });
      const refused = next(forged, 'disconnected');
      forged.connect();
      assert.equal((await refused).code, 3500);
    });

    describe('where tokens are wanted', { skip: !strict }, () => {
      const claims = { sub: '42', aud: 'conformance' };

      test('renews its connection, which would expire', async () => {
        let asked = 0;
        const renewed = new Promise((resolve) => {
          const alice = client(
            transport,
            {
              getToken: async () => {
                asked += 1;
                if (asked === 3) resolve(alice);
                return token({ ...claims, exp: asked === 1 ? soon(-10) : soon(2) });
              },
            },
            strict,
          );
          alice.connect();
        });
        assert.equal((await renewed).state, 'connected');
      });

      test('may not connect without a token, nor with one for somebody else', async () => {
        const codes = [];
        for (const options of [{}, { token: token({ sub: '42' }) }]) {
          const alice = client(transport, options, strict);
          const gone = next(alice, 'disconnected');
          alice.connect();
          codes.push((await gone).code);
        }
        assert.deepEqual(codes, [3501, 3500]);
      });

      test('may do only what the namespace says', async () => {
        const alice = client(transport, { token: token(claims) }, strict);
        await connected(alice);
        const refused = next(alice.newSubscription('closed:x'), 'unsubscribed');
        alice.getSubscription('closed:x').subscribe();
        assert.equal((await refused).code, 103);
        const hers = alice.newSubscription(channel());
        assert.equal((await subscribed(hers)).recoverable, false);
        await assert.rejects(hers.publish({}), { code: 103 });
        await assert.rejects(hers.history(), { code: 108 });
        await assert.rejects(hers.presence(), { code: 108 });
      });
    });
  });
}
