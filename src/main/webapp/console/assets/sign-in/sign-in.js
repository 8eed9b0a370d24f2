import { apiPath, request } from '../shared/api.js';
import { afterSignIn } from '../shared/places.js';

const form = document.getElementById('sign-in');
const outcome = document.getElementById('outcome');
const key = form.elements.key;
const button = form.querySelector('button');

function waitOut(seconds) {
  button.disabled = seconds > 0;
  if (seconds <= 0) {
    outcome.textContent = 'You can try again now.';
    key.focus();
    return;
  }
  // The countdown is silent to screen readers after its first line; one sentence a second is noise.
  outcome.setAttribute('aria-live', 'off');
  outcome.textContent = `Too many failed sign-ins. Try again in ${seconds} s.`;
  setTimeout(waitOut, 1000, seconds - 1);
}

function explain(problem) {
  outcome.setAttribute('aria-live', 'assertive');
  if (problem.status === 429) {
    waitOut(problem.retryAfter ?? 5);
    return;
  }
  outcome.textContent = problem.status === 401 ? 'This key is not known.' : problem.message;
  key.setAttribute('aria-invalid', 'true');
  key.select();
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  outcome.textContent = '';
  button.disabled = true;
  try {
    await request('POST', apiPath('/console/session'), { json: { key: key.value.trim() }, expect401: true });
    location.replace(afterSignIn(new URLSearchParams(location.search).get('next')));
  } catch (problem) {
    button.disabled = false;
    explain(problem);
  }
});
