/** The stream of all values, once a second: the last snapshots, series for plots, and how old they are. */

import { address, get, path, stream } from './api.js';
import { app, update } from './app.js';
import { rate, Series, words } from './figures.js';

/** Seconds after which values count as stale, and after which the stream is opened anew. */
const STALE = 4;
const DEAD = 30;
const SMOOTHED = 6;
const SPARK = ['uplinksPublished'];

/** What the page of an integration draws. */
export const PLOTTED = [
  'uplinksPublished', 'uplinksStored', 'uplinksConverterFailed', 'uplinksDisabled', 'uplinksInvalid', 'uplinksOverloaded',
  'uplinksUnavailable', 'itemsDelivered', 'spoolItems', 'spoolOldestItemAgeSeconds', 'receiptP50Seconds', 'receiptP99Seconds',
  'answerP50Seconds', 'answerP99Seconds', 'linkInFlightMessages',
];

class Live {
  /** @type {any} */ snapshot;
  /** @type {Map<string, import('./figures.js').Sample[]>} */ #samples = new Map();
  /** @type {Map<string, Series>} */ #sparks = new Map();
  /** @type {Map<string, string>} */ #states = new Map();
  /** @type {{name: string, series: Series} | undefined} */ #watched;
  /** @type {Set<(event: any) => void>} */ #listeners = new Set();
  #arrived = 0;
  #opened = 0;
  #wait = 1;
  #close = () => {};
  #timer = 0;
  /** Called with each snapshot. */
  second = () => {};

  /** Opens the stream, and opens it again whenever it ends. */
  open() {
    this.close();
    this.#opened = performance.now();
    this.#close = stream(path('live'), (event, data) => this.#heard(event, data), problem => {
      if (problem && problem.status === 401) return;
      this.#samples.clear();
      this.#timer = setTimeout(() => app.session && this.open(), this.#wait * 1000);
      this.#wait = Math.min(10, this.#wait * 2);
      update();
    });
    this.#loadSparks();
  }

  close() {
    clearTimeout(this.#timer);
    this.#close();
  }

  /** Seconds since the last values; undefined before the first. */
  get age() {
    return this.#arrived ? (performance.now() - this.#arrived) / 1000 : undefined;
  }

  /** A second has passed: a stream that says nothing is opened anew, for its connection may be gone unseen. */
  look() {
    if (performance.now() - Math.max(this.#arrived, this.#opened) > DEAD * 1000) this.open();
  }

  get stale() {
    return this.age === undefined || this.age > STALE;
  }

  /** @param {string} event @param {any} data */
  #heard(event, data) {
    if (event === 'event') this.#listeners.forEach(tell => tell(data));
    if (event !== 'snapshot') return;
    this.#wait = 1;
    this.#arrived = performance.now();
    this.snapshot = data;
    const time = Date.parse(data.time) / 1000;
    const names = new Set();
    for (const each of data.integrations) {
      names.add(each.name);
      this.#take(each, { time, values: each.values });
    }
    for (const map of [this.#samples, this.#sparks, this.#states]) {
      for (const name of map.keys()) if (!names.has(name)) map.delete(name);
    }
    this.second();
  }

  /** @param {any} integration @param {import('./figures.js').Sample} sample */
  #take(integration, sample) {
    const { name, state } = integration;
    const samples = this.#samples.get(name) || [];
    const before = samples[samples.length - 1];
    samples.push(sample);
    if (samples.length > SMOOTHED) samples.shift();
    this.#samples.set(name, samples);
    if (!this.#sparks.has(name)) this.#sparks.set(name, new Series(SPARK));
    this.#sparks.get(name).append(before, sample);
    if (this.#watched?.name === name) this.#watched.series.append(before, sample);
    const former = this.#states.get(name);
    if (former && former !== state) app.announcement = `${name} is ${words(state)} now.`;
    this.#states.set(name, state);
  }

  /** @param {string} name of an integration, as it is in the last snapshot */
  of(name) {
    return this.snapshot?.integrations.find((/** @type {any} */ each) => each.name === name);
  }

  /**
   * A counter's rate over the last seconds; several together as their sum.
   * @param {string} name of an integration
   * @param {string[]} values
   */
  rate(name, ...values) {
    const samples = this.#samples.get(name) || [];
    const rates = values.map(value => rate(samples[0], samples[samples.length - 1], value)).filter(each => each !== undefined);
    return rates.length === 0 ? undefined : rates.reduce((sum, each) => sum + each, 0);
  }

  /** @param {string} name of an integration @returns {(number | null)[]} readings a second in the last 15 minutes */
  spark(name) {
    return this.#sparks.get(name)?.values.uplinksPublished || [];
  }

  async #loadSparks() {
    try {
      const history = await get(path('history'), { resolution: 'second', values: SPARK.join() });
      for (const [name, values] of Object.entries(history.integrations)) {
        const series = new Series(SPARK);
        series.fill(history, values);
        this.#sparks.set(name, series);
      }
      update();
    } catch {
      // The plots then begin now; that the host does not answer is shown by the age of the values.
    }
  }

  /** Keeps all that is plotted of one integration. @param {string} name @returns {Series} */
  watch(name) {
    const series = new Series(PLOTTED);
    this.#watched = { name, series };
    get(address(path('history'), { resolution: 'second', integration: name, values: PLOTTED.join() }))
      .then(history => series.fill(history, history.integrations[name] || {}))
      .then(update, () => {});
    return series;
  }

  unwatch() {
    this.#watched = undefined;
  }

  /** @param {(event: any) => void} listener of events as they happen @returns {() => void} ends it */
  onEvent(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

export const live = new Live();
