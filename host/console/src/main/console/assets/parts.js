/** Pieces that pages are made of: tables, states, times, problems, texts with line numbers. */

import { html, nothing } from './lib/lit-html.js';
import { repeat } from './lib/directives/repeat.js';
import { app, link, may, update } from './app.js';
import { live } from './live.js';
import { clock, duration, words } from './figures.js';

export { html, nothing, repeat };

const SIGNS = { good: '●', busy: '◐', warn: '▲', bad: '✖', idle: '○' };

/** How states look; the word stands beside the sign always. */
const LOOKS = {
  RUNNING: 'good', UP: 'good', OK: 'good', CONNECTED: 'good', INSTALLED: 'good', ACCEPTED: 'good', STORED: 'good', SENT: 'good', INFO: 'idle',
  CONNECTING: 'busy', STARTING: 'busy', STOPPING: 'busy', WAITING: 'busy',
  DEGRADED: 'warn', SOURCES_BLOCKED: 'warn', DISK_FULL: 'warn', LOSS: 'warn', WARN: 'warn', NO_CONTENT: 'idle', DISABLED: 'idle',
  STOPPED: 'idle', NOT_STARTED: 'idle', SUPERSEDED: 'idle', CLOSED: 'idle', DEBUG: 'idle', TRACE: 'idle',
};

/** @param {string} word a state or result */
export function state(word) {
  const look = LOOKS[word] || 'bad';
  return html`<span class="state ${look}"><span aria-hidden="true">${SIGNS[look]}</span> ${words(word)}</span>`;
}

/** @param {{intake: boolean, delivery: boolean, since?: string, author?: string} | undefined} paused */
export function pausedFlag(paused) {
  if (!paused || (!paused.intake && !paused.delivery)) return nothing;
  const what = paused.intake && paused.delivery ? 'intake and delivery' : paused.intake ? 'intake' : 'delivery';
  const who = paused.author ? `by ${paused.author}` : '';
  return html`<span class="state warn" title=${who}><span aria-hidden="true">‖</span> ${what} paused</span>`;
}

/** Local time, with UTC in the title. @param {string | undefined} text */
export function when(text) {
  if (!text) return '–';
  const time = new Date(text);
  return html`<time datetime=${text} title=${time.toISOString().replace('T', ' ').replace('Z', ' UTC')}>${clock(time)}</time>`;
}

/** How long ago, by the host's clock. @param {string | undefined} text */
export function since(text) {
  if (!text) return '–';
  const now = live.snapshot ? Date.parse(live.snapshot.time) : Date.now();
  const time = new Date(text);
  const title = `${clock(time)}, ${time.toISOString().replace('T', ' ').replace('Z', ' UTC')}`;
  return html`<time datetime=${text} title=${title}>${duration(Math.max(0, Math.floor((now - time.getTime()) / 1000)))}</time>`;
}

/** @type {Map<string, {column: string, down: boolean}>} */
const orders = new Map();

/**
 * @typedef {object} Column
 * @property {string} title
 * @property {(row: any) => unknown} cell
 * @property {boolean} [number] stands at the right
 * @property {boolean} [head] names the row
 * @property {(row: any) => any} [by] what to sort by; without it the column is not sorted by
 * @property {string} [look] a class
 */

/** @param {Column[]} columns @param {any[]} rows @param {string} label */
function sorted(columns, rows, label) {
  const order = orders.get(label);
  const by = order && columns.find(each => each.title === order.column)?.by;
  if (!by) return rows;
  const direction = order.down ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [by(a) ?? -Infinity, by(b) ?? -Infinity];
    return direction * (typeof x === 'string' ? x.localeCompare(String(y)) : x - y);
  });
}

/** @param {string} label @param {Column} column */
function sort(label, column) {
  const order = orders.get(label);
  const same = order?.column === column.title;
  orders.set(label, { column: column.title, down: same ? !order.down : Boolean(column.number) });
  update();
}

/** @param {string} label @param {Column} column */
function heading(label, column) {
  const order = orders.get(label);
  const on = order?.column === column.title;
  const look = column.number ? 'number' : '';
  if (!column.by) return html`<th role="columnheader" scope="col" class=${look}>${column.title}</th>`;
  return html`<th role="columnheader" scope="col" class=${look} aria-sort=${on ? (order.down ? 'descending' : 'ascending') : 'none'}>
    <button class="plain" @click=${() => sort(label, column)}>${column.title}<span aria-hidden="true">${on ? (order.down ? ' ▾' : ' ▴') : ''}</span></button></th>`;
}

/** @param {Column} column @param {any} row */
function cell(column, row) {
  const look = `${column.number ? 'number' : ''} ${column.look || ''}`;
  return column.head
    ? html`<th role="rowheader" scope="row" class=${look} data-label=${column.title}><div>${column.cell(row)}</div></th>`
    : html`<td role="cell" class=${look} data-label=${column.title}><div>${column.cell(row)}</div></td>`;
}

