/** The way of a reading, drawn: stations, and between them arrows with what passes. */

import { link } from './app.js';
import { live } from './live.js';
import { bytes, count, duration, perSecond } from './figures.js';
import { html, nothing, since, state } from './parts.js';

/**
 * @param {string} title
 * @param {unknown} status
 * @param {[string, unknown][]} lines
 * @param {string | undefined} reason
 */
function station(title, status, lines, reason) {
  return html`<li class="station"><h3>${title}</h3>${status}
    ${reason ? html`<p class="reason">${reason}</p>` : nothing}
    <dl>${lines.filter(([, value]) => value !== undefined).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></li>`;
}

/**
 * @param {string} main how much passes
 * @param {string} unit
 * @param {[string, unknown, boolean?][]} lines name, value, and whether it is trouble
 */
function arrow(main, unit, lines) {
  return html`<li class="arrow"><div class="rate"><strong>${main}</strong> ${unit}</div>
    <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><path d="M0 5h96"/><path d="M92 1l6 4-6 4"/></svg>
    <dl>${lines.map(([name, value, trouble]) => html`<div class=${trouble ? 'trouble' : ''}><dt>${trouble ? '▲ ' : ''}${name}</dt><dd>${value}</dd></div>`)}</dl></li>`;
}

/** @param {any} transport */
function transport(transport) {
  return station(transport.name, state(transport.status), [
    ['Plugin', `${transport.plugin} ${transport.version}`],
    ['Listens on', transport.listensOn.length ? transport.listensOn.map((/** @type {string} */ each) => html`<code>${each}</code> `) : undefined],
    ['Connections', count(transport.connections)],
    ['Received, sent', `${bytes(transport.receivedBytes)}, ${bytes(transport.sentBytes)}`],
    ...Object.entries(transport.connectionsRefused || {}).filter(([, value]) => value > 0)
      .map(([reason, value]) => /** @type {[string, unknown]} */ ([`Refused: ${reason}`, count(value)])),
    ...Object.entries(transport.frameErrors || {}).filter(([, value]) => value > 0)
      .map(([reason, value]) => /** @type {[string, unknown]} */ ([`Frames ${reason.replace('_', ' ')}`, count(value)])),
    .../** @type {[string, unknown][]} */ (Object.entries(transport.facts || {})),
  ], transport.reason);
}

/**
 * @param {any} integration as the API has it
 * @param {any} values the latest
 * @param {number | undefined} window messages in flight at most
 */
export function way(integration, values, window) {
  const { name, spool } = integration;
  const uplink = integration.converters.find((/** @type {any} */ each) => each.direction === 'UPLINK');
  const rate = (/** @type {string[]} */ ...names) => live.rate(name, ...names);
  const refused = rate('uplinksDisabled', 'uplinksInvalid', 'uplinksOverloaded', 'uplinksUnavailable');
  const failed = rate('uplinksConverterFailed');
  const lost = spool.lostItems.overflow + spool.lostItems.expired + spool.lostItems.damaged;
  return html`<ol class="way" aria-label="The way of a reading">
    ${arrow(perSecond(rate('uplinksPublished')), 'readings/s', [
      ['bytes', `${bytes(rate('receivedBytes'))}/s`],
      ['bad frames', count(values.frameErrors), values.frameErrors > 0],
      ['not read now', count(values.connectionsPaused), values.connectionsPaused > 0],
    ])}
    <li class="group"><ol>${integration.transports.length ? integration.transports.map(transport) : station('Transport', state('STOPPED'), [], 'None is started.')}</ol></li>
    ${arrow(perSecond(rate('uplinksPublished')), 'uplinks/s', [
      ['not taken', `${perSecond(refused)} /s`, (refused || 0) > 0],
      ['under way', count(values.uplinksUnderWay)],
      ['receipt p50, p99', `${duration(values.receiptP50Seconds)}, ${duration(values.receiptP99Seconds)}`],
    ])}
    ${uplink ? station(uplink.name || 'Converter', state(uplink.status), [
      ['Errors', count(uplink.errors)], ['Not tried', uplink.refused ? count(uplink.refused) : undefined],
      ['Waiting', count(values.converterWaiting)],
      ['Last error', uplink.lastError ? html`<span class="reason">${uplink.lastError}</span>` : undefined],
    ], uplink.reason) : station('Converter', nothing, [], 'None is set.')}
    ${arrow(perSecond(rate('itemsStored')), 'items/s', [
      ['failed', `${perSecond(failed)} /s`, (failed || 0) > 0],
      ['waits for disk', count(values.spoolWaitingAppends), values.spoolWaitingAppends > 0],
    ])}
    ${station('Spool', state(spool.state), [
      ['Backlog', `${count(values.spoolItems)} items`],
      ['Oldest', values.spoolItems ? duration(values.spoolOldestItemAgeSeconds) : undefined],
      ['On disk', `${bytes(values.spoolDiskBytes)} of ${bytes(spool.maxBytes)}`],
      ['Lost', lost > 0 ? html`<strong>${count(lost)}</strong> (overflow ${count(spool.lostItems.overflow)}, expired ${count(spool.lostItems.expired)}, damaged ${count(spool.lostItems.damaged)})` : undefined],
    ], spool.reason)}
    ${arrow(perSecond(rate('itemsDelivered')), 'items/s', [
      ['delay p50, p99', `${duration(values.deliveryDelayP50Seconds)}, ${duration(values.deliveryDelayP99Seconds)}`],
      ['again', `${perSecond(rate('itemsResent'))} /s`, (rate('itemsResent') || 0) > 0],
      ['dead letters', html`<a href=${link('letters', name)}>${count((values.deadLetterReadings || 0) + (values.deadLetterPayloads || 0))}</a>`],
    ])}
    ${station('Link', state(integration.link.state), [
      ['Server', html`<code>${integration.link.server}</code>`],
      ['Session', integration.link.since ? since(integration.link.since) : undefined],
      ['Failed attempts', integration.link.attempt ? count(integration.link.attempt) : undefined],
      ['In flight', `${count(values.linkInFlightMessages)} of ${count(window)}`],
    ], integration.link.reason)}
    ${arrow(perSecond(rate('linkMessagesSent')), 'messages/s', [
      ['bytes', `${bytes(rate('linkSentBytes'))}/s`],
      ['refused', count(values.messagesRefused), values.messagesRefused > 0],
      ['answer p50, p99', `${duration(values.answerP50Seconds)}, ${duration(values.answerP99Seconds)}`],
    ])}</ol>`;
}
