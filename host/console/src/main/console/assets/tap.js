/** The tap: live traffic of one integration, filtered. */

import { app, may, remember, update } from './app.js';
import { fromHex, toHex } from './bytes.js';
import { live } from './live.js';
import { field, filled, html, needs, nothing } from './parts.js';
import { FrameList } from './frame.js';

const FIELDS = ['transport', 'session', 'device', 'direction', 'failures', 'text', 'hex', 'limit'];

/** @param {import('./app.js').Route} route @returns {import('./app.js').Page} */
export function tap({ name, query }) {
  const frames = new FrameList(name);
  /** @type {Record<string, string>} */
  let filter = Object.fromEntries(FIELDS.map(each => [each, query.get(each) || '']));
  let wrong = '';

  /** @param {SubmitEvent} event */
  function start(event) {
    filter = { ...Object.fromEntries(FIELDS.map(each => [each, ''])), ...filled(event) };
    try {
      filter.hex = toHex(fromHex(filter.hex));
      wrong = '';
    } catch (failure) {
      wrong = /** @type {Error} */ (failure).message;
      update();
      return;
    }
    remember(filter);
    frames.start(filter);
  }

  if (may('payloads') && filter.session) frames.start(filter);
  /** @param {[string, string][]} options @param {string} field */
  const options = (options, field) => options.map(([value, words]) => html`<option value=${value} ?selected=${value === filter[field]}>${words}</option>`);
  return {
    title: `Tap of ${name}`,
    view: () => html`${needs('payloads', 'To see what devices send')}
      ${app.session && may('payloads') ? html`<form class="row" @submit=${start}>
        <label>Direction <select name="direction">${options([['', 'both'], ['UPLINK', 'up'], ['DOWNLINK', 'down']], 'direction')}</select></label>
        <label>Transport <select name="transport">${options([['', 'all'], ...(live.of(name)?.transports || []).map((/** @type {any} */ each) => [each.name, each.name])], 'transport')}</select></label>
        ${field('Device', 'device', filter.device)}${field('Session', 'session', filter.session)}
        ${field('Holds text', 'text', filter.text)}${field('Holds hex', 'hex', filter.hex, { placeholder: '0d 0a' })}
        ${field('Frames a second', 'limit', filter.limit || '100', { type: 'number' })}
        <label class="check"><input type="checkbox" name="failures" value="true" ?checked=${filter.failures === 'true'}> Failures only</label>
        <button class="main">${frames.running ? 'Start anew' : 'Start'}</button>
        <button type="button" ?disabled=${!frames.running} @click=${() => frames.stop()}>Stop</button>
        <button type="button" @click=${() => frames.clear()}>Clear</button></form>
        ${wrong ? html`<p class="box bad" role="alert"><span aria-hidden="true">✖ </span>Holds hex: ${wrong}</p>` : nothing}
        ${frames.view()}` : nothing}`,
    leave: () => frames.stop(),
  };
}
