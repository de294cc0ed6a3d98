// What went wrong with a request, over HTTP or over the socket, in one form.

/** @typedef {{title?: string, detail?: string, code?: number, fields?: Record<string, string>}}
 *   ProblemDetails RFC 9457 with this product's `code` and `fields` */

const passing = new Set([408, 425, 429, 500, 502, 503, 504]);

export class Problem extends Error {
  /**
   * @param {object} problem
   * @param {number} problem.code HTTP status or the socket's error code; 0: nothing was reached
   * @param {string} problem.detail
   * @param {boolean} problem.temporary the same request may be sent again
   * @param {Record<string, string>} [problem.fields] why a field is not acceptable
   */
  constructor({ code, detail, temporary, fields = {} }) {
    super(detail);
    this.name = "Problem";
    this.code = code;
    this.detail = detail;
    this.temporary = temporary;
    this.fields = fields;
  }

  /**
   * @param {number} status
   * @param {ProblemDetails} details
   * @returns {Problem}
   */
  static ofResponse(status, details) {
    return new Problem({
      code: details.code ?? status,
      detail: details.detail ?? details.title ?? `HTTP ${status}`,
      temporary: passing.has(status),
      fields: details.fields,
    });
  }

  /**
   * @param {unknown} cause
   * @returns {Problem} nothing was reached, or it did not answer in time
   */
  static unreachable(cause) {
    return new Problem({ code: 0, detail: String(cause), temporary: true });
  }

  /**
   * An error of the socket's SDK. Codes under 100 are its own (time-outs, a closed connection);
   * the others are the server's, which says whether they pass.
   *
   * @param {{code?: number, message?: string, temporary?: boolean}} error
   * @returns {Problem}
   */
  static ofSocket(error) {
    const code = error.code ?? 0;
    return new Problem({
      code: code < 100 ? 0 : code,
      detail: error.message ?? "",
      temporary: code < 100 || error.temporary === true,
    });
  }
}
