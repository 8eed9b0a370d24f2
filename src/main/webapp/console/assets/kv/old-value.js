import { html, nothing } from '../shared/lit.js';
import { curl } from '../shared/curl.js';
import { dialogFrame, openDialog } from '../shared/dialog.js';
import { moment } from '../shared/format.js';
import { valueView } from '../shared/value-view.js';
import { bytesOf } from './change.js';
import { keyPath } from './key-path.js';

/** Shows what a change wrote; resolves with 'restore' when the reader wants it back. */
export function showOldValue(bucket, change, mayRestore) {
  const bytes = bytesOf(change);
  let kind = null;
  return openDialog((dialog) => dialogFrame(`${change.key} at revision ${change.revision}`, html`
    <p class="hint">Written ${moment(change.updatedAt)}${change.by ? html` by <strong>${change.by}</strong>` : nothing}, type
      <code>${change.contentType}</code>, version ${change.version}.</p>
    ${valueView(bytes, kind, (chosen) => { kind = chosen; dialog.update(); })}
    ${curl({ path: `${keyPath(bucket, change.key)}?revision=${change.revision}` }, 'curl to read it')}`, html`
    <button type="button" ?disabled=${!mayRestore} @click=${() => dialog.close('restore')}>Restore this</button>
    <button type="button" autofocus @click=${() => dialog.cancel()}>Close</button>`), { wide: true });
}
