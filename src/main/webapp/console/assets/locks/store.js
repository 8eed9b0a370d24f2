import { apiPath, getJson, query, request } from '../shared/api.js';

/** The lock API as the pages use it. */

const PAGE = 100;
const one = encodeURIComponent;

export const locksPath = ({ prefix, after }) => `/locks${query({ prefix, after })}`;
export const lockPath = (lock, rest = '') => `/locks/${one(lock)}${rest}`;
export const holderPath = (lock, lease, reason) => lockPath(lock, `/holders/${one(lease)}${query({ reason })}`);
export const electionsPath = ({ prefix, after }) => `/elections${query({ prefix, after })}`;
export const electionPath = (name, rest = '') => `/elections/${one(name)}${rest}`;

export const listLocks = ({ prefix, after }) => getJson(`/locks${query({ prefix, after, limit: PAGE })}`);
export const lockOf = (lock) => getJson(lockPath(lock));
export const configOf = (lock) => getJson(lockPath(lock, '/config'));

export const configure = async (lock, config) => (
  await request('PUT', apiPath(lockPath(lock, '/config')), { json: config })).json();

/** Takes a lock from who holds it. */
export const breakHold = (lock, lease, reason) => request('DELETE', apiPath(holderPath(lock, lease, reason)));

export const listElections = ({ prefix, after }) => getJson(`/elections${query({ prefix, after, limit: PAGE })}`);
export const electionOf = (name) => getJson(electionPath(name));

const JSON_BODY = { 'Content-Type': 'application/json' };

/** What a client sends to acquire a lock. */
export const acquireCall = (lock) => ({
  method: 'POST', path: apiPath(lockPath(lock, '/acquire')), headers: JSON_BODY, data: '{"owner":"me","ttl":"60s","wait":"10s"}',
});

/** What a client sends to set a lock up. */
export const configCall = (lock, config) => ({
  method: 'PUT', path: apiPath(lockPath(lock, '/config')), headers: JSON_BODY, data: JSON.stringify(config),
});

/** What a client sends to take part in an election. */
export const campaignCall = (name) => ({
  method: 'POST',
  path: apiPath(electionPath(name, '/campaign')),
  headers: JSON_BODY,
  data: '{"candidate":"node-1","value":"http://node-1:8080","ttl":"60s","wait":"10s"}',
});
