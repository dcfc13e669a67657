/** Plugins: what is installed, what cannot be used, and who uses what. */

import { path, Polled, send } from './api.js';
import { act, confirm, may, update } from './app.js';
import { duration } from './figures.js';
import { html, needs, nothing, shown, state, table, toIntegration } from './parts.js';

/** @returns {import('./app.js').Page} */
export function plugins() {
  const all = new Polled(path('plugins'), update, 10);

  /** @param {string} id */
  async function reload(id) {
    if (!await confirm(`Reload ${id}?`, 'The host looks at the folder of the jars now and makes the plugin’s transports anew: their devices lose their connections and have to come again.', 'Reload')) return;
    await act(() => send('POST', path('plugins', id, 'reload'), undefined, { wait: '10s' }), `${id} was reloaded.`);
    all.reload();
  }

  /** @type {import('./parts.js').Column[]} */
  const columns = [
    { title: 'Plugin', head: true, by: row => row.id, cell: row => html`${row.id} <span class="quiet">${row.version}</span><div class="quiet">${row.description}</div>` },
    { title: 'State', by: row => row.state, cell: row => html`${state(row.state)}${row.supersededBy ? html`<div class="quiet">by ${row.supersededBy}</div>` : nothing}` },
    { title: 'Used by', cell: row => (row.usedBy.length ? row.usedBy.map((/** @type {any} */ use) => html`<div>${toIntegration(use.integration)} <span class="quiet">${use.transport}</span></div>`) : html`<span class="quiet">nobody</span>`) },
    { title: 'Serves', cell: row => row.serves.join(', ') || '–' },
    { title: 'From', cell: row => html`${row.provider}<div class="quiet">${row.file}${row.apiVersion ? `, API ${row.apiVersion}` : ''}</div>` },
    { title: 'Action', cell: row => (row.state === 'INSTALLED' ? html`<button ?disabled=${!may('operate')} aria-label="Reload ${row.id}" @click=${() => reload(row.id)}>Reload…</button>` : nothing) },
  ];
  /** @type {import('./parts.js').Column[]} */
  const rejected = [
    { title: 'Jar', head: true, cell: row => html`${row.file}${row.plugin ? html`<div class="quiet">${row.plugin}</div>` : nothing}` },
    { title: 'What is wrong', look: 'wide', cell: row => row.reason },
    { title: 'What to do', look: 'wide', cell: row => row.cure },
  ];

  return {
    title: 'Plugins',
    view: () => shown(all, value => html`<p class="quiet">From ${value.directories.map((each, at) => html`${at ? ', ' : ''}<code>${each}</code>`)}</p>${needs('operate', 'To reload plugins')}
      ${table('Installed plugins', columns, value.plugins, row => row.file, { empty: 'No plugin is installed; put its jar into the folder.' })}
      ${value.rejected.length ? html`<h2><span aria-hidden="true">✖ </span>Jars that cannot be used</h2>${table('Jars that cannot be used', rejected, value.rejected, row => row.file)}` : nothing}
      ${value.leaked.length ? html`<h2><span aria-hidden="true">▲ </span>Unloaded, but still in memory</h2>${table('Leaked plugins', [
        { title: 'Plugin', head: true, cell: row => row.plugin }, { title: 'For', number: true, cell: row => duration(row.seconds) },
        { title: 'What to do', look: 'wide', cell: row => row.message }], value.leaked, row => row.plugin)}` : nothing}`),
    leave: () => all.stop(),
  };
}
