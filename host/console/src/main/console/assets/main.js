/** The frame around all pages: who is logged in, where one is, how fresh the values are. */

import { html, nothing, render } from './lib/lit-html.js';
import { app, dismiss, drawWith, findSession, link, login, logout, route, update } from './app.js';
import { Problem } from './api.js';
import { live } from './live.js';
import { problemBox } from './parts.js';
import { overview } from './overview.js';
import { integration } from './integration.js';
import { sessions } from './sessions.js';
import { tap } from './tap.js';
import { playground } from './playground.js';
import { letters } from './letters.js';
import { downlinks } from './downlinks.js';
import { plugins } from './plugins.js';
import { settings } from './settings.js';
import { events } from './events.js';
import { clock } from './figures.js';

/** @type {Record<string, {words: string, one?: boolean, make: (route: import('./app.js').Route) => import('./app.js').Page}>} */
const PAGES = {
  overview: { words: 'Overview', make: overview },
  integration: { words: 'Integration', one: true, make: integration },
  sessions: { words: 'Sessions', one: true, make: sessions },
  tap: { words: 'Tap', one: true, make: tap },
  letters: { words: 'Dead letters', one: true, make: letters },
  downlinks: { words: 'Downlinks', one: true, make: downlinks },
  playground: { words: 'Playground', make: playground },
  plugins: { words: 'Plugins', make: plugins },
  settings: { words: 'Settings and log', make: settings },
  events: { words: 'Events', make: events },
};
const THEMES = [['', 'Theme: system'], ['light', 'Theme: light'], ['dark', 'Theme: dark']];

/** @type {import('./app.js').Page | undefined} */
let page;
let waits = false;
/** @type {unknown} */
let refused;

/** @param {string} theme */
function dress(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  try {
    localStorage.setItem('theme', theme);
  } catch {
    // A browser that keeps nothing: the theme then holds for this page.
  }
  document.dispatchEvent(new Event('theme'));
  update();
}

function kept() {
  try {
    return localStorage.getItem('theme') || '';
  } catch {
    return '';
  }
}

function turn() {
  const here = route();
  const kind = PAGES[here.page] || PAGES.overview;
  if (kind.one && !here.name) {
    if (!live.snapshot) {
      waits = true;
      return;
    }
    const names = live.snapshot.integrations.map((/** @type {any} */ each) => each.name);
    here.name = app.chosen || names[0] || '';
    if (here.name) history.replaceState(null, '', link(here.page, here.name));
  }
  waits = false;
  if (here.name) app.chosen = here.name;
  const first = !page;
  page?.leave?.();
  page = kind.one && !here.name ? undefined : kind.make(here);
  document.title = `${page?.title || kind.words} – Integration Host`;
  update();
  if (!first) requestAnimationFrame(() => /** @type {HTMLElement | null} */ (document.querySelector('h1'))?.focus());
  window.scrollTo(0, 0);
}

/** @param {SubmitEvent} event */
async function enter(event) {
  event.preventDefault();
  const input = /** @type {HTMLInputElement} */ (document.querySelector('#token'));
  try {
    refused = undefined;
    await login(input.value.trim());
    begin();
  } catch (failure) {
    refused = failure;
    update();
    input.focus();
    input.select();
  }
}

function door() {
  return html`<main class="door"><form @submit=${enter}><h1><img src=${MARK} alt="" width="28" height="28"> Integration Host</h1>
    <label for="token">Token</label>
    <input id="token" type="password" autocomplete="current-password" required spellcheck="false" aria-describedby="where">
    <p id="where" class="quiet">On the host’s machine <code>integration-host token</code> prints one; it stands in the file
      <code>admin.token</code> of the data directory.</p>
    ${refused instanceof Problem ? problemBox(refused) : nothing}
    <button class="main">Log in</button></form>${themes()}</main>`;
}

const MARK = /** @type {HTMLLinkElement} */ (document.querySelector('link[rel=icon]')).href;

const themes = () => html`<label class="theme"><span class="hidden">Theme</span>
  <select @change=${(/** @type {any} */ event) => dress(event.target.value)}>
  ${THEMES.map(([value, words]) => html`<option value=${value} .selected=${value === (document.documentElement.dataset.theme || '')}>${words}</option>`)}
  </select></label>`;