/**
 * A table; on narrow screens each row becomes a block.
 * @param {string} label says what it lists
 * @param {Column[]} columns
 * @param {any[]} rows
 * @param {(row: any) => unknown} key what a row is known by
 * @param {{empty?: string, look?: (row: any) => string, tall?: boolean}} [more]
 */
export function table(label, columns, rows, key, more = {}) {
  if (rows.length === 0) return html`<p class="empty">${more.empty || 'Nothing here.'}</p>`;
  return html`<div class=${more.tall ? "scroll high" : "scroll"} tabindex=${more.tall ? '0' : nothing} role=${more.tall ? 'region' : nothing}
    aria-label=${more.tall ? label : nothing}><table role="table" class="stack" aria-label=${label}>
    <thead role="rowgroup"><tr role="row">${columns.map(column => heading(label, column))}</tr></thead>
    <tbody role="rowgroup">${repeat(sorted(columns, rows, label), key, row => html`<tr role="row" class=${more.look ? more.look(row) : ''}>
      ${columns.map(column => cell(column, row))}</tr>`)}</tbody></table></div>`;
}

/** @param {[string, unknown][]} pairs */
export function facts(pairs) {
  return html`<dl class="facts">${pairs.filter(([, value]) => value !== undefined && value !== '' && value !== nothing)
    .map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** @param {import('./api.js').Problem | undefined} problem */
export function problemBox(problem) {
  if (!problem) return nothing;
  return html`<div class="box bad" role="alert"><strong><span aria-hidden="true">✖ </span>${problem.title}</strong>
    ${problem.message === problem.title ? nothing : html`<p>${problem.message}</p>`}
    ${problem.errors.length ? html`<ul>${problem.errors.map(each => html`<li><code>${each.pointer}</code> ${each.detail}</li>`)}</ul>` : nothing}
    ${problem.instance ? html`<p class="quiet">Request ${problem.instance}; the host’s log names it too.</p>` : nothing}</div>`;
}

/** What a page shows of a value that is asked for. @param {import('./api.js').Polled} polled @param {(value: any) => unknown} view */
export function shown(polled, view) {
  return html`${problemBox(polled.problem)}${polled.value ? view(polled.value) : polled.problem ? nothing : html`<p class="empty">Loading…</p>`}`;
}

/** @param {string} scope @param {string} what it is needed for */
export function needs(scope, what) {
  return may(scope) ? nothing : html`<p class="box idle"><span aria-hidden="true">⚿ </span>${what} needs the scope
    <code>${scope}</code>, which the token “${app.session?.name}” does not have.</p>`;
}

/** @param {string} text with line numbers */
export function numbered(text, label = 'Text', marked = 0) {
  return html`<div class="scroll code" role="region" tabindex="0" aria-label=${label}><pre>${text.split('\n').map((line, at) =>
    html`<span class=${at + 1 === marked ? 'line marked' : 'line'}>${line}${'\n'}</span>`)}</pre></div>`;
}

/** @param {string} label @param {string} text in a box that scrolls */
export const block = (label, text) => html`<div class="scroll code" role="region" tabindex="0" aria-label=${label}><pre>${text}</pre></div>`;

/** @param {any} value */
export const json = value => JSON.stringify(value, null, 2);

/** @param {string} name of an integration */
export const toIntegration = name => html`<a href=${link('integration', name)}>${name}</a>`;

/**
 * @param {string} label
 * @param {[string, string][]} options value and words
 * @param {string} chosen
 * @param {(value: string) => void} changed
 */
export function select(label, options, chosen, changed) {
  return html`<label>${label} <select @change=${(/** @type {any} */ event) => changed(event.target.value)}>
    ${options.map(([value, text]) => html`<option value=${value} .selected=${value === chosen}>${text}</option>`)}</select></label>`;
}

/** A list with the button for the next page. @param {import('./api.js').Listing} listing @param {(items: any[]) => unknown} view */
export function listed(listing, view) {
  return html`${problemBox(listing.problem)}${listing.page ? view(listing.items) : listing.problem ? nothing : html`<p class="empty">Loading…</p>`}
    ${listing.page?.next ? html`<p><button @click=${() => listing.more()}>Show more</button></p>` : nothing}`;
}

/**
 * A field of a filter.
 * @param {string} label
 * @param {string} name
 * @param {string} value
 * @param {Record<string, any>} [more] type, placeholder, id of a list of proposals
 */
export const field = (label, name, value, more = {}) => html`<label>${label} <input name=${name} .value=${value} type=${more.type || 'text'}
  placeholder=${more.placeholder || nothing} list=${more.list || nothing} spellcheck="false" autocomplete="off" maxlength="400"></label>`;

/** @param {SubmitEvent} event @returns {Record<string, string>} what a form says; nothing is sent */
export function filled(event) {
  event.preventDefault();
  const pairs = [...new FormData(/** @type {HTMLFormElement} */ (event.target)).entries()];
  return Object.fromEntries(pairs.map(([name, value]) => [name, String(value).trim()]));
}
