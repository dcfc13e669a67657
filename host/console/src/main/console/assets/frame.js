/** Frames of the tap: a list that a stream fills, and one of them in four panes. */

import { address, path, stream } from './api.js';
import { link, update } from './app.js';
import { asText, fromBase64, hexLines, preview, save, toHex, zip } from './bytes.js';
import { clock, count, duration } from './figures.js';
import { block, facts, html, json, nothing, problemBox, state, table } from './parts.js';
import { handOver } from './playground.js';

/** The most frames that a page keeps. */
const MOST = 500;
const NONE = new Uint8Array();

/** @param {any} frame @returns {Uint8Array} what the device sent, as far as it is known */
const payload = frame => fromBase64((frame.published?.payload || frame.raw)?.base64 || '');

/** @param {any} frame */
const result = frame => frame.receipt?.result || frame.outcome?.result || 'WAITING';

/** @param {any} frame @returns {string} of the last step that is known */
const fault = frame => frame.answer?.reason || frame.receipt?.reason || frame.outcome?.reason || frame.conversion?.error?.reason || '';

/**
 * The frame as a case for `convert --test`: a folder in an archive.
 * @param {any} frame
 */
function keep(frame) {
  const { conversion } = frame;
  const sent = payload(frame);
  const text = asText(sent);
  const folder = `${(conversion.converter || 'converter').replace(/[^\w.-]+/g, '-')}/cases/frame-${frame.frame}/`;
  const expected = conversion.error ? { error: conversion.error.reason } : { result: parsed(conversion.output) };
  save(`frame-${frame.frame}.zip`, zip({
    [folder + (text === undefined || /^[\r\n]|[\r\n]$/.test(text) ? 'payload.hex' : 'payload.txt')]:
      text === undefined || /^[\r\n]|[\r\n]$/.test(text) ? toHex(sent) + '\n' : text + '\n',
    [folder + 'metadata.json']: json(frame.published?.metadata || {}) + '\n',
    [folder + 'expected.json']: json(expected) + '\n',
  }));
}

/** @param {string | undefined} text @returns {any} */
function parsed(text) {
  try {
    return text === undefined ? null : JSON.parse(text);
  } catch {
    return text;
  }
}

/** @param {string} text indented if it is JSON */
function pretty(text) {
  const value = parsed(text);
  return typeof value === 'object' ? json(value) : text;
}

/** @param {any} bytes of the API @param {string} label */
function dump(bytes, label) {
  if (!bytes) return html`<p class="empty">The transport does not tell the bytes.</p>`;
  const data = fromBase64(bytes.base64);
  return html`<div class="scroll code" role="region" tabindex="0" aria-label=${label}><table class="hex" aria-label=${label}>
    <thead class="hidden"><tr><th scope="col">Offset</th><th scope="col">Hex</th><th scope="col">Text</th></tr></thead>
    <tbody>${hexLines(data).map(line => html`<tr><th scope="row">${line.offset}</th><td>${line.hex}</td><td>${line.text}</td></tr>`)}</tbody></table></div>
    ${data.length < bytes.length ? html`<p class="quiet">The first ${count(data.length)} of ${count(bytes.length)} bytes.</p>` : nothing}`;
}

/** @param {any} error of a script */
const scriptError = error => html`<p class="box bad"><span aria-hidden="true">✖ </span>${error.kind.toLowerCase()}${error.line ? `, line ${error.line}` : ''}${error.column ? `, column ${error.column}` : ''}: ${error.reason}</p>`;

/** @param {any} frame */
function panes(frame) {
  const { published, conversion, items, stored, receipt, outcome, answer } = frame;
  const text = published?.payload ? asText(payload(frame)) : undefined;
  return html`<div class="panes">
    <section class="pane"><h3>1 Bytes</h3>${dump(frame.raw || published?.payload, 'Bytes of the frame')}</section>
    <section class="pane"><h3>2 As published</h3>${published ? html`${facts([['Kind', published.kind.toLowerCase()], ['Content', published.contentType],
        ['Length', published.payload && `${count(published.payload.length)} bytes`]])}
      ${published.payload ? text === undefined ? html`<p class="quiet">Not readable as text; see the bytes.</p>` : block('Payload', pretty(text)) : nothing}
      ${published.metadata ? html`<h4>Metadata</h4>${block('Metadata', json(published.metadata))}` : nothing}` : html`<p class="empty">Nothing was published.</p>`}</section>
    <section class="pane"><h3>3 Converter</h3>${conversion ? html`${facts([['Converter', conversion.converter], ['Took', duration(conversion.durationSeconds)]])}
      ${conversion.input === undefined ? nothing : html`<h4>Input</h4>${block('Input of the converter', pretty(conversion.input))}`}
      ${conversion.error ? scriptError(conversion.error) : nothing}
      ${conversion.output === undefined ? nothing : html`<h4>Output</h4>${block('Output of the converter', pretty(conversion.output))}`}`
      : html`<p class="empty">No converter: it is decoded already.</p>`}</section>
    <section class="pane"><h3>4 Sent and answered</h3>
      ${facts([
        ['Stored', stored && `items: ${count(stored.items)}, after ${duration(stored.durationSeconds)}`],
        ['Receipt', receipt && html`${state(receipt.result)} after ${duration(receipt.durationSeconds)}`], ['Reason', receipt?.reason],
        ['Outcome', outcome && state(outcome.result)], ['Why', outcome?.reason],
        ['ThingsBoard', answer ? html`${state(answer.result)} after ${duration(answer.durationSeconds)}` : frame.direction === 'UPLINK' && stored ? state('WAITING') : undefined],
        ['It says', answer?.reason],
      ])}
      ${items?.length ? html`<h4>What travels</h4>${block('What travels', json(items))}` : nothing}</section></div>`;
}

