// An address as a QR code, drawn as one path; the code itself is made by a vendored library.

import { set } from "../../element.js";

const margin = 4;

/**
 * @param {string} text
 * @param {string} label what it is, for those who cannot see it
 * @returns {Promise<SVGElement>} dark on light, whatever the page's colours are: cameras want that
 */
export async function qrCode(text, label) {
  // Only who sets it up needs the library.
  const { qrcode } = await import("../../vendor/qrcode-generator.js");
  const code = qrcode(0, "M");
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  const side = count + 2 * margin;
  set(drawing, { class: "qr", viewBox: `0 0 ${side} ${side}`, role: "img", "aria-label": label });
  set(path, { d: squares(count, (row, column) => code.isDark(row, column)) });
  drawing.append(path);
  return drawing;
}

/**
 * @param {number} count of squares in a row
 * @param {(row: number, column: number) => boolean} isDark
 * @returns {string} the outline of all dark squares, row by row
 */
export function squares(count, isDark) {
  let outline = "";
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < count; column += 1) {
      if (isDark(row, column)) outline += `M${column + margin} ${row + margin}h1v1h-1z`;
    }
  }
  return outline;
}
