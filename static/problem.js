// What went wrong with a request, over HTTP or over the socket, in one form.

/** @typedef {{type?: string, title?: string, detail?: string, code?: number,
 *   fields?: Record<string, string>, [member: string]: any}}
 *   ProblemDetails RFC 9457 with this product's `code` and `fields` */

const passing = new Set([408, 425, 429, 500, 502, 503, 504]);

export class Problem extends Error {
  /**
   * @param {object} problem
   * @param {number} problem.code HTTP status or the socket's error code; 0: nothing was reached
   * @param {string} problem.detail
   * @param {boolean} problem.temporary the same request may be sent again
   * @param {Record<string, string>} [problem.fields] why a field is not acceptable
   * @param {string} [problem.kind] which problem it is, as its type's address ends
   * @param {number | null} [problem.wait] seconds after which the same may be tried again
   * @param {ProblemDetails} [problem.details] everything that was answered
   */
  constructor({ code, detail, temporary, fields = {}, kind = "", wait = null, details = {} }) {
    super(detail);
    this.name = "Problem";
    this.code = code;
    this.detail = detail;
    this.temporary = temporary;
    this.fields = fields;
    this.kind = kind;
    this.wait = wait;
    this.details = details;
  }

  /**
   * @param {number} status
   * @param {ProblemDetails} details
   * @param {string | null} [retryAfter] the header, where it came (RFC 9110, 10.2.3)
   * @returns {Problem}
   */
  static ofResponse(status, details, retryAfter = null) {
    return new Problem({
      code: details.code ?? status,
      detail: details.detail ?? details.title ?? `HTTP ${status}`,
      temporary: passing.has(status),
      fields: details.fields,
      kind: details.type?.split("/").pop(),
      wait: /^\d{1,6}$/.test(retryAfter ?? "") ? Number(retryAfter) : null,
      details,
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
