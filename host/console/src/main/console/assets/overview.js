/** All integrations at a glance, and what is wrong with the host. */

import { get, path } from './api.js';
import { link, update } from './app.js';
import { live } from './live.js';
import { bytes, count, duration, perSecond } from './figures.js';
import { facts, html, nothing, pausedFlag, since, state, table } from './parts.js';
import { spark } from './plot.js';

/** @param {any} host values of it */
function banners(host, integrations) {
  const lost = integrations.filter((/** @type {any} */ each) => each.values.spoolLostItems > 0);
  const share = host.dataDirectoryFreeBytes / host.dataDirectorySizeBytes;
  /** @type {[unknown, 'bad' | 'warn', unknown][]} */
  const all = [
    [lost.length > 0, 'bad', html`Readings are lost: ${lost.map((/** @type {any} */ each) =>
      html`${count(each.values.spoolLostItems)} of <a href=${link('integration', each.name)}>${each.name}</a> `)}`],
    [host.settingsRefused, 'bad', html`The settings on disk have problems and are not in use. <a href=${link('settings')}>See them</a>`],
    [share < 0.1, 'bad', `Only ${bytes(host.dataDirectoryFreeBytes)} (${Math.round(share * 100)} %) are free where the data are.`],
    [host.rejectedJars > 0, 'warn', html`Plugin jars that cannot be used: ${count(host.rejectedJars)}. <a href=${link('plugins')}>See why</a>`],
    [host.leakedPlugins > 0, 'warn', html`Unloaded plugins that still hold memory: ${count(host.leakedPlugins)}. <a href=${link('plugins')}>See which</a>`],
    [host.converterWorkersLost > 0, 'warn', `Workers held by scripts that nothing stops: ${count(host.converterWorkersLost)}; a restart of the host frees them.`],
  ];
  return all.filter(([on]) => on).map(([, look, text]) => html`<p class="box ${look}"><span aria-hidden="true">${look === 'bad' ? '✖' : '▲'} </span>${text}</p>`);
}

/** @param {any} row */
const letters = row => row.values.deadLetterReadings === undefined && row.values.deadLetterPayloads === undefined
  ? undefined : (row.values.deadLetterReadings || 0) + (row.values.deadLetterPayloads || 0);

/** @param {(row: any) => string} titleOf @returns {import('./parts.js').Column[]} */
const columns = titleOf => [
  { title: 'Integration', head: true, by: row => row.name,
    cell: row => html`<a href=${link('integration', row.name)}>${row.name}</a><div class="quiet">${titleOf(row)}</div>` },
  { title: 'State', by: row => row.state, look: 'wide',
    cell: row => html`${state(row.state)} <span class="quiet">for ${since(row.since)}</span> ${pausedFlag(row.paused)}
      ${row.reason ? html`<div class="reason">${row.reason}</div>` : nothing}` },
  { title: 'In /s', number: true, by: row => live.rate(row.name, 'uplinksPublished'), cell: row => perSecond(live.rate(row.name, 'uplinksPublished')) },
  { title: 'Out /s', number: true, by: row => live.rate(row.name, 'itemsDelivered'), cell: row => perSecond(live.rate(row.name, 'itemsDelivered')) },
  { title: 'Last 15 min', cell: row => spark(live.spark(row.name), `Readings taken in the last 15 minutes; ${perSecond(live.rate(row.name, 'uplinksPublished'))} a second now`) },
  { title: 'Backlog', number: true, by: row => row.values.spoolItems, cell: row => count(row.values.spoolItems) },
  { title: 'Oldest', number: true, by: row => row.values.spoolOldestItemAgeSeconds,
    cell: row => (row.values.spoolItems ? duration(row.values.spoolOldestItemAgeSeconds) : '–') },
  { title: 'Receipt p99', number: true, by: row => row.values.receiptP99Seconds, cell: row => duration(row.values.receiptP99Seconds) },
  { title: 'Dead letters', number: true, by: letters, cell: row => html`<a href=${link('letters', row.name)}>${count(letters(row))}</a>` },
  { title: 'Connections', number: true, by: row => row.values.connections,
    cell: row => html`<a href=${link('sessions', row.name)}>${count(row.values.connections)}</a>` },
];

/** @returns {import('./app.js').Page} */
export function overview() {
  /** @type {Map<string, string>} */
  const titles = new Map();
  (async () => {
    for (let cursor; ;) {
      const page = await get(path('integrations'), { limit: 500, cursor });
      for (const each of page.items) titles.set(each.name, [each.type, each.title].filter(Boolean).join(' · '));
      cursor = page.next;
      if (!cursor) return update();
    }
  })().catch(() => {}); // Names are enough; what is wrong shows elsewhere.
  const listed = columns(row => titles.get(row.name) || '');
  return {
    title: 'Overview',
    view() {
      if (!live.snapshot) return html`<p class="empty">Waiting for the first values…</p>`;
      const { host, integrations } = live.snapshot;
      const sum = (/** @type {string} */ name) => integrations.reduce((/** @type {number} */ all, /** @type {any} */ each) => all + (live.rate(each.name, name) || 0), 0);
      const running = integrations.filter((/** @type {any} */ each) => each.state === 'RUNNING').length;
      return html`${banners(host, integrations)}
        ${facts([
          ['Running', `${running} of ${integrations.length}`],
          ['In', `${perSecond(sum('uplinksPublished'))} /s`], ['Out', `${perSecond(sum('itemsDelivered'))} /s`],
          ['Heap', `${bytes(host.heapUsedBytes)} of ${bytes(host.heapMaxBytes)}`],
          ['Held for devices', `${bytes(host.pluginMemoryHeldBytes)} of ${bytes(host.pluginMemoryLimitBytes)}`],
          ['Disk free', bytes(host.dataDirectoryFreeBytes)],
          ['Converter queue', count(host.converterQueue)],
          ['Warnings, errors logged', `${count(host.logWarningsTotal)}, ${count(host.logErrorsTotal)}`],
        ])}
        ${table('Integrations', listed, integrations, row => row.name, { empty: 'The settings name no integration.' })}`;
    },
  };
}
