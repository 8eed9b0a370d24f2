import { track } from './activity.js';
import { signInAgain } from './places.js';

const ROOT = new URL('../../../', import.meta.url).pathname;

/** The path of an API resource, under whatever context the server runs. */
export const apiPath = (path) => `${ROOT}api/v1${path}`;

/** A refusal or failure, in the words of the server (RFC 9457) or, without an answer, in ours. */
export class Problem extends Error {
  constructor(body, status = 0, retryAfter = null) {
    super(body.detail ?? body.title ?? `The server answered ${status}.`);
    this.status = status;
    this.title = body.title ?? 'Request failed';
    this.code = body.code ?? null;
    this.errors = body.errors ?? [];
    this.retryAfter = retryAfter;
    this.body = body;
  }
}

/** The problem that stands for no answer at all. */
export const unreachable = () => new Problem({
  title: 'No answer',
  detail: 'The server could not be reached. It may be restarting, or the network is down.',
  code: 'unreachable',
});

/** Reads a problem out of an answer's status, body text and Retry-After header. */
export function problemFrom(status, text, retryAfter) {
  let body = {};
  try {
    body = JSON.parse(text) ?? {};
  } catch {
    body = { title: `Status ${status}` };
  }
  return new Problem(body, status, retryAfter ? Number.parseInt(retryAfter, 10) : null);
}

/**
 * Sends one request and answers the response, or throws a Problem.
 * @param {string} method
 * @param {string} url
 * @param {{headers?: object, body?: BodyInit, json?: unknown, signal?: AbortSignal, expect401?: boolean}} [options]
 * @returns {Promise<Response>}
 */
export async function request(method, url, options = {}) {
  const headers = { Accept: 'application/json, application/problem+json, */*;q=0.1', ...options.headers };
  let { body } = options;
  if (options.json !== undefined) {
    headers['Content-Type'] = 'application/json';
    body = JSON.stringify(options.json);
  }
  const response = await track(fetch(url, { method, headers, body, signal: options.signal })).catch((cause) => {
    throw cause.name === 'AbortError' ? cause : unreachable();
  });
  if (response.ok) {
    return response;
  }
  if (response.status === 401 && !options.expect401) {
    signInAgain();
    return new Promise(() => {}); // The page is being left; nothing more happens on it.
  }
  throw problemFrom(response.status, await response.text(), response.headers.get('Retry-After'));
}

export const getJson = async (path, options) => (await request('GET', apiPath(path), options)).json();

/** A query string without the parameters that are not set; empty, or beginning with a question mark. */
export function query(parameters) {
  const set = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return set.length === 0 ? '' : `?${new URLSearchParams(set)}`;
}
