/** Bytes: Base64, hex, hex with offsets and text, and archives of small files. */

/** @param {string} base64 @returns {Uint8Array} */
export const fromBase64 = base64 => Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));

/** @param {Uint8Array} data */
export function toBase64(data) {
  let text = '';
  for (const each of data) text += String.fromCharCode(each);
  return btoa(text);
}

/** @param {Uint8Array} data @returns {string} two digits each, without blanks */
export const toHex = data => Array.from(data, each => each.toString(16).padStart(2, '0')).join('');

/**
 * @param {string} text digits, with blanks and line ends as one likes
 * @returns {Uint8Array}
 * @throws {Error} that says what is wrong and where
 */
export function fromHex(text) {
  const stranger = text.search(/[^0-9a-fA-F\s]/);
  if (stranger >= 0) throw new Error(`Character ${stranger + 1}, “${text[stranger]}”, is no hex digit.`);
  const digits = text.replace(/\s/g, '');
  if (digits.length % 2 === 1) throw new Error('The hex digits are odd in number; each byte has two.');
  return Uint8Array.from(digits.match(/../g) || [], pair => parseInt(pair, 16));
}

/** @param {Uint8Array} data @returns {string | undefined} undefined when it is no readable UTF-8 */
export function asText(data) {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data);
    return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/**
 * @param {Uint8Array} data
 * @returns {{offset: string, hex: string, text: string}[]} sixteen bytes each
 */
export function hexLines(data) {
  const lines = [];
  for (let start = 0; start < data.length; start += 16) {
    const part = data.subarray(start, start + 16);
    const pairs = Array.from(part, each => each.toString(16).padStart(2, '0'));
    lines.push({
      offset: start.toString(16).padStart(4, '0'),
      hex: [pairs.slice(0, 8).join(' '), pairs.slice(8).join(' ')].filter(Boolean).join('  '),
      text: Array.from(part, each => (each >= 32 && each < 127 ? String.fromCharCode(each) : '·')).join(''),
    });
  }
  return lines;
}

/** One line that shows what it is: text if it can be read, else hex. @param {Uint8Array} data */
export function preview(data, most = 48) {
  const text = asText(data);
  if (text !== undefined) {
    const line = text.trim().replace(/[\r\n]+/g, '⏎');
    return line.length > most ? line.slice(0, most) + '…' : line;
  }
  const room = Math.floor(most / 3);
  return toHex(data.subarray(0, room)).replace(/..(?=.)/g, '$& ') + (data.length > room ? ' …' : '');
}

const CHECKS = Uint32Array.from({ length: 256 }, (_, start) => {
  let sum = start;
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  return sum;
});

/** CRC-32 as archives have it. @param {Uint8Array} data */
export function checksum(data) {
  let sum = 0xffffffff;
  for (const each of data) sum = CHECKS[(sum ^ each) & 0xff] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

/** @param {[number, 2 | 4][]} fields value and length */
function little(fields) {
  const out = new DataView(new ArrayBuffer(fields.reduce((sum, [, length]) => sum + length, 0)));
  let at = 0;
  for (const [value, length] of fields) {
    if (length === 2) out.setUint16(at, value, true);
    else out.setUint32(at, value, true);
    at += length;
  }
  return new Uint8Array(out.buffer);
}

/**
 * A zip archive without compression.
 * @param {Record<string, string | Uint8Array>} files by path
 * @returns {Blob}
 */
export function zip(files) {
  const encoder = new TextEncoder();
  /** @type {Uint8Array[]} */ const body = [];
  /** @type {Uint8Array[]} */ const index = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const path = encoder.encode(name);
    const data = typeof content === 'string' ? encoder.encode(content) : content;
    /** @type {[number, 2 | 4][]} */
    const common = [[20, 2], [0x800, 2], [0, 2], [0, 2], [0x21, 2], [checksum(data), 4], [data.length, 4], [data.length, 4],
      [path.length, 2], [0, 2]];
    const head = little([[0x04034b50, 4], ...common]);
    body.push(head, path, data);
    index.push(little([[0x02014b50, 4], [20, 2], ...common, [0, 2], [0, 2], [0, 2], [0, 4], [at, 4]]), path);
    at += head.length + path.length + data.length;
  }
  const size = index.reduce((sum, part) => sum + part.length, 0);
  const total = Object.keys(files).length;
  const end = little([[0x06054b50, 4], [0, 2], [0, 2], [total, 2], [total, 2], [size, 4], [at, 4], [0, 2]]);
  return new Blob([...body, ...index, end], { type: 'application/zip' });
}

/** Has the browser keep a file. @param {string} name @param {Blob} content */
export function save(name, content) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
