// The outline of a QR code by static/views/account/qr-code.js, and the library it is made with.

import assert from "node:assert/strict";
import { test } from "node:test";

import { qrcode } from "../../static/vendor/qrcode-generator.js";
import { squares } from "../../static/views/account/qr-code.js";

test("every dark square is drawn once, inside a margin of four", () => {
  const dark = new Set(["0 0", "1 2"]);
  const outline = squares(3, (row, column) => dark.has(`${row} ${column}`));
  assert.equal(outline, "M4 4h1v1h-1zM6 5h1v1h-1z");
});

test("an address of an authenticator fits, with the three corners that a camera looks for", () => {
  const code = qrcode(0, "M");
  code.addData(`otpauth://totp/DoranDoran:minsu%40example.kr?secret=${"A".repeat(32)}&issuer=D`);
  code.make();
  const last = code.getModuleCount() - 1;
  for (const [row, column] of [
    [0, 0],
    [0, last],
    [last, 0],
  ]) {
    assert.ok(code.isDark(row, column));
  }
});
