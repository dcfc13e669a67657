/** Dead letters: what ThingsBoard refused for good, and what no converter understood. */

import { Listing, path, Polled, send } from './api.js';
import { act, confirm, link, may, remember, update } from './app.js';
import { fromBase64, hexLines, asText } from './bytes.js';
import { bytes, count, words } from './figures.js';
import { block, facts, field, filled, html, json, listed, needs, nothing, shown, state, table, when } from './parts.js';
import { handOver } from './playground.js';

const KINDS = [['', 'all'], ['REFUSED_BY_SERVER', 'refused by ThingsBoard'], ['CONVERTER', 'not understood by the converter']];

/** @param {any} letter */
const kind = letter => (letter.damaged ? state('FAILED') : letter.kind === 'CONVERTER' ? 'payload' : 'reading');

/** @param {string} text of a field for local time @returns {string} in UTC, or nothing */
const utc = text => (text ? new Date(text).toISOString() : '');

/** @param {import('./app.js').Route} route @returns {import('./app.js').Page} */
export function letters({ name, query }) {
  const at = (/** @type {string[]} */ ...more) => path('integrations', name, 'dead-letters', ...more);
  const listing = new Listing(at(), update);
  let filter = Object.fromEntries(['kind', 'device', 'after', 'before'].map(each => [each, query.get(each) || '']));
  /** @type {Polled | undefined} */ let one;
  let chosen = '';
  const asked = () => ({ ...filter, after: utc(filter.after), before: utc(filter.before) });
  const load = () => listing.load(asked());
  load();

  /** @param {SubmitEvent} event */
  function search(event) {
    filter = filled(event);
    remember(filter);
    load();
  }

  /** @param {string} id */
  function choose(id) {
    one?.stop();
    chosen = id;
    one = may('payloads') ? new Polled(at(id), update) : undefined;
    update();
    requestAnimationFrame(() => document.getElementById('letter')?.focus());
  }

  /** @param {{ids: string[]} | {all: true}} choice @param {string} what */
  async function replay(choice, what) {
    if (!await confirm(`Replay ${what}?`, 'The host delivers what they hold to ThingsBoard again, within seconds. Payloads that no converter understood hold nothing to deliver and stay.', 'Replay')) return;
    await act(() => send('POST', at('replay'), choice), result => `${count(result.count)} will be delivered again.${result.left.length
      ? ` ${count(result.left.length)} stay: ${result.left[0].reason}` : ''}`);
    load();
  }

  /** @param {string} id */
  async function remove(id) {
    if (!await confirm('Remove this letter?', 'It is removed for good.', 'Remove')) return;
    await act(() => send('DELETE', at(id)), 'The letter is removed.');
    chosen = '';
    load();
  }

  async function purge() {
    const narrow = Boolean(filter.kind || filter.after || filter.before);
    const text = narrow ? 'All letters of this kind and time are removed for good.' : `All dead letters of ${name} are removed for good.`;
    if (!await confirm('Purge dead letters?', filter.device ? `${text} The filter by device does not count here.` : text, 'Purge')) return;
    const { kind: only, after, before } = asked();
    await act(() => send('DELETE', at(), undefined, narrow ? { kind: only, after, before } : { all: true }), result => `${count(result.count)} letters are removed.`);
    chosen = '';
    load();
  }

  /** @type {import('./parts.js').Column[]} */
  const columns = [
    { title: 'Letter', head: true, cell: row => html`<button class="link" aria-pressed=${row.id === chosen ? 'true' : 'false'} @click=${() => choose(row.id)}>${row.id}</button>` },
    { title: 'Time', by: row => row.time, cell: row => when(row.time) },
    { title: 'Holds', by: row => row.kind, cell: kind },
    { title: 'Device', by: row => row.item?.name || '', cell: row => row.item?.name || row.metadata?.deviceName || '–' },
    { title: 'Reason', look: 'wide', cell: row => row.damaged ? `The file is damaged: ${row.damaged}` : row.reason },
    { title: 'Size', number: true, by: row => row.fileBytes, cell: row => bytes(row.fileBytes) },
    { title: 'Notes', cell: row => (row.awaitsReplay ? html`<span class="state busy"><span aria-hidden="true">◐</span> awaits replay</span>` : nothing) },
  ];

  /** @param {any} letter with its content */
  function content(letter) {
    const data = letter.payload === undefined ? undefined : fromBase64(letter.payload);
    return html`${facts([['Kind', letter.kind && words(letter.kind)], ['Device', letter.item?.name], ['Type', letter.item?.type]])}
      ${letter.item ? html`<h3>What ThingsBoard refused</h3>${block('What ThingsBoard refused', json(letter.item))}` : nothing}
      ${data ? html`<h3>Payload</h3>${block('Payload', asText(data) ?? hexLines(data).map(line => `${line.offset}  ${line.hex.padEnd(49)} ${line.text}`).join('\n'))}
        <h3>Metadata</h3>${block('Metadata', json(letter.metadata || {}))}
        <p><button @click=${() => {
          handOver({ integration: name, payload: data, metadata: letter.metadata || {} });
          location.hash = link('playground');
        }}>Open in the playground</button></p>` : nothing}`;
  }

  function detail() {
    const letter = listing.items.find(each => each.id === chosen);
    if (!letter) return nothing;
    return html`<section class="panel"><h2 id="letter" tabindex="-1">Letter ${chosen}</h2>
      <p class="box warn"><span aria-hidden="true">▲ </span>${letter.damaged || letter.reason}</p>
      <div class="row"><button ?disabled=${!may('operate') || letter.kind === 'CONVERTER' || Boolean(letter.damaged)} @click=${() => replay({ ids: [chosen] }, 'this letter')}>Replay…</button>
        <button ?disabled=${!may('operate')} @click=${() => remove(chosen)}>Remove…</button></div>
      ${needs('payloads', 'To see what the letter holds')}${one ? shown(one, content) : nothing}</section>`;
  }

  return {
    title: `Dead letters of ${name}`,
    view: () => html`<form class="row" role="search" @submit=${search}>
      <label>Kind <select name="kind">${KINDS.map(([value, text]) => html`<option value=${value} ?selected=${value === filter.kind}>${text}</option>`)}</select></label>
      ${field('Device', 'device', filter.device)}${field('From', 'after', filter.after, { type: 'datetime-local' })}${field('Until', 'before', filter.before, { type: 'datetime-local' })}
      <button>Filter</button><button type="button" @click=${load}>Refresh</button></form>
      ${listed(listing, items => html`<div class="row"><span>${count(listing.page.count)} letters${items.length < listing.page.count ? `, ${count(items.length)} shown` : ''}.</span>
        <button ?disabled=${!may('operate') || items.length === 0 || items.length > 500} @click=${() => replay({ ids: items.map(each => each.id) }, `the ${count(items.length)} letters shown`)}>Replay all shown…</button>
        <button ?disabled=${!may('operate') || items.length === 0} @click=${purge}>Purge…</button></div>
        ${needs('operate', 'To replay and to purge')}${detail()}
        ${table('Dead letters', columns, items, row => row.id, { empty: 'No dead letters: all that came was understood and accepted.', look: row => (row.id === chosen ? 'chosen' : '') })}`)}`,
    leave: () => one?.stop(),
  };
}
