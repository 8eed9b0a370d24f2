import { hrefFor } from '../shared/url-state.js';
import * as where from '../shared/where.js';

/** The way from the buckets to what is shown. */
export const crumbs = ({ bucket, prefix, by, key }) => where.crumbs([
  { text: 'Buckets', href: hrefFor({}) },
  bucket && { text: bucket, href: hrefFor({ bucket, by }) },
  prefix && { text: `${prefix}…`, href: hrefFor({ bucket, prefix, by }), mono: true },
  key !== undefined && { text: key, mono: true },
].filter(Boolean));

const OF_BUCKET = [['', 'Keys'], ['settings', 'Settings and sizes']];
const OF_KEY = [['', 'Value'], ['history', 'History']];

/** The ways to look at a bucket, or at a key. */
export const views = ({ bucket, prefix, by, key, view }) => where.views(key === undefined ? OF_BUCKET : OF_KEY, view,
  (name) => hrefFor({ bucket, prefix, by, key, view: name }));
