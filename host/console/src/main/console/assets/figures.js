/** Numbers: rates of counters, series for plots, and how figures are written for people. */

/** Values that are as they are; all others are counters. */
export const GAUGES = new Set([
  'uplinksUnderWay', 'spoolItems', 'spoolBytes', 'spoolDiskBytes', 'spoolOldestItemAgeSeconds', 'spoolWaitingAppends',
  'linkConnected', 'linkInFlightMessages', 'receiptP50Seconds', 'receiptP99Seconds', 'answerP50Seconds', 'answerP99Seconds',
  'deliveryDelayP50Seconds', 'deliveryDelayP99Seconds', 'converterWaiting', 'connections', 'connectionsPaused',
  'downlinksWaiting', 'deadLetterReadings', 'deadLetterPayloads',
]);

/**
 * @typedef {{time: number, values: Record<string, number>}} Sample counters at a time in seconds
 */

/**
 * How fast a counter grew from one sample to another, a second.
 * @param {Sample | undefined} from
 * @param {Sample | undefined} to
 * @param {string} name
 * @returns {number | undefined} undefined when nothing can be said: the counter began anew, or is not known
 */
export function rate(from, to, name) {
  if (!from || !to || to.time <= from.time) return undefined;
  const increase = to.values[name] - from.values[name];
  return increase >= 0 ? increase / (to.time - from.time) : undefined;
}

/** The values of the last minutes, in steps; counters as their rate. */
export class Series {
  /** @type {number[]} */ times = [];
  /** @type {Record<string, (number | null)[]>} */ values = {};

  /**
   * @param {string[]} names of the values to keep
   * @param {number} most steps to keep
   */
  constructor(names, most = 900) {
    this.most = most;
    for (const name of names) this.values[name] = [];
  }

  /**
   * Puts what the host remembers before what has been seen since.
   * @param {{times: number[], stepSeconds: number}} history
   * @param {Record<string, (number | null)[]>} given of one integration
   */
  fill(history, given) {
    const first = this.times[0] ?? Infinity;
    const older = history.times.filter(time => time < first).length;
    this.times = [...history.times.slice(0, older), ...this.times];
    for (const name of Object.keys(this.values)) {
      const divisor = GAUGES.has(name) ? 1 : history.stepSeconds;
      const past = (given[name] || history.times.map(() => null)).slice(0, older);
      this.values[name] = [...past.map(value => (value === null ? null : value / divisor)), ...this.values[name]];
    }
    this.#trim();
  }

  /**
   * @param {Sample | undefined} from
   * @param {Sample} to
   */
  append(from, to) {
    if (this.times.length > 0 && to.time <= this.times[this.times.length - 1]) return;
    this.times.push(to.time);
    for (const [name, kept] of Object.entries(this.values)) {
      kept.push((GAUGES.has(name) ? to.values[name] : rate(from, to, name)) ?? null);
    }
    this.#trim();
  }

  #trim() {
    const excess = this.times.length - this.most;
    if (excess <= 0) return;
    this.times.splice(0, excess);
    for (const kept of Object.values(this.values)) kept.splice(0, excess);
  }
}

/**
 * @param {(number | null)[]} values
 * @param {number} places
 * @returns {(number | null)[]} as many means as places, of equal parts; null where a part knows nothing
 */
export function means(values, places) {
  const size = Math.max(1, values.length / places);
  const count = Math.min(places, values.length);
  return Array.from({ length: count }, (_, place) => {
    const known = values.slice(Math.floor(place * size), Math.floor((place + 1) * size)).filter(value => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  });
}

/** @param {(number | null)[]} values */
export function summary(values) {
  const known = /** @type {number[]} */ (values.filter(value => value !== null && value !== undefined));
  if (known.length === 0) return {};
  return {
    last: known[known.length - 1],
    mean: known.reduce((sum, value) => sum + value, 0) / known.length,
    most: known.reduce((most, value) => Math.max(most, value), -Infinity),
  };
}

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const UNKNOWN = '–';

/** @param {number | undefined | null} value */
export const count = value => (value === undefined || value === null ? UNKNOWN : WHOLE.format(value));

/** Three figures that count. @param {number | undefined | null} value a second */
export function perSecond(value) {
  if (value === undefined || value === null) return UNKNOWN;
  if (value >= 100) return WHOLE.format(Math.round(value));
  return value === 0 ? '0' : value.toFixed(value >= 10 ? 1 : 2);
}

/** @param {number | undefined | null} value */
export function bytes(value) {
  if (value === undefined || value === null) return UNKNOWN;
  let rest = value;
  for (const unit of ['B', 'KiB', 'MiB', 'GiB']) {
    if (Math.abs(rest) < 1024) return `${unit === 'B' || rest >= 100 ? Math.round(rest) : rest.toFixed(1)} ${unit}`;
    rest /= 1024;
  }
  return `${rest.toFixed(1)} TiB`;
}

/** @param {number | undefined | null} seconds */
export function duration(seconds) {
  if (seconds === undefined || seconds === null) return UNKNOWN;
  if (seconds === 0) return '0 s';
  if (seconds < 0.001) return `${Math.round(seconds * 1e6)} µs`;
  if (seconds < 1) return `${seconds < 0.01 ? (seconds * 1000).toFixed(1) : Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  if (whole < 86400) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  return `${Math.floor(whole / 86400)} d ${Math.floor((whole % 86400) / 3600)} h`;
}

const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const DAY = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short' });

/** Local time; with the date unless it is today. @param {Date} time */
export function clock(time, now = new Date()) {
  const text = CLOCK.format(time);
  return time.toDateString() === now.toDateString() ? text : `${DAY.format(time)} ${text}`;
}

/** @param {string} word of a closed list: FROM_THE_API */
export const words = word => word.toLowerCase().replaceAll('_', ' ');
