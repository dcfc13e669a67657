/** The playground: a script, a payload, and what comes out; touches nothing. */

import { get, path, send } from './api.js';
import { act, may, tell, update } from './app.js';
import { asText, fromBase64, fromHex, toBase64, toHex } from './bytes.js';
import { live } from './live.js';
import { duration, words } from './figures.js';
import { block, facts, html, json, needs, nothing, select, state } from './parts.js';

const START = `var data = JSON.parse(String.fromCharCode.apply(null, payload));
return {
  deviceName: data.name,
  deviceType: 'sensor',
  telemetry: { temperature: data.temperature }
};`;

/** What is being tried; kept while one looks at other pages. */
const work = {
  integration: '', direction: 'UPLINK', language: 'JS', script: START, form: 'text', payload: '{"name": "North 8", "temperature": 21.5}',
  metadata: '{}', messageType: 'ATTRIBUTES_UPDATED',
};
/** @type {{title: string, report: any}[]} */
let reports = [];
let busy = false;
let wrong = '';

/** @param {string} form @param {Uint8Array} data */
const written = (form, data) => (form === 'hex' ? toHex(data).replace(/..(?=.)/g, '$& ') : form === 'base64' ? toBase64(data) : new TextDecoder().decode(data));

/** Takes over what came from elsewhere. @param {{integration: string, payload: Uint8Array, metadata: Record<string, string>}} given */
export function handOver({ integration, payload, metadata }) {
  const form = asText(payload) === undefined ? 'hex' : 'text';
  Object.assign(work, { integration, direction: 'UPLINK', form, payload: written(form, payload), metadata: json(metadata) });
  reports = [];
  wrong = '';
  if (may('payloads')) takeScript();
}

async function takeScript() {
  const found = await act(() => get(path('integrations', work.integration, 'converters')), '');
  const converter = found?.converters.find((/** @type {any} */ each) => each.direction === work.direction);
  if (converter?.script !== undefined) Object.assign(work, { script: converter.script, language: converter.language });
  else if (found) tell(`${work.integration} has no converter for ${words(work.direction)}s.`);
  update();
}

/** @returns {Uint8Array} @throws {Error} with what is wrong */
function entered() {
  if (work.form === 'text') return new TextEncoder().encode(work.payload);
  if (work.form === 'hex') return fromHex(work.payload);
  try {
    return fromBase64(work.payload.replace(/\s/g, ''));
  } catch {
    throw new Error('It is no Base64.');
  }
}

/** @param {string} form */
function write(form) {
  try {
    work.payload = written(form, entered());
    wrong = '';
  } catch (failure) {
    wrong = `Payload: ${/** @type {Error} */ (failure).message}`;
  }
  if (!wrong) work.form = form;
  update();
}

/** @param {boolean} running with the converter that runs, not the script shown */
async function once(running) {
  const { integration, direction, language, script, messageType } = work;
  const body = { direction, integration: integration || undefined, payload: { base64: toBase64(entered()) }, metadata: JSON.parse(work.metadata || '{}'),
    ...(direction === 'DOWNLINK' ? { messageType } : {}), ...(running ? {} : { language, script }) };
  return { title: running ? `The script that runs in ${integration}` : 'This script', report: await send('POST', path('converters', 'try'), body) };
}

/** @param {boolean} compare */
async function run(compare) {
  busy = true;
  update();
  try {
    entered();
    wrong = '';
  } catch (failure) {
    wrong = `Payload: ${/** @type {Error} */ (failure).message}`;
  }
  try {
    JSON.parse(work.metadata || '{}');
  } catch (failure) {
    wrong = `Metadata: ${/** @type {Error} */ (failure).message}`;
  }
  if (!wrong) await act(async () => { reports = compare ? [await once(false), await once(true)] : [await once(false)]; }, '');
  busy = false;
  update();
  requestAnimationFrame(() => wrong || document.getElementById('result')?.focus());
}

/** @param {any} hint */
const hint = hint => html`<p class="box ${hint.level === 'ERROR' ? 'bad' : 'warn'}"><span aria-hidden="true">▲ </span>${hint.text}</p>`;

/** @param {any} conversion @param {boolean} many */
const outcome = (conversion, many) => html`${many ? html`<h4>${conversion.name}</h4>` : nothing}
  ${conversion.error ? html`<p class="box bad"><span aria-hidden="true">✖ </span>${words(conversion.error.kind)}${conversion.error.line ? `, line ${conversion.error.line}` : ''}: ${conversion.error.reason}</p>` : nothing}
  ${conversion.refused ? html`<p class="box bad"><span aria-hidden="true">✖ </span>Refused: ${conversion.refused}</p>` : nothing}
  ${conversion.hints.map(hint)}
  ${conversion.result === undefined ? nothing : html`<h4>Result</h4>${block('Result', json(conversion.result))}`}
  ${conversion.travels?.length ? html`<h4>What would travel</h4>${block('What would travel', json(conversion.travels))}` : nothing}
  ${conversion.console?.length ? html`<h4>Console</h4>${block('Console of the script', conversion.console.join('\n'))}` : nothing}`;

