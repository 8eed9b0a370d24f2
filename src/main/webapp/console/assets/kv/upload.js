import { problemFrom, unreachable } from '../shared/api.js';
import { signInAgain } from '../shared/places.js';

/**
 * Uploads a body with progress, which fetch cannot tell.
 * @param {{url: string, body: Blob, contentType: string, onSent: (sent: number, total: number) => void}} upload
 * @returns {{answer: Promise<object>, abort: () => void}}
 */
export function upload({ url, body, contentType, onSent }) {
  const call = new XMLHttpRequest();
  const answer = new Promise((resolve, reject) => {
    call.open('POST', url);
    call.setRequestHeader('Content-Type', contentType);
    call.setRequestHeader('Accept', 'application/json, application/problem+json');
    call.upload.addEventListener('progress', (event) => onSent(event.loaded, event.total));
    call.addEventListener('error', () => reject(unreachable()));
    call.addEventListener('abort', () => resolve(null));
    call.addEventListener('load', () => {
      if (call.status === 401) {
        signInAgain();
      } else if (call.status >= 200 && call.status < 300) {
        resolve(JSON.parse(call.responseText));
      } else {
        reject(problemFrom(call.status, call.responseText, call.getResponseHeader('Retry-After')));
      }
    });
    call.send(body);
  });
  return { answer, abort: () => call.abort() };
}