/** @param {(frame: any) => void} choose @param {number} chosen @returns {import('./parts.js').Column[]} */
const columns = (choose, chosen) => [
  { title: 'Frame', number: true, head: true, cell: row => html`<button class="link" aria-pressed=${row.frame === chosen ? 'true' : 'false'} @click=${() => choose(row)}>${row.frame}</button>` },
  { title: 'Time', cell: row => html`<time datetime=${row.time} title=${row.time}>${clock(new Date(row.time))}.${row.time.slice(20, 23).padEnd(3, '0').replace(/\D/g, '0')}</time>` },
  { title: 'Way', cell: row => (row.direction === 'UPLINK' ? '↑ up' : '↓ down') },
  { title: 'Device', cell: row => row.device || row.session || '–' },
  { title: 'Transport', cell: row => row.transport },
  { title: 'Bytes', number: true, cell: row => count((row.raw || row.published?.payload)?.length) },
  { title: 'Payload', look: 'wide', cell: row => html`<code>${preview(payload(row) || NONE)}</code>` },
  { title: 'Result', cell: row => html`${state(result(row))}${row.answer?.result === 'REFUSED' ? html` ${state('REFUSED')}` : nothing}` },
  { title: 'Took', number: true, cell: row => duration(row.receipt?.durationSeconds) },
];

/** Frames of a tap, the newest first. */
export class FrameList {
  /** @type {any[]} */ frames = [];
  /** @type {any} */ #chosen;
  /** @type {any[] | undefined} */ #frozen;
  #name;
  #close = () => {};
  #note = '';
  #dropped = 0;
  /** @type {import('./api.js').Problem | undefined} */ #problem;
  running = false;

  /** @param {string} name of the integration */
  constructor(name) {
    this.#name = name;
  }

  /** @param {Record<string, any>} filter as the API has it */
  start(filter) {
    this.#close();
    this.#problem = undefined;
    this.#note = '';
    this.#frozen = undefined;
    this.running = true;
    this.#close = stream(address(path('integrations', this.#name, 'tap'), { for: '10m', ...filter }),
      (event, data) => this.#heard(event, data), problem => {
        this.running = false;
        this.#problem = problem;
        update();
      });
    update();
  }

  stop() {
    this.#close();
    this.running = false;
    update();
  }

  clear() {
    this.frames = [];
    this.#chosen = this.#frozen = undefined;
    this.#dropped = 0;
    update();
  }

  /** @param {string} event @param {any} data */
  #heard(event, data) {
    if (event === 'started') {
      this.frames = [];
      this.#dropped = 0;
      this.#note = `Ends at ${clock(new Date(data.ends))}.`;
    } else if (event === 'frame') {
      this.frames = [data, ...this.frames].slice(0, MOST);
    } else if (event === 'answer') {
      const frame = this.frames.find(each => each.frame === data.frame);
      if (frame) frame.answer = data;
    } else if (event === 'dropped') {
      this.#dropped += data.count;
    } else if (event === 'ended') {
      this.#note = { TIME: 'Its time is over; start it again to go on.', INTEGRATION_STOPPED: 'The integration has stopped.', HOST_STOPS: 'The host stops.' }[data.reason] || data.reason;
    }
    update();
  }

  /** @param {any} frame */
  #choose(frame) {
    this.#chosen = frame;
    update();
    requestAnimationFrame(() => document.getElementById('frame')?.focus());
  }

  #one() {
    const frame = this.#chosen;
    const able = frame.conversion && frame.direction === 'UPLINK';
    return html`<section class="panel"><h2 id="frame" tabindex="-1">Frame ${frame.frame} ${state(result(frame))}</h2>
      ${fault(frame) ? html`<p class="box warn"><span aria-hidden="true">▲ </span>${fault(frame)}</p>` : nothing}
      <p class="quiet">${frame.direction === 'UPLINK' ? 'From' : 'To'} ${frame.device || 'an unknown device'} ${frame.remoteAddress ? html`at <code>${frame.remoteAddress}</code>` : nothing},
        session <code>${frame.session || '–'}</code></p>
      <div class="row"><button ?disabled=${!able} @click=${() => keep(frame)}>Save as test case</button>
        <button ?disabled=${!frame.published?.payload} @click=${() => {
          handOver({ integration: this.#name, payload: payload(frame), metadata: frame.published.metadata || {} });
          location.hash = link('playground');
        }}>Open in the playground</button></div>
      ${panes(frame)}</section>`;
  }

  view() {
    const rows = this.#frozen || this.frames;
    return html`${problemBox(this.#problem)}
      <div class="row"><span role="status">${this.running ? html`${state('RUNNING')} ` : ''}${count(this.frames.length)} frames.
        ${this.#note} ${this.#dropped ? html`<span class="trouble"><span aria-hidden="true">▲ </span>${count(this.#dropped)} more were not shown.</span>` : nothing}</span>
        <button aria-pressed=${this.#frozen ? 'true' : 'false'} @click=${() => {
          this.#frozen = this.#frozen ? undefined : this.frames;
          update();
        }}>${this.#frozen ? 'Go on' : 'Pause the list'}</button></div>
      ${this.#chosen ? this.#one() : nothing}
      ${table('Frames', columns(frame => this.#choose(frame), this.#chosen?.frame), rows, row => row.frame,
        { empty: this.running ? 'Waiting for the first frame…' : 'No frames.', look: row => (row.frame === this.#chosen?.frame ? 'chosen' : '') })}`;
  }
}
