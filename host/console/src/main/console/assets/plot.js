/** Plots over time, each with a table beside it, and small lines for tables. */

import { html, nothing, render } from './lib/lit-html.js';
import { clock, means, summary } from './figures.js';

/** A classic script; see index.html. @type {any} */
const UPlot = /** @type {any} */ (globalThis).uPlot;

const DASHES = [[], [7, 4], [2, 3], [10, 3, 2, 3], [4, 2]];
const HEIGHT = 170;
const ROWS = 15;

/**
 * @typedef {object} Line
 * @property {string} label
 * @property {(number | null)[]} values
 * @property {(value: number | undefined | null) => string} write
 * @property {boolean} [right] has the axis at the right
 */

const seen = new IntersectionObserver(entries => {
  for (const entry of entries) /** @type {TimePlot} */ (entry.target).visible(entry.isIntersecting);
});

/** A plot of some lines over time. It draws while it can be seen, and at most once for each new value. */
class TimePlot extends HTMLElement {
  #title = '';
  /** @type {number[]} */ #times = [];
  /** @type {Line[]} */ #lines = [];
  #visible = false;
  #open = false;
  #drawn = '';
  /** @type {any} */ #plot;
  #width = 0;
  #cursor = -1;
  #sizes = new ResizeObserver(() => this.#size());
  #scheme = matchMedia('(prefers-color-scheme: dark)');
  #colours = () => {
    this.#plot?.destroy();
    this.#plot = undefined;
    this.#draw();
  };

  connectedCallback() {
    seen.observe(this);
    this.#sizes.observe(this);
    this.#scheme.addEventListener('change', this.#colours);
    document.addEventListener('theme', this.#colours);
  }

  disconnectedCallback() {
    seen.unobserve(this);
    this.#sizes.disconnect();
    this.#scheme.removeEventListener('change', this.#colours);
    document.removeEventListener('theme', this.#colours);
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  /** @param {{title: string, times: number[], lines: Line[]}} given arrays may be changed later; set again to draw */
  set data(given) {
    this.#title = given.title;
    this.#times = given.times;
    this.#lines = given.lines;
    const key = `${given.times.length} ${given.times[0]} ${given.times[given.times.length - 1]}`;
    if (key === this.#drawn) return;
    if (this.#visible || !this.#drawn) this.#draw();
    if (this.#visible) this.#drawn = key;
  }

  /** @param {boolean} now */
  visible(now) {
    this.#visible = now;
    if (now) this.#draw();
  }

  #size() {
    const width = Math.floor(this.querySelector('.canvas')?.clientWidth || 0);
    if (width === this.#width || width === 0) return;
    this.#width = width;
    if (this.#plot) this.#plot.setSize({ width, height: HEIGHT });
    else this.#draw();
  }

  #draw() {
    this.#table();
    if (!this.#visible || this.#width === 0) return;
    const data = [this.#times, ...this.#lines.map(line => line.values)];
    if (this.#plot) this.#plot.setData(data);
    else this.#plot = this.#make(data);
  }

  /** @param {any[]} data */
  #make(data) {
    const colour = (/** @type {string} */ name) => this.#colour(name);
    const axis = { stroke: colour('--quiet'), grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line'), width: 1 },
      font: '11px system-ui, sans-serif' };
    const right = this.#lines.find(line => line.right);
    const left = this.#lines.find(line => !line.right) || this.#lines[0];
    const written = (/** @type {Line} */ line) => (/** @type {any} */ _, /** @type {number[]} */ values) => values.map(value => line.write(value));
    const range = (/** @type {any} */ _, /** @type {number} */ least, /** @type {number} */ most) => [0, most > 0 ? most * 1.1 : 1];
    return new UPlot({
      width: this.#width, height: HEIGHT, legend: { show: false },
      cursor: { drag: { x: false, y: false }, points: { show: false } },
      scales: { y: { range }, y2: { range } },
      series: [{}, ...this.#lines.map((line, at) => ({
        scale: line.right ? 'y2' : 'y', stroke: colour(`--s${at + 1}`), width: 1.6, dash: DASHES[at], points: { show: false }, spanGaps: false,
      }))],
      axes: [
        { ...axis, values: (/** @type {any} */ _, /** @type {number[]} */ times, /** @type {any} */ __, /** @type {any} */ ___, /** @type {number} */ step) =>
          times.map(time => clock(new Date(time * 1000)).slice(-8, step < 60 ? undefined : -3)), space: 70 },
        { ...axis, values: written(left), size: 66 },
        ...(right ? [{ ...axis, scale: 'y2', side: 1, values: written(right), size: 84, grid: { show: false } }] : []),
      ],
      hooks: { setCursor: [(/** @type {any} */ plot) => {
        const at = plot.cursor.idx ?? -1;
        if (at !== this.#cursor) {
          this.#cursor = at;
          this.#table();
        }
      }] },
    }, data, this.querySelector('.canvas'));
  }

  /** A canvas knows no variables: what one stands for now. @param {string} name */
  #colour(name) {
    this.style.color = `var(${name})`;
    const colour = getComputedStyle(this).color;
    this.style.color = '';
    return colour;
  }

  #table() {
    const at = this.#cursor >= 0 && this.#cursor < this.#times.length ? this.#cursor : -1;
    const head = at < 0 ? 'Now' : clock(new Date(this.#times[at] * 1000));
    render(html`<figure><figcaption>${this.#title}</figcaption><div class="canvas" aria-hidden="true"></div>
      <table class="small" aria-label=${this.#title}><thead><tr><th scope="col">Line</th><th scope="col" class="number">${head}</th>
        <th scope="col" class="number">Mean</th><th scope="col" class="number">Most</th></tr></thead>
      <tbody>${this.#lines.map((line, place) => {
        const known = summary(line.values);
        return html`<tr><th scope="row">${sample(place)} ${line.label}${line.right ? ' (right)' : ''}</th>
          <td class="number">${line.write(at < 0 ? line.values[line.values.length - 1] : line.values[at])}</td>
          <td class="number">${line.write(known.mean)}</td><td class="number">${line.write(known.most)}</td></tr>`;
      })}</tbody></table>
      <details @toggle=${(/** @type {any} */ event) => this.#toggle(event.target.open)}><summary>${this.#title}: values over time</summary>
      ${this.#open ? this.#values() : nothing}</details></figure>`, this);
  }

  /** @param {boolean} open */
  #toggle(open) {
    if (open === this.#open) return;
    this.#open = open;
    this.#table();
  }

  /** The means of equal parts, the newest first. */
  #values() {
    const ends = means(this.#times, ROWS);
    const columns = this.#lines.map(line => means(line.values, ROWS));
    return html`<table class="small" aria-label=${this.#title + ', means over time'}><thead><tr><th scope="col">Around</th>
      ${this.#lines.map(line => html`<th scope="col" class="number">${line.label}</th>`)}</tr></thead><tbody>
      ${ends.map((end, at) => html`<tr><th scope="row">${clock(new Date(end * 1000))}</th>
        ${this.#lines.map((line, place) => html`<td class="number">${line.write(columns[place][at])}</td>`)}</tr>`).reverse()}</tbody></table>`;
  }
}

customElements.define('time-plot', TimePlot);

/** How a line looks in its plot. @param {number} place */
const sample = place => html`<svg class="sample" width="26" height="8" aria-hidden="true"><line x1="0" x2="26" y1="4" y2="4"
  class=${`s${place + 1}`} stroke-width="2" stroke-dasharray=${DASHES[place].join(' ') || 'none'}/></svg>`;

/**
 * @param {string} title
 * @param {number[]} times
 * @param {Line[]} lines
 */
export const plot = (title, times, lines) => html`<time-plot .data=${{ title, times, lines }}></time-plot>`;

const WIDTH = 90;
const TALL = 18;
const MINUTES = 15;

/** A small line of a table. @param {(number | null)[]} values of the last seconds @param {string} label says in words what it shows */
export function spark(values, label) {
  const points = means([...Array(Math.max(0, MINUTES * 60 - values.length)).fill(null), ...values], 60);
  const most = Math.max(...points.map(value => value ?? 0), 1e-9);
  const pieces = points.map((value, at) => (value === null ? ' ' :
    `${(at / 59 * WIDTH).toFixed(0)},${(TALL - 1 - value / most * (TALL - 2)).toFixed(1)}`)).join(' ').trim();
  return html`<svg class="spark" role="img" aria-label=${label} width=${WIDTH} height=${TALL} viewBox="0 0 ${WIDTH} ${TALL}">
    <polyline points=${pieces} fill="none" stroke-width="1.2"/></svg>`;
}
