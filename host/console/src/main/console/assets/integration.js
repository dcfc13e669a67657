/** One integration: the way of a reading, plots, actions, and its configuration. */

import { address, get, path, Polled, send } from './api.js';
import { act, confirm, link, may, update } from './app.js';
import { live, PLOTTED } from './live.js';
import { count, duration, perSecond, Series } from './figures.js';
import { facts, html, needs, nothing, numbered, pausedFlag, select, shown, since, state, table, when } from './parts.js';
import { plot } from './plot.js';
import { way } from './way.js';

/** @type {Record<string, {words: string, text: string, done: string}>} */
const ACTIONS = {
  restart: { words: 'Restart transports', done: 'The transports were made anew.',
    text: 'Its transports are made anew: devices lose their connections and have to come again. Readings that are stored are kept.' },
  reconnect: { words: 'Reconnect', done: 'The link was made anew.',
    text: 'It leaves ThingsBoard in good order and connects anew. Devices are served all the time.' },
};
/** @type {Record<string, string>} */
const RESTS = {
  intake: 'Transports read nothing more, or accept nobody, until you resume; also over restarts of the host.',
  delivery: 'Devices are served; their readings gather in the spool until you resume; also over restarts of the host.',
};

/** @param {Series} series */
function plots(series, now) {
  const { times, values } = series;
  const sum = (/** @type {string[]} */ ...names) => times.map((_, at) => {
    const known = names.map(name => values[name][at]).filter(each => each !== null);
    return known.length ? known.reduce((all, each) => all + each, 0) : null;
  });
  const line = (/** @type {string} */ label, /** @type {string} */ name, /** @type {any} */ write) => ({ label, values: values[name], write });
  return html`<div class="plots">
    ${plot('Readings a second', times, [
      line('stored', 'uplinksStored', perSecond), line('delivered', 'itemsDelivered', perSecond),
      line('converter failed', 'uplinksConverterFailed', perSecond),
      { label: 'not taken', values: sum('uplinksDisabled', 'uplinksInvalid', 'uplinksOverloaded', 'uplinksUnavailable'), write: perSecond },
    ])}
    ${plot('Backlog', times, [
      line('items', 'spoolItems', count), { ...line('oldest', 'spoolOldestItemAgeSeconds', duration), right: true },
    ])}
    ${plot('Receipts and answers', times, [
      line('receipt p50', 'receiptP50Seconds', duration), line('receipt p99', 'receiptP99Seconds', duration),
      line('answer p50', 'answerP50Seconds', duration), line('answer p99', 'answerP99Seconds', duration),
    ])}
    ${plot('Messages in flight', times, [
      line('in flight', 'linkInFlightMessages', count), { label: 'window', values: times.map(() => now ?? null), write: count },
    ])}</div>`;
}

/** @param {any} configuration */
function configured(configuration) {
  const { transports, warnings, text } = configuration;
  return html`${configuration.applied === false ? html`<p class="box bad"><span aria-hidden="true">✖ </span>Another configuration runs, since this one
      cannot be used: ${configuration.rejection}</p>` : nothing}
    ${warnings.map((/** @type {string} */ each) => html`<p class="box warn"><span aria-hidden="true">▲ </span>${each}</p>`)}
    ${transports.map((/** @type {any} */ each) => html`<h3>What ${each.plugin} ${each.version} made of it for ${each.name}</h3>
      ${table(`Keys of ${each.name}`, [
        { title: 'Key', head: true, cell: row => html`<code>${row.key}</code>`, by: row => row.key },
        { title: 'Value', cell: row => html`<code>${row.value}</code>` },
        { title: 'Where it stands', cell: row => row.place || '–' },
      ], each.keys, row => row.key)}`)}
    <h3>As ThingsBoard sent it</h3>${numbered(text, 'Configuration of ThingsBoard')}`;
}

