// The shapes that cross the wire, as types only: HTTP answers, rpc answers and a room's events.

/** @typedef {{id: string, nickname: string, birth_year: number, email: string | null,
 *   email_verified: boolean, guest: boolean, role: string, language: string, level: string}} User */

/** @typedef {{access_token: string, refresh_token: string, access_expires_at?: string,
 *   user: User}} Signed */

/** What WebAuthn takes, and the ticket that goes back with what comes out.
 * @typedef {{ticket: string, options: any}} Challenge */

/** @typedef {{providers: {id: string, name: string, proves: boolean}[], passkeys: boolean}} WaysIn */

/** @typedef {{id: string, name: string, created_at: string,
 *   last_used_at: string | null}} PasskeyShown */

/** @typedef {{password: boolean, passkeys: PasskeyShown[], totp_since: string | null,
 *   recovery_codes_left: number, identities: number, asked_for: string[]}} Factors */

/** @typedef {{provider: string, name: string, linked_at: string}} IdentityShown */

/** @typedef {{id: string, device: string, address_range: string, created_at: string,
 *   last_used_at: string, current: boolean, method: string}} SessionShown */

/** @typedef {{level: number, target: string, label_ko: string, label_en: string,
 *   manner_ko: string, manner_en: string}} Closeness */

/** @typedef {{key: string, name: string, age: number | null, rank_ko: string, rank_en: string,
 *   description_ko: string, description_en: string, address: string,
 *   closenesses: Closeness[]}} Persona */

/** @typedef {{id: string, persona: string, closeness: number, created_at: string,
 *   changed_at: string}} Room */

/**
 * One change to the learner's sentence; `start` and `end` are UTF-16 code units of NFC text,
 * which is what JavaScript strings count.
 * @typedef {{start: number, end: number, was: string, becomes: string,
 *   degree: "wrong" | "suggestion", kind: string, rule: string, why_ko: string,
 *   why_en: string}} Edit
 */

/** @typedef {"perfect" | "suggested" | "corrected" | "unclear" | "failed"} FeedbackStatus */

/** @typedef {{id: string, surface: string, lemma: string, part_of_speech: string, level: number,
 *   sense_en?: string, sense_ko?: string, example?: string,
 *   found_in?: "message" | "reply"}} Word */

/** @typedef {{id: string, sense?: string, example_translation?: string}} WordTranslation */

/**
 * An event of `room:<id>`. What is at its default may be left out; what is not known is ignored.
 * Deltas have no `seq`.
 * @typedef {{type: string, v?: number, seq?: number, turn_id?: string, message_id?: string,
 *   time?: string, [field: string]: any}} RoomEvent
 */

/**
 * A page of a room's history: events made from rows. The newest page tells where the stream goes on
 * after it.
 * @typedef {{position?: {offset: number, epoch: string} | null, events: RoomEvent[],
 *   closeness?: number, more?: boolean, before?: number | null}} HistoryPage
 */

export {};
