/** Open sessions of devices; one of them: its frames, and the log of its bytes. */

import { Listing, path, Polled, send } from './api.js';
import { act, confirm, link, may, remember, update } from './app.js';
import { live } from './live.js';
import { bytes, count } from './figures.js';
import { facts, field, filled, html, listed, needs, nothing, select, shown, since, state, table, when } from './parts.js';
import { FrameList } from './frame.js';

/** @param {(session: any) => void} choose @param {string} chosen @returns {import('./parts.js').Column[]} */
const columns = (choose, chosen) => [
  { title: 'Session', head: true, by: row => row.session,
    cell: row => html`<button class="link" aria-pressed=${row.session === chosen ? 'true' : 'false'} @click=${() => choose(row)}><code>${row.session}</code></button>` },
  { title: 'Device', by: row => row.device || '', cell: row => row.device || html`<span class="quiet">not known yet</span>` },
  { title: 'Address', by: row => row.remoteAddress, cell: row => html`<code>${row.remoteAddress}</code>` },
  { title: 'Transport', by: row => row.transport, cell: row => row.transport },
  { title: 'Open for', number: true, by: row => -Date.parse(row.since), cell: row => since(row.since) },
  { title: 'Last bytes', number: true, by: row => (row.lastFrame ? -Date.parse(row.lastFrame) : 0), cell: row => (row.lastFrame ? html`${since(row.lastFrame)} ago` : '–') },
  { title: 'Received', number: true, by: row => row.receivedBytes, cell: row => bytes(row.receivedBytes) },
  { title: 'Sent', number: true, by: row => row.sentBytes, cell: row => bytes(row.sentBytes) },
  { title: 'Bad frames', number: true, by: row => row.faults,
    cell: row => (row.faults ? html`<span class="trouble"><span aria-hidden="true">▲ </span>${count(row.faults)}</span>` : '0') },
  { title: 'Notes', cell: row => (row.paused ? html`<span class="state warn"><span aria-hidden="true">‖</span> not read now</span>` : nothing) },
];

/** @param {import('./app.js').Route} route @returns {import('./app.js').Page} */
export function sessions({ name, query }) {
  const listing = new Listing(path('integrations', name, 'sessions'), update);
  const wire = new Polled(path('integrations', name, 'wire-log'), update, 10);
  const frames = new FrameList(name);
  let filter = { search: query.get('search') || '', transport: query.get('transport') || '' };
  /** @type {any} */ let chosen;
  let span = '15m';
  const load = () => listing.load(filter);
  const timer = setInterval(() => document.hidden || listing.grown || load(), 5000);
  load();

  /** @param {SubmitEvent} event */
  function search(event) {
    filter = /** @type {typeof filter} */ (filled(event));
    remember(filter);
    load();
  }

  /** @param {any} session */
  function choose(session) {
    chosen = session;
    frames.stop();
    frames.clear();
    if (may('payloads')) frames.start({ session: session.session });
    update();
    requestAnimationFrame(() => document.getElementById('one')?.focus());
  }

  /** @param {any} status */
  async function log(status) {
    if (status.running) {
      await act(() => send('DELETE', path('integrations', name, 'wire-log')), 'The log of bytes has ended.');
    } else if (await confirm('Write bytes to a file?',
      `What passes between ${chosen.device || chosen.session} and the host is written to a file on the host’s machine for ${span}, hex or readable text.`, 'Write')) {
      await act(() => send('POST', path('integrations', name, 'wire-log'), { for: span, session: chosen.session }), 'The log of bytes has begun.');
    }
    wire.reload();
  }

  /** @param {any} status */
  const switches = status => html`<p>${status.running
    ? html`${state('RUNNING')} Bytes of ${status.session || status.device || status.transport || 'all sessions'} are written until ${when(status.until)}
      ${status.directory ? html`to <code>${status.directory}</code>` : nothing}${status.droppedLines ? `; ${count(status.droppedLines)} lines were dropped` : ''}`
    : 'Its bytes are written to no file.'}</p>
    <div class="row">${status.running ? nothing : select('For', [['15m', '15 minutes'], ['1h', '1 hour'], ['24h', '24 hours']], span, value => { span = value; update(); })}
    <button ?disabled=${!may('payloads')} @click=${() => log(status)}>${status.running ? 'End the hex log' : 'Begin a hex log…'}</button></div>`;

  function one() {
    const now = listing.items.find(each => each.session === chosen.session);
    return html`<section class="panel"><h2 id="one" tabindex="-1">Session <code>${chosen.session}</code></h2>
      ${now ? nothing : html`<p class="box idle">It is not among the sessions that are shown; it may have ended.</p>`}
      ${facts([['Device', chosen.device || 'not known'], ['Address', chosen.remoteAddress], ['Received', bytes((now || chosen).receivedBytes)],
        ['Sent', bytes((now || chosen).sentBytes)], ['Bad frames', count((now || chosen).faults)]])}
      <h3>Its frames</h3>${needs('payloads', 'To see frames, and to log them,')}
      ${may('payloads') ? html`<p><a href=${link('tap', name, { session: chosen.session })}>Open in the tap</a></p>${frames.view()}` : nothing}
      <h3>Hex log</h3>${shown(wire, switches)}</section>`;
  }

  const transports = () => (live.of(name)?.transports || []).map((/** @type {any} */ each) => [each.name, each.name]);
  return {
    title: `Sessions of ${name}`,
    view: () => html`<form class="row" role="search" @submit=${search}>
      ${field('Device, address or session', 'search', filter.search)}
      <label>Transport <select name="transport">${[['', 'all'], ...transports()].map(([value, words]) =>
        html`<option value=${value} ?selected=${value === filter.transport}>${words}</option>`)}</select></label>
      <button>Search</button><button type="button" @click=${load}>Refresh</button></form>
      ${listed(listing, items => html`<p class="quiet">${count(listing.page.open)} open${filter.search || filter.transport ? '; only those that match are shown' : ''}.</p>
        ${table('Sessions', columns(choose, chosen?.session), items, row => row.session, { empty: filter.search ? 'No open session matches.' : 'No device is connected now.' })}`)}
      ${chosen ? one() : nothing}`,
    leave() {
      clearInterval(timer);
      wire.stop();
      frames.stop();
    },
  };
}
