// Calls to this device's client. The session stands in a header, never in a URL; cookies are not used.

/** The client answered no: `status` and the problem's stable `code`. */
export class Refused extends Error {
  constructor(status, code) {
    super(`refused: ${status} ${code}`);
    this.status = status;
    this.code = code;
  }
}

/** Nobody answered. */
export class Away extends Error {}

/**
 * How long an answer may take, in milliseconds. The client gives each after 25 s at the latest; one that stops, for a
 * factory reset say, may have taken the connection and never close it.
 */
const LONGEST_MILLIS = 40_000;

/** Returns the function `call(method, path, body?, millis?)` for a session; it answers the JSON, or null for 204. */
export function clientCalls(session) {
  return async function call(method, path, body, millis = LONGEST_MILLIS) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), millis);
    let answer;
    try {
      answer = await fetch(path, {
        method,
        headers: {
          "Shell-Session": session,
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: stop.signal,
        credentials: "omit",
        cache: "no-store",
      });
      if (answer.status === 204) return null;
      if (answer.ok) return await answer.json();
    } catch (e) {
      throw new Away("the client does not answer", { cause: e });
    } finally {
      clearTimeout(timer);
    }
    throw new Refused(answer.status, await codeOf(answer));
  };
}

async function codeOf(answer) {
  try {
    return String((await answer.json()).code ?? "");
  } catch {
    return "";
  }
}
