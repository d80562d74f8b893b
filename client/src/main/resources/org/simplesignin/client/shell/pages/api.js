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

/** Returns the function `call(method, path, body?, signal?)` for a session; it answers the JSON, or null for 204. */
export function clientCalls(session) {
  return async function call(method, path, body, signal) {
    let answer;
    try {
      answer = await fetch(path, {
        method,
        headers: {
          "Shell-Session": session,
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal,
        credentials: "omit",
        cache: "no-store",
      });
      if (answer.status === 204) return null;
      if (answer.ok) return await answer.json();
    } catch (e) {
      throw new Away("the client does not answer", { cause: e });
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
