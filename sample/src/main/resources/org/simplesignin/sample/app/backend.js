/** The app's own backend; see the routes in docs/sample.md. */

/** Thrown where the backend refuses; status 0 says that it could not be reached. */
export class BackendError extends Error {
  constructor(status, code) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

async function call(method, path, { session, body } = {}) {
  const headers = {};
  if (session) headers.Authorization = `Bearer ${session}`;
  if (body) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(15_000),
    });
  } catch {
    throw new BackendError(0, "unreachable");
  }
  const answer = response.status === 204 ? null : await response.json().catch(() => ({}));
  if (!response.ok) throw new BackendError(response.status, answer?.code ?? "unknown");
  return answer;
}

export const config = () => call("GET", "/config.json");
export const signUp = (loginName, password) => call("POST", "/api/sign-up", { body: { loginName, password } });
export const signIn = (loginName, password) => call("POST", "/api/sign-in", { body: { loginName, password } });
export const signOut = (session) => call("POST", "/api/sign-out", { session });
export const account = (session) => call("GET", "/api/account", { session });

// What a backend adds for Simple Sign-In:
export const linkToken = (session, amazonUserId) => call("POST", "/api/link-token", { session, body: { amazonUserId } });
export const signInWithSsiToken = (ssiToken) => call("POST", "/api/sign-in-with-ssi-token", { body: ssiToken });
export const loginNames = async (links) => {
  const proofs = links.map(({ linkId, ssiToken }) => ({ linkId, ssiToken }));
  return (await call("POST", "/api/login-names", { body: { links: proofs } })).loginNames;
};
