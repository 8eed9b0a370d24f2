import { apiPath, getJson, query, request } from '../shared/api.js';

/** The queue API as the pages use it. */

const PAGE = 100;
const REDRIVES = 5;
const one = encodeURIComponent;

/** The states of messages, as the API names them, and as people do. */
export const STATES = { ready: 'ready', 'in-flight': 'in flight', delayed: 'delayed', dead: 'dead' };

export const queuesPath = ({ after }) => `/queues${query({ after })}`;
export const queuePath = (queue, rest = '') => `/queues/${one(queue)}${rest}`;
export const redrivePath = (queue, id, rest = '') => queuePath(queue, `/redrives/${one(id)}${rest}`);

/** What the address says about which messages, and nothing else. */
export const filterOf = ({ group, header, since, until }) => Object.fromEntries(
  Object.entries({ group, header, since, until }).filter(([, value]) => value));

export const messagesPath = (queue, { state, after, limit, ...filter }) => queuePath(queue,
  `/messages${query({ state, ...filterOf(filter), after, limit })}`);

export const listQueues = ({ after }) => getJson(`/queues${query({ after, limit: PAGE })}`);
export const queueOf = (queue) => getJson(queuePath(queue));
export const listMessages = (queue, state) => getJson(messagesPath(queue, { ...state, limit: PAGE }));
export const redrivesOf = async (queue) => (await getJson(queuePath(queue, `/redrives${query({ limit: REDRIVES })}`))).items;
export const redriveOf = (queue, id) => getJson(redrivePath(queue, id));

/** The names of queues, as far as one page has them, to choose from. */
export const queueNames = async () => (await listQueues({})).items.map(({ queue }) => queue);

/** The message at a place of a queue, in whatever state it is now; undefined when it is gone. */
export async function messageAt(queue, position, likely) {
  if (!/^\d{1,18}$/.test(position)) {
    return undefined;
  }
  const after = String(BigInt(position) - 1n);
  const look = async (state) => (await getJson(messagesPath(queue, { state, after, limit: 1 })))
    .items.find((message) => message.position === position);
  const found = await look(likely);
  return found ?? (await Promise.all(Object.keys(STATES).filter((state) => state !== likely).map(look))).find(Boolean);
}

const JSON_BODY = { 'Content-Type': 'application/json' };

const call = (method, path, body) => ({
  method, path: apiPath(path), ...(body === undefined ? {} : { headers: JSON_BODY, data: JSON.stringify(body) }),
});

/** The calls that change something, as curl shows them and as `make` makes them. */
export const configureCall = (queue, config) => call('PUT', queuePath(queue), config);
export const deleteCall = (queue) => call('DELETE', queuePath(queue));
export const purgeCall = (queue) => call('POST', queuePath(queue, '/purge'));
export const sendCall = (queue, message) => call('POST', queuePath(queue, '/messages'), message);
export const receiveCall = (queue) => call('POST', queuePath(queue, '/receive'), { max: 10, wait: '20s' });
export const ackCall = (queue) => call('POST', queuePath(queue, '/ack'), { receipts: ['RECEIPT'] });
export const redriveCall = (queue, wish) => call('POST', queuePath(queue, '/redrive'), wish);
export const cancelCall = (queue, id) => call('POST', redrivePath(queue, id, '/cancel'));

/** Makes a call; what it answered, or null where that is nothing. */
export async function make({ method, path, headers, data }) {
  const response = await request(method, path, { headers, body: data });
  return response.status === 204 ? null : response.json();
}
