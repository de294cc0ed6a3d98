// How long to wait before the same thing is tried again.

const first = 500;
const longest = 20_000;

/**
 * Doubling from half a second to 20 s, half of it by chance so that many clients do not come back
 * at the same moment.
 *
 * @param {number} failures how often it has failed, at least 1
 * @param {() => number} random in [0, 1)
 * @returns {number} milliseconds
 */
export function backoff(failures, random) {
  const most = Math.min(longest, first * 2 ** (failures - 1));
  return Math.round(most / 2 + (most / 2) * random());
}
