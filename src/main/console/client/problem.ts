/** What can go wrong with a call. */
import type { StoredRecord, Values } from "./protocol.js";

/** The server's answer to what it refuses: a problem of src/doc/problems.md. */
export class Problem extends Error {
  override readonly name: string = "Problem";

  /**
   * @param slug which problem it is, such as `validation-failed`
   * @param status the HTTP status
   * @param evidence all members of the answer, such as `errors`
   */
  constructor(
    readonly slug: string,
    readonly status: number,
    message: string,
    readonly evidence: Values,
  ) {
    super(message);
  }
}

/** 412: somebody else was faster. What was asked for is undone, and `current` is shown. */
export class Conflict<R = StoredRecord> extends Problem {
  override readonly name = "Conflict";

  /**
   * @param current the record as it is now
   * @param conflicts the fields that both sides changed; null where the server can no longer tell
   */
  constructor(
    message: string,
    evidence: Values,
    readonly current: R | null,
    readonly conflicts: readonly string[] | null,
  ) {
    super("version-conflict", 412, message, evidence);
  }
}

/** No answer came. Whether a write was done is not known; sent again with the same key it is done once. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

/** The problem that an answer is; also for answers of others between here and the server. */
export async function problemOf(answer: Response): Promise<Problem> {
  let body: unknown;
  try {
    body = await answer.json();
  } catch {
    body = null;
  }
  const evidence = typeof body === "object" && body !== null ? (body as Values) : {};
  return problem({ ...evidence, status: answer.status });
}

/** A problem from its members. */
export function problem(evidence: Values): Problem {
  const slug = typeof evidence.slug === "string" ? evidence.slug : "unknown";
  const status = typeof evidence.status === "number" ? evidence.status : 0;
  const text = [evidence.detail, evidence.title].find((one) => typeof one === "string");
  const message = text ?? `The server answered with status ${status}`;
  if (status === 412) {
    const { current, conflicts } = evidence;
    return new Conflict(
      message,
      evidence,
      (current as StoredRecord | undefined) ?? null,
      (conflicts as readonly string[] | undefined) ?? null,
    );
  }
  return new Problem(slug, status, message, evidence);
}
