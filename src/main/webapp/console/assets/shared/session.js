import { apiPath, getJson, request } from './api.js';
import { place } from './places.js';

const RANK = { read: 0, write: 1, admin: 2 };

/** @typedef {{name: string, role: 'read'|'write'|'admin', scopes: string[], expiresAt: string}} Session */

/** @returns {Promise<Session>} */
export const currentSession = () => getJson('/console/session');

export async function signOut() {
  await request('DELETE', apiPath('/console/session'));
  location.assign(place('sign-in.html'));
}

const reaches = (scopes, wanted) => ['*', `${wanted.split(':')[0]}:*`, wanted].some((scope) => scopes.includes(scope));

/** Whether a session has at least this role and, where one is named, this scope (`kv:orders`). */
export const may = (session, role, scope) => RANK[session.role] >= RANK[role] && (!scope || reaches(session.scopes, scope));

/** Why a session may not, as a sentence. */
export const whyNot = (session, role, scope) => (RANK[session.role] < RANK[role]
  ? `The key “${session.name}” has the role “${session.role}”; this takes the role “${role}”.`
  : `The key “${session.name}” has no scope for “${scope}” (it has: ${session.scopes.join(', ') || 'none'}).`);
