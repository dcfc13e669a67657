/** The host's API: requests, values that are asked for again and again, and streams of events. */

const ROOT = '/api/v1';

/** An answer of the host that refuses (RFC 9457), or no answer at all. */
export class Problem extends Error {
  /**
   * @param {number} status 0 when there was no answer
   * @param {{title?: string, detail?: string, instance?: string, state?: string,
   *     errors?: {pointer: string, detail: string}[]}} body
   */
  constructor(status, body) {
    super(body.detail || body.title || 'The host gave no reason.');
    this.status = status;
    this.title = body.title || 'The request failed';
    this.instance = body.instance || '';
    this.errors = body.errors || [];
  }
}

/** Told when the host no longer knows who asks. */
const strangers = /** @type {(() => void)[]} */ ([]);

/** @param {() => void} listener called when the host answers 401 */
export function onStranger(listener) {
  strangers.push(listener);
}

/**
 * @param {string[]} parts of a path, of any characters
 * @returns {string} an absolute path of the API
 */
export const path = (...parts) => [ROOT, ...parts.map(encodeURIComponent)].join('/');

/**
 * @param {string} at
 * @param {Record<string, string | number | boolean | undefined | null>} [query] empty ones are left out
 */
export function address(at, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false);
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return text ? `${at}?${text}` : at;
}

/** @param {Response} response */
async function problem(response) {
  const body = await response.json().catch(() => ({ title: `The host answered ${response.status}` }));
  const found = new Problem(response.status, body);
  if (response.status === 401) strangers.forEach(tell => tell());
  return found;
}

/**
 * @param {string} url
 * @param {RequestInit} options
 */
async function ask(url, options) {
  try {
    return await fetch(url, { cache: 'no-store', ...options });
  } catch (failure) {
    if (options.signal?.aborted) throw failure;
    throw new Problem(0, { title: 'No answer', detail: 'The host cannot be reached. Is it running?' });
  }
}

/**
 * @param {string} at
 * @param {Parameters<typeof address>[1]} [query]
 */
export async function get(at, query) {
  const response = await ask(address(at, query), { headers: { Accept: 'application/json' } });
  if (!response.ok) throw await problem(response);
  return response.json();
}

/**
 * @param {'POST' | 'PUT' | 'DELETE'} method
 * @param {string} at
 * @param {unknown} [body]
 * @param {Parameters<typeof address>[1]} [query]
 */
export async function send(method, at, body, query) {
  const response = await ask(address(at, query), {
    method,
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw await problem(response);
  return response.status === 204 ? {} : response.json();
}

/** A value of the host that is asked for at once, and again every so often while the page is seen. */
export class Polled {
  /** @type {any} */ value;
  /** @type {Problem | undefined} */ problem;
  #url;
  #changed;
  #tag = '';
  #timer = 0;
  #stopped = false;

  /**
   * @param {string} url
   * @param {() => void} changed
   * @param {number} [seconds] until it is asked for again; 0: never
   */
  constructor(url, changed, seconds = 0) {
    this.#url = url;
    this.#changed = changed;
    if (seconds) this.#timer = setInterval(() => document.hidden || this.reload(), seconds * 1000);
    this.reload();
  }

  async reload() {
    try {
      const response = await ask(this.#url, {
        headers: { Accept: 'application/json', ...(this.#tag && { 'If-None-Match': this.#tag }) },
      });
      if (this.#stopped || (response.status === 304 && !this.problem)) return;
      if (response.status !== 304) {
        if (!response.ok) throw await problem(response);
        this.#tag = response.headers.get('ETag') || '';
        this.value = await response.json();
      }
      this.problem = undefined;
    } catch (failure) {
      this.problem = failure instanceof Problem ? failure : new Problem(0, { detail: String(failure) });
    }
    if (!this.#stopped) this.#changed();
  }

  /** It is needed no longer. */
  stop() {
    this.#stopped = true;
    clearInterval(this.#timer);
  }
}

/** Cuts a stream of server-sent events into events. */
export class EventCutter {
  #rest = '';

  /**
   * @param {string} text as it came
   * @returns {{event: string, data: string}[]} events that are complete now
   */
  cut(text) {
    const blocks = (this.#rest + text).replaceAll('\r\n', '\n').split('\n\n');
    this.#rest = blocks.pop() || '';
    return blocks.map(block => {
      const lines = block.split('\n');
      const of = (/** @type {string} */ field) => lines
        .filter(line => line.startsWith(field + ':'))
        .map(line => line.slice(field.length + 1).replace(/^ /, ''));
      return { event: of('event')[0] || 'message', data: of('data').join('\n') };
    }).filter(each => each.data !== '');
  }
}

/**
 * Opens a stream of events.
 * @param {string} url
 * @param {(event: string, data: any) => void} heard
 * @param {(problem: Problem | undefined) => void} over it has ended, with a problem or in good order; not after close
 * @returns {() => void} closes it
 */
export function stream(url, heard, over) {
  const control = new AbortController();
  (async () => {
    const response = await ask(url, { headers: { Accept: 'text/event-stream' }, signal: control.signal });
    if (!response.ok) throw await problem(response);
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    const cutter = new EventCutter();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      for (const each of cutter.cut(decoder.decode(value, { stream: true }))) {
        heard(each.event, JSON.parse(each.data));
      }
    }
  })().then(
    () => control.signal.aborted || over(undefined),
    failure => control.signal.aborted ||
      over(failure instanceof Problem ? failure : new Problem(0, { title: 'The stream broke', detail: 'The connection to the host was lost.' })));
  return () => control.abort();
}

/** A list of the host that comes page by page. */
export class Listing {
  /** @type {any[]} */ items = [];
  /** The last page as it came. @type {any} */ page;
  /** @type {Problem | undefined} */ problem;
  /** Whether it shows more than the first page. */
  grown = false;
  #at;
  #changed;
  /** @type {Record<string, any>} */ #query = {};
  #turn = 0;

  /** @param {string} at @param {() => void} changed */
  constructor(at, changed) {
    this.#at = at;
    this.#changed = changed;
  }

  /** Begins anew; what is shown stays until the answer comes. @param {Record<string, any>} [query] */
  load(query = this.#query) {
    this.#query = query;
    return this.#ask(undefined);
  }

  more() {
    return this.#ask(this.page?.next);
  }

  /** @param {string | undefined} cursor */
  async #ask(cursor) {
    const turn = ++this.#turn;
    try {
      const page = await get(this.#at, { limit: 100, ...this.#query, cursor });
      if (turn !== this.#turn) return;
      this.items = cursor ? [...this.items, ...page.items] : page.items;
      this.page = page;
      this.grown = cursor !== undefined;
      this.problem = undefined;
    } catch (failure) {
      if (turn !== this.#turn) return;
      this.problem = failure instanceof Problem ? failure : new Problem(0, { detail: String(failure) });
    }
    this.#changed();
  }
}
