/** What all pages share: who is logged in, what they may, notices, questions, and drawing anew. */

import { get, onStranger, path, Problem, send } from './api.js';

/** @typedef {{name: string, scopes: string[], expires?: string}} Session */
/** @typedef {{page: string, name: string, query: URLSearchParams}} Route */
/**
 * @typedef {object} Page
 * @property {string} title
 * @property {() => unknown} view draws it; called often
 * @property {() => void} [second] a new snapshot has come
 * @property {() => void} [leave] another page is shown from now on
 */
/** @typedef {{title: string, text: string, yes: string, answer: (yes: boolean) => void}} Question */

export const app = {
  /** @type {Session | undefined} */ session: undefined,
  /** Whether it is known who is logged in. */
  known: false,
  /** @type {Question | undefined} */ question: undefined,
  /** @type {{text: string, problem?: Problem}[]} */ notices: [],
  /** The integration that pages of one integration are about. */
  chosen: '',
  /** Read out by screen readers: changes of states only. */
  announcement: '',
};

/** Who was logged in last. */
let former = '';
let draw = () => {};
let planned = false;

/** @param {() => void} task draws everything */
export function drawWith(task) {
  draw = task;
}

/** Draws everything anew, soon, and once for many calls; what nobody sees is drawn when it is seen again. */
export function update() {
  if (planned || document.hidden) return;
  planned = true;
  requestAnimationFrame(() => {
    planned = false;
    draw();
  });
}

/** @param {string} scope */
export const may = scope => app.session !== undefined && app.session.scopes.includes(scope);

onStranger(() => {
  app.session = undefined;
  update();
});

export async function findSession() {
  try {
    app.session = await get(path('session'));
    former = app.session.name;
  } catch (failure) {
    if (!(failure instanceof Problem) || failure.status !== 401) tell(failure);
  }
  app.known = true;
  update();
}

/** @param {string} token */
export async function login(token) {
  app.session = await send('POST', path('session'), { token });
  // Somebody else must not find what the former one has seen.
  if (former && former !== app.session.name) location.reload();
  former = app.session.name;
  app.notices = [];
  update();
}

/** Ends the session; the page begins anew, so that nothing stays of what was seen. */
export async function logout() {
  if (await act(() => send('DELETE', path('session')), '') || !app.session) location.reload();
}

/** Shows a problem until it is dismissed. @param {unknown} failure */
export function tell(failure) {
  const problem = failure instanceof Problem ? failure : new Problem(0, { title: 'The console failed', detail: String(failure) });
  if (!(failure instanceof Problem)) console.error(failure);
  if (problem.status === 401) return;
  app.notices = [...app.notices.filter(each => each.text !== problem.message), { text: problem.message, problem }].slice(-3);
  update();
}

/** Says that something is done. @param {string} text */
export function say(text) {
  const notice = { text };
  app.notices = [...app.notices.filter(each => each.problem), notice].slice(-3);
  setTimeout(() => dismiss(notice), 8000);
  update();
}

/** @param {{text: string}} notice */
export function dismiss(notice) {
  app.notices = app.notices.filter(each => each !== notice);
  update();
}

/**
 * Does something with the host and says what came of it.
 * @template T
 * @param {() => Promise<T>} task
 * @param {string | ((result: T) => string)} done
 * @returns {Promise<T | undefined>} undefined when it failed, which is shown
 */
export async function act(task, done) {
  try {
    const result = await task();
    const text = typeof done === 'string' ? done : done(result);
    if (text) say(text);
    return result;
  } catch (failure) {
    tell(failure);
    return undefined;
  }
}

/**
 * Asks before something is done.
 * @param {string} title
 * @param {string} text what will happen
 * @param {string} yes words of the button
 * @returns {Promise<boolean>}
 */
export function confirm(title, text, yes) {
  return new Promise(resolve => {
    app.question = {
      title, text, yes,
      answer: given => {
        app.question = undefined;
        update();
        resolve(given);
      },
    };
    update();
  });
}

/**
 * Changes what the address says of the page, without leaving it.
 * @param {Record<string, string>} query
 */
export function remember(query) {
  const given = Object.entries(query).filter(([, value]) => value);
  const text = new URLSearchParams(given).toString();
  history.replaceState(null, '', location.hash.split('?')[0] + (text ? '?' + text : ''));
}

/**
 * The address of a page.
 * @param {string} page
 * @param {string} [name] of an integration
 * @param {Record<string, string>} [query]
 */
export function link(page, name = '', query = {}) {
  const text = new URLSearchParams(query).toString();
  return `#/${page}${name ? '/' + encodeURIComponent(name) : ''}${text ? '?' + text : ''}`;
}

/** @returns {Route} of the present address */
export function route() {
  const [before, query] = location.hash.replace(/^#\/?/, '').split('?');
  const [page, name] = before.split('/');
  let decoded = '';
  try {
    decoded = decodeURIComponent(name || '');
  } catch {
    // An address that somebody broke names nothing.
  }
  return { page: page || 'overview', name: decoded, query: new URLSearchParams(query) };
}