/** @param {import('./app.js').Route} route @returns {import('./app.js').Page} */
export function integration({ name }) {
  const at = path('integrations', name);
  /** @type {Polled | undefined} */ let setup;
  const whole = new Polled(at, () => {
    if (whole.value?.configurationTime) setup ??= new Polled(path('integrations', name, 'configuration'), update, 30);
    update();
  }, 5);
  const host = new Polled(path('host'), update);
  let span = 'second';
  let series = live.watch(name);
  let busy = '';
  let timer = 0;

  async function day() {
    const history = await act(() => get(address(path('history'), { resolution: 'minute', integration: name, values: PLOTTED.join() })), '');
    if (!history || span !== 'minute') return;
    const found = new Series(PLOTTED, 1440);
    found.fill(history, history.integrations[name] || {});
    series = found;
    update();
  }

  /** @param {string} chosen */
  function show(chosen) {
    span = chosen;
    clearInterval(timer);
    if (chosen === 'second') {
      series = live.watch(name);
    } else {
      live.unwatch();
      day();
      timer = setInterval(day, 60000);
    }
    update();
  }

  /** @param {string} verb @param {unknown} body @param {[string, string, string]} question @param {string} done */
  async function steer(verb, body, question, done) {
    if (!await confirm(...question)) return;
    busy = verb;
    update();
    await act(() => send('POST', path('integrations', name, verb), body, { wait: '10s' }), done);
    busy = '';
    whole.reload();
  }

  /** @param {any} value */
  function buttons({ paused }) {
    const off = !may('operate') || busy !== '';
    const rests = paused.intake || paused.delivery;
    const what = paused.intake && paused.delivery ? 'both' : paused.intake ? 'intake' : 'delivery';
    return html`<div class="row">
      ${Object.entries(RESTS).map(([rest, text]) => html`<button ?disabled=${off || paused[rest]}
        @click=${() => steer('pause', { what: rest }, [`Pause ${rest} of ${name}?`, text, `Pause ${rest}`], `The ${rest} of ${name} is paused.`)}>Pause ${rest}…</button>`)}
      <button ?disabled=${off || !rests} @click=${() => steer('resume', { what }, [`Resume ${name}?`, 'The pause ends.', 'Resume'], `${name} goes on.`)}>Resume…</button>
      ${Object.entries(ACTIONS).map(([verb, action]) => html`<button ?disabled=${off}
        @click=${() => steer(verb, undefined, [`${action.words}: ${name}?`, action.text, action.words], action.done)}>${action.words}…</button>`)}
      ${busy ? html`<span class="state busy"><span aria-hidden="true">◐</span> ${busy}…</span>` : nothing}</div>
      ${needs('operate', 'To pause, resume, restart and reconnect')}`;
  }

  /** @param {any} value */
  function view(value) {
    const now = live.of(name) || value;
    const window = host.value?.limits.windowMessages;
    return html`<p>${state(now.state)} <span class="quiet">for ${since(now.since)}</span> ${pausedFlag(now.paused)}</p>
      ${now.reason ? html`<p class="box warn"><span aria-hidden="true">▲ </span>${now.reason}</p>` : nothing}
      ${facts([
        ['Name in ThingsBoard', value.title], ['Type', value.type], ['Configuration of', value.configurationTime && when(value.configurationTime)],
        ['Connections', html`<a href=${link('sessions', name)}>${count(now.values.connections)}</a>`],
        ['Downlinks waiting', html`<a href=${link('downlinks', name)}>${count(now.values.downlinksWaiting)}</a>`],
        ['Downlinks sent, failed', `${count(now.values.downlinksSent)}, ${count(now.values.downlinksFailed)}`],
      ])}
      ${buttons(now)}
      <h2>The way of a reading</h2>${way(value, { ...value.values, ...now.values }, window)}
      <h2>Over time</h2><div class="row">${select('Show', [['second', 'the last 15 minutes'], ['minute', 'the last 24 hours']], span, show)}</div>
      ${plots(series, window)}
      <h2>Configuration</h2>${setup ? shown(setup, configured) : html`<p class="empty">ThingsBoard has sent none yet.</p>`}`;
  }

  return {
    title: name,
    view: () => shown(whole, view),
    leave() {
      [whole, setup, host].forEach(each => each?.stop());
      clearInterval(timer);
      live.unwatch();
    },
  };
}