/** @param {{title: string, report: any}} given */
const shownReport = ({ title, report }) => html`<section class="pane"><h3>${title}</h3>
  ${facts([['Language', report.language], ['First run', duration(report.time.firstNanos / 1e9)],
    [`Median of ${report.time.later} more`, report.time.medianNanos === undefined ? undefined : duration(report.time.medianNanos / 1e9)]])}
  ${report.hints.map(hint)}${report.conversions.map((/** @type {any} */ each) => outcome(each, report.conversions.length > 1))}</section>`;

function results() {
  if (reports.length === 0) return nothing;
  const same = reports.length > 1 && JSON.stringify(reports[0].report.conversions.map(result)) === JSON.stringify(reports[1].report.conversions.map(result));
  return html`<h2 id="result" tabindex="-1">Result</h2>
    ${reports.length > 1 ? html`<p>${same ? html`${state('OK')} Both give the same.` : html`${state('DEGRADED')} They differ.`}</p>` : nothing}
    <div class="panes">${reports.map(shownReport)}</div>`;
}

/** @param {any} conversion what counts in a comparison */
const result = conversion => [conversion.result, conversion.travels, conversion.error?.reason, conversion.refused];

/** @param {'script' | 'payload' | 'metadata'} key @param {string} label @param {number} rows */
function area(key, label, rows) {
  const typed = (/** @type {any} */ event) => {
    work[key] = event.target.value;
    update();
  };
  if (key !== 'script') return html`<label class="tall">${label}<textarea rows=${rows} spellcheck="false" .value=${work[key]} @input=${typed}></textarea></label>`;
  const scrolled = (/** @type {any} */ event) => { event.target.previousElementSibling.scrollTop = event.target.scrollTop; };
  const lines = work.script.split('\n').map((_, at) => at + 1).join('\n');
  return html`<label class="tall">${label}<span class="editor"><pre aria-hidden="true">${lines}</pre>
    <textarea rows=${rows} wrap="off" spellcheck="false" .value=${work.script} @input=${typed} @scroll=${scrolled}></textarea></span></label>`;
}

function form() {
  const names = (live.snapshot?.integrations || []).map((/** @type {any} */ each) => [each.name, each.name]);
  const set = (/** @type {'integration' | 'direction' | 'language' | 'messageType'} */ key) => (/** @type {string} */ value) => {
    work[key] = value;
    update();
  };
  const off = busy || !may('payloads');
  return html`<div class="row">${select('Integration', [['', 'none'], ...names], work.integration, set('integration'))}
      ${select('Direction', [['UPLINK', 'uplink'], ['DOWNLINK', 'downlink']], work.direction, set('direction'))}
      ${select('Language', [['JS', 'JavaScript'], ['TBEL', 'TBEL']], work.language, set('language'))}
      ${work.direction === 'DOWNLINK' ? html`<label>Message type <input .value=${work.messageType} @input=${(/** @type {any} */ event) => set('messageType')(event.target.value)}></label>` : nothing}
      <button ?disabled=${off || !work.integration} @click=${takeScript}>Take its script</button></div>
    <div class="split"><div>${area('script', 'Script: the body of the function', 18)}</div>
      <div>${select('Payload as', [['text', 'text'], ['hex', 'hex'], ['base64', 'Base64']], work.form, write)}
        ${area('payload', 'Payload', 7)}${area('metadata', 'Metadata (JSON)', 5)}</div></div>
    ${wrong ? html`<p class="box bad" role="alert"><span aria-hidden="true">✖ </span>${wrong}</p>` : nothing}
    <div class="row"><button class="main" ?disabled=${off} @click=${() => run(false)}>${busy ? 'Running…' : 'Try'}</button>
      <button ?disabled=${off || !work.integration} @click=${() => run(true)}>Compare with the script that runs</button></div>`;
}

/** @returns {import('./app.js').Page} */
export function playground() {
  return {
    title: 'Playground',
    view: () => html`<p class="quiet">Converts here only: nothing is stored, sent or slowed. Take payloads from the tap or from a dead letter.</p>
      ${needs('payloads', 'To try scripts')}${form()}${results()}`,
  };
}
