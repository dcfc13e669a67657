/** The settings in effect, the log as it is written, and levels of loggers. */

import { address, get, path, Polled, send, stream } from './api.js';
import { act, may, update } from './app.js';
import { block, field, filled, html, needs, nothing, problemBox, select, shown, state, table, when } from './parts.js';
import { words } from './figures.js';

const LEVELS = ['ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE'];
const MOST = 500;

/** @param {any} finding */
const finding = finding => html`<li>${finding.place ? html`<code>${finding.place}</code> ` : nothing}${finding.key ? html`<code>${finding.key}</code>: ` : nothing}${finding.message}</li>`;

/** @param {any} value */
const origin = value => (value.origin === 'FILE' ? html`<code>${value.file}${value.line ? `:${value.line}` : ''}</code>`
  : value.origin === 'ENVIRONMENT' ? html`variable <code>${value.variable}</code>` : html`<span class="quiet">default</span>`);

/** Lines of the log, as they are written, the newest first. */
class Log {
  /** @type {any[]} */ lines = [];
  /** @type {import('./api.js').Problem | undefined} */ problem;
  level = 'INFO';
  #close = () => {};
  #count = 0;
  #timer = 0;

  async open() {
    this.close();
    this.lines = [];
    this.problem = undefined;
    const past = await get(path('log'), { limit: 200, level: this.level }).catch(() => ({ lines: [] }));
    this.#take(past.lines);
    this.#close = stream(address(path('log', 'live'), { level: this.level }), (event, data) => {
      if (event === 'line') this.#take([data]);
      if (event === 'dropped') this.#take([{ level: 'WARN', time: '', logger: '', message: `${data.count} lines were not shown, since there were too many.` }]);
    }, problem => {
      this.problem = problem;
      this.#timer = setTimeout(() => this.open(), 5000);
      update();
    });
  }

  /** @param {any[]} lines the newest last */
  #take(lines) {
    this.lines = [...lines.map(line => ({ ...line, key: this.#count++ })).reverse(), ...this.lines].slice(0, MOST);
    update();
  }

  close() {
    this.#close();
    clearTimeout(this.#timer);
  }
}

/** @returns {import('./app.js').Page} */
export function settings() {
  const all = new Polled(path('settings'), update, 10);
  const loggers = new Polled(path('loggers'), update, 10);
  const log = new Log();
  /** @type {any} */ let checked;
  let search = '';
  if (may('operate')) log.open();

  /** @param {SubmitEvent} event */
  async function check(event) {
    checked = await act(() => send('POST', path('settings', 'check'), filled(event)), '');
    update();
  }

  /** @param {string} logger @param {any} body */
  async function level(logger, body) {
    await act(() => send('PUT', path('loggers', logger), body), `${logger} is set.`);
    loggers.reload();
  }

  /** @param {SubmitEvent} event */
  function change(event) {
    const { logger, level: wanted, span } = filled(event);
    if (logger) level(logger, { level: wanted, for: span });
  }

  /** @param {any} value */
  const effective = value => {
    const rows = value.values.filter((/** @type {any} */ each) => each.key.includes(search));
    return html`${value.problems.length ? html`<div class="box bad" role="alert"><strong><span aria-hidden="true">✖ </span>The settings on disk cannot be used; the former ones are in effect.</strong><ul>${value.problems.map(finding)}</ul></div>` : nothing}
      ${value.later.length ? html`<p class="box warn"><span aria-hidden="true">▲ </span>Changed, and in effect after a restart of the host: ${value.later.join(', ')}</p>` : nothing}
      ${value.notes.map((/** @type {string} */ note) => html`<p class="box idle"><span aria-hidden="true">ℹ </span>${note}</p>`)}
      <p class="quiet">From ${value.files.length ? value.files.join(', ') : 'no file'}.</p>
      <div class="row"><label>Keys with <input .value=${search} @input=${(/** @type {any} */ event) => { search = event.target.value.trim(); update(); }}></label></div>
      ${table('Settings in effect', [
        { title: 'Key', head: true, by: row => row.key, cell: row => html`<code>${row.key}</code>` },
        { title: 'Value', look: 'wide', cell: row => html`<code>${row.value}</code>` },
        { title: 'From', by: row => row.origin, cell: origin },
      ], rows, row => row.key, { empty: 'No key has this in it.' })}`;
  };

  const tester = () => html`<details><summary>Check a text of settings</summary><form @submit=${check}>
    <label class="tall">Text, as in a file<textarea name="text" rows="8" spellcheck="false" required></textarea></label>
    <button ?disabled=${!may('operate')}>Check</button></form>${needs('operate', 'To check settings')}
    ${checked ? html`<div role="status"><p>${state(checked.usable ? 'OK' : 'FAILED')} ${checked.usable ? 'It can be used.' : 'It cannot be used:'}</p>
      <ul>${checked.problems.map(finding)}${checked.notes.map((/** @type {string} */ note) => html`<li>${note}</li>`)}</ul></div>` : nothing}</details>`;

  const lines = () => html`<div class="row">${select('Level', LEVELS.map(each => [each, `${words(each)} and worse`]), log.level, value => { log.level = value; log.open(); })}
      <a class="button" href=${path('diagnostics')} download>Diagnostics (zip)</a></div>${problemBox(log.problem)}
    ${table('Log', [
      { title: 'Time', cell: row => when(row.time) }, { title: 'Level', cell: row => state(row.level) },
      { title: 'Logger', cell: row => html`<span title=${row.logger}>${row.logger.split('.').pop()}</span>` },
      { title: 'Message', look: 'wide most', cell: row => html`${row.message}${row.exception ? block('Exception', row.exception) : nothing}` },
    ], log.lines, row => row.key, { empty: 'No line of this level yet.', tall: true })}`;

  /** @param {any} value */
  const levels = value => html`<form class="row" @submit=${change}>${field('Logger', 'logger', '', { placeholder: 'io.integrationhost.host', list: 'loggers' })}
      <datalist id="loggers">${value.loggers.map((/** @type {any} */ each) => html`<option value=${each.name}></option>`)}</datalist>
      <label>Level <select name="level">${LEVELS.map(each => html`<option ?selected=${each === 'DEBUG'}>${each}</option>`)}</select></label>
      <label>For <select name="span"><option value="15m">15 minutes</option><option value="1h">1 hour</option><option value="24h">24 hours</option></select></label>
      <button ?disabled=${!may('operate')}>Set</button></form>
    ${table('Levels that differ for a time', [
      { title: 'Logger', head: true, by: row => row.name, cell: row => html`<code>${row.name}</code>` }, { title: 'Level', by: row => row.level, cell: row => words(row.level) },
      { title: 'Until', cell: row => (row.until ? html`${when(row.until)} <button ?disabled=${!may('operate')} @click=${() => level(row.name, { level: null })} aria-label="Set ${row.name} back">Back now</button>` : html`<span class="quiet">as set</span>`) },
    ], value.loggers.filter((/** @type {any} */ each) => each.until || each.name === 'ROOT'), row => row.name)}`;

  return {
    title: 'Settings and log',
    view: () => html`<h2>Log</h2>${may('operate') ? lines() : needs('operate', 'To read the log')}
      <h2>Levels</h2>${needs('operate', 'To change levels')}${shown(loggers, levels)}
      <h2>Settings in effect</h2>${tester()}${shown(all, effective)}`,
    leave() {
      all.stop();
      loggers.stop();
      log.close();
    },
  };
}
