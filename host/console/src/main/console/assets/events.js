/** What happened: states, settings, plugins, losses, and who did what. */

import { Listing, path } from './api.js';
import { remember, update } from './app.js';
import { live } from './live.js';
import { words } from './figures.js';
import { html, listed, select, state, table, toIntegration, when } from './parts.js';

const KINDS = ['STATE', 'SETTINGS', 'PLUGINS', 'LOSS', 'ACTION', 'HOST'];

/** @type {import('./parts.js').Column[]} */
const COLUMNS = [
  { title: 'Time', by: row => row.id, cell: row => when(row.time) },
  { title: 'Severity', by: row => row.severity, cell: row => state(row.severity) },
  { title: 'Kind', by: row => row.kind, cell: row => words(row.kind) },
  { title: 'Integration', by: row => row.integration || '', cell: row => (row.integration ? toIntegration(row.integration) : '–') },
  { title: 'What happened', look: 'wide', cell: row => row.message },
  { title: 'State', cell: row => (row.state ? html`${row.formerState ? html`<span class="quiet">${words(row.formerState)} → </span>` : ''}${state(row.state)}` : '') },
  { title: 'Who', by: row => row.author || '', cell: row => (row.author ? html`${row.author} <span class="quiet">${row.remoteAddress || ''}</span>` : '–') },
];

/** @param {import('./app.js').Route} route @returns {import('./app.js').Page} */
export function events({ query }) {
  const listing = new Listing(path('events'), update);
  const filter = { integration: query.get('integration') || '', kind: query.get('kind') || '' };
  const load = () => listing.load(filter);
  const fits = (/** @type {any} */ event) => (!filter.integration || event.integration === filter.integration) && (!filter.kind || event.kind === filter.kind);
  const quit = live.onEvent(event => {
    if (!fits(event) || !listing.page || listing.items.some(each => each.id === event.id)) return;
    listing.items = [event, ...listing.items].slice(0, 1000);
    update();
  });
  load();

  const set = (/** @type {'integration' | 'kind'} */ key) => (/** @type {string} */ value) => {
    filter[key] = value;
    remember(filter);
    load();
  };
  return {
    title: 'Events',
    view: () => html`<div class="row">
      ${select('Integration', [['', 'all'], ...(live.snapshot?.integrations || []).map((/** @type {any} */ each) => [each.name, each.name])], filter.integration, set('integration'))}
      ${select('Kind', [['', 'all'], ...KINDS.map(each => /** @type {[string, string]} */ ([each, words(each)]))], filter.kind, set('kind'))}
      <button @click=${load}>Refresh</button></div>
      ${listed(listing, items => table('Events', COLUMNS, items, row => row.id, { empty: 'Nothing of this kind has happened since the host started.' }))}`,
    leave: quit,
  };
}