function freshness() {
  if (live.age === undefined) return html`<span class="state busy"><span aria-hidden="true">◐</span> connecting</span>`;
  if (!live.stale) return html`<span class="state good" title=${clock(new Date(live.snapshot.time))}><span aria-hidden="true">●</span> live</span>`;
  return html`<span class="state bad"><span aria-hidden="true">✖</span> stale for ${Math.round(live.age)} s; trying again</span>`;
}

/** @param {string} key */
function entry(key) {
  const kind = PAGES[key];
  const here = (PAGES[route().page] ? route().page : 'overview') === key;
  return html`<li><a href=${link(key, kind.one ? app.chosen : '')} aria-current=${here ? 'page' : 'false'}>${kind.words}</a></li>`;
}

/** @param {string} name */
function choose(name) {
  const here = route().page;
  location.hash = link(PAGES[here]?.one ? here : 'integration', name);
}

function menu() {
  const names = (live.snapshot?.integrations || []).map((/** @type {any} */ each) => each.name);
  const keys = Object.keys(PAGES);
  return html`<nav aria-label="Pages"><ul>${entry('overview')}</ul>
    <label class="choice"><span>Integration</span><select @change=${(/** @type {any} */ event) => choose(event.target.value)}>
      ${app.chosen ? nothing : html`<option value="">choose…</option>`}
      ${names.map((/** @type {string} */ name) => html`<option value=${name} .selected=${name === app.chosen}>${name}</option>`)}</select></label>
    <ul class="inner">${keys.filter(key => PAGES[key].one).map(entry)}</ul>
    <p class="choice">Host</p><ul>${keys.filter(key => !PAGES[key].one && key !== 'overview').map(entry)}</ul></nav>`;
}

function question() {
  const asked = app.question;
  return html`<dialog aria-labelledby="asked" @close=${() => app.question?.answer(false)}>${asked ? html`<h2 id="asked">${asked.title}</h2>
    <p>${asked.text}</p><div class="row end"><button @click=${() => asked.answer(false)}>Cancel</button>
    <button class="main" @click=${() => asked.answer(true)}>${asked.yes}</button></div>` : nothing}</dialog>`;
}

function draw() {
  const inside = app.session !== undefined;
  const focused = /** @type {HTMLElement} */ (document.activeElement);
  const among = focused?.closest('main');
  render(!app.known ? html`<p class="empty">Loading…</p>` : !inside ? door() : html`
    <a class="skip" href="#content" @click=${(/** @type {Event} */ event) => {
      event.preventDefault();
      /** @type {HTMLElement} */ (document.querySelector('h1')).focus();
    }}>Skip to the page</a>
    <header><a class="name" href="#/overview"><img src=${MARK} alt="" width="20" height="20"> Integration Host</a>
      <span class="fresh">${freshness()}</span><span class="grow"></span>${themes()}
      <span class="who" title="Scopes: ${app.session.scopes.join(', ')}">${app.session.name}</span>
      <button @click=${logout}>Log out</button></header>
    <div class="frame">${menu()}<main id="content"><h1 tabindex="-1">${page?.title || ''}</h1>
      <div class="notices" aria-live="polite">${app.notices.map(each => html`<div class="notice">
        ${each.problem ? problemBox(each.problem) : html`<div class="box good" role="status"><span aria-hidden="true">✔ </span>${each.text}</div>`}
        <button class="plain" aria-label="Dismiss" @click=${() => dismiss(each)}>✕</button></div>`)}</div>
      ${page ? page.view() : html`<p class="empty">${live.snapshot ? 'No integration is set.' : 'Loading…'}</p>`}</main></div>
    ${question()}<div class="hidden" aria-live="polite" id="announcement">${app.announcement}</div>`, document.body);
  const dialog = /** @type {HTMLDialogElement | null} */ (document.querySelector('dialog'));
  if (dialog && app.question && !dialog.open) dialog.showModal();
  if (dialog && !app.question && dialog.open) dialog.close();
  // A row that another order moves loses the focus; one that is gone leaves it to the page.
  if (among && inside && document.activeElement === document.body) {
    (focused.isConnected ? focused : document.querySelector('h1'))?.focus({ preventScroll: true });
  }
}

function begin() {
  live.open();
  if (!page) turn();
}

dress(kept());
drawWith(draw);
document.body.textContent = '';
live.second = () => {
  if (waits) turn();
  page?.second?.();
  update();
};
addEventListener('hashchange', turn);
document.addEventListener('visibilitychange', update);
setInterval(() => {
  if (!app.session) return;
  live.look();
  if (live.stale) update();
}, 1000);
findSession().then(() => app.session && begin());
