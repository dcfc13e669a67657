/** Downlinks that wait for their devices. */

import { Listing, path, Polled, send } from './api.js';
import { act, confirm, may, remember, update } from './app.js';
import { asText, fromBase64, hexLines } from './bytes.js';
import { bytes, count, words } from './figures.js';
import { block, facts, field, filled, html, json, listed, needs, nothing, shown, since, table, when } from './parts.js';

/** @param {import('./app.js').Route} route @returns {import('./app.js').Page} */
export function downlinks({ name, query }) {
  const at = (/** @type {string[]} */ ...more) => path('integrations', name, 'downlinks', ...more);
  const listing = new Listing(at(), update);
  let device = query.get('device') || '';
  let chosen = '';
  /** @type {Polled | undefined} */ let one;
  const load = () => listing.load({ device });
  load();

  /** @param {SubmitEvent} event */
  function search(event) {
    device = filled(event).device;
    remember({ device });
    load();
  }

  /** @param {string} id */
  function choose(id) {
    one?.stop();
    chosen = id;
    one = may('payloads') ? new Polled(at(id), update) : undefined;
    update();
    requestAnimationFrame(() => document.getElementById('downlink')?.focus());
  }

  /** @param {string} title @param {string[]} more of the path @param {Record<string, any>} [which] */
  async function giveUp(title, more, which) {
    if (!await confirm(title, 'They are given up for good, and ThingsBoard is told that they failed.', 'Give up')) return;
    await act(() => send('DELETE', at(...more), undefined, which), result => `${count(result.count)} given up.`);
    load();
  }

  /** @type {import('./parts.js').Column[]} */
  const columns = [
    { title: 'Order', number: true, cell: row => count(listing.items.indexOf(row) + 1) },
    { title: 'Device', head: true, by: row => row.device, cell: row => html`<button class="link" aria-pressed=${row.id === chosen ? 'true' : 'false'} @click=${() => choose(row.id)}>${row.device}</button>` },
    { title: 'Message', by: row => row.messageType, cell: row => words(row.messageType) },
    { title: 'Waits for', number: true, by: row => -Date.parse(row.since), cell: row => since(row.since) },
    { title: 'Expires', cell: row => (row.expires ? when(row.expires) : 'never') },
    { title: 'Size', number: true, by: row => row.bytes, cell: row => bytes(row.bytes) },
    { title: 'Tries', number: true, by: row => row.attempts, cell: row => count(row.attempts) },
    { title: 'Last problem', look: 'wide', cell: row => row.lastProblem || html`<span class="quiet">not tried since the start</span>` },
    { title: 'Action', cell: row => html`<button ?disabled=${!may('operate')} aria-label="Give up the downlink to ${row.device} of ${row.since}"
      @click=${() => giveUp(`Give up the downlink to ${row.device}?`, [row.id])}>Give up…</button>` },
  ];

  /** @param {any} downlink */
  function content(downlink) {
    const data = downlink.dataBase64 === undefined ? undefined : fromBase64(downlink.dataBase64);
    return html`${facts([['Content', downlink.contentType], ['RPC request', downlink.rpcRequestId]])}
      ${data ? block('Content of the downlink', asText(data) ?? hexLines(data).map(line => `${line.offset}  ${line.hex.padEnd(49)} ${line.text}`).join('\n')) : nothing}
      ${downlink.metadata ? html`<h3>Metadata</h3>${block('Metadata', json(downlink.metadata))}` : nothing}`;
  }

  function detail() {
    const downlink = listing.items.find(each => each.id === chosen);
    if (!downlink) return nothing;
    return html`<section class="panel"><h2 id="downlink" tabindex="-1">Downlink to ${downlink.device}</h2>
      ${needs('payloads', 'To see what it holds')}${one ? shown(one, content) : nothing}</section>`;
  }

  return {
    title: `Downlinks of ${name}`,
    view: () => html`<form class="row" role="search" @submit=${search}>${field('Device', 'device', device)}<button>Filter</button>
      <button type="button" @click=${load}>Refresh</button></form>
      ${listed(listing, items => html`<div class="row"><span>${count(listing.page.waiting)} wait.</span>
        <button ?disabled=${!may('operate') || items.length === 0} @click=${() => (device
          ? giveUp(`Give up all downlinks to ${device}?`, [], { device }) : giveUp(`Give up all downlinks of ${name}?`, [], { all: true }))}>Give up all${device ? ` to ${device}` : ''}…</button></div>
        ${needs('operate', 'To give up downlinks')}${detail()}
        ${table('Downlinks', columns, items, row => row.id, { empty: 'No downlink waits.', look: row => (row.id === chosen ? 'chosen' : '') })}`)}`,
    leave: () => one?.stop(),
  };
}
