// Runs once in every realm, before the tenant's script. It keeps its own copies of what it needs,
// so that a script that replaces them harms nobody but itself.
(function (maxResult) {
  'use strict';
  const parse = JSON.parse;
  const stringify = JSON.stringify;
  const keysOf = Object.keys;
  const remove = Reflect.deleteProperty;
  const set = Reflect.set;
  const scope = globalThis;
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const charOf = String.fromCharCode;

  function btoa(input) {
    const text = String(input);
    let out = '';
    for (let i = 0; i < text.length; i += 3) {
      const a = text.charCodeAt(i);
      const b = text.charCodeAt(i + 1);
      const c = text.charCodeAt(i + 2);
      if (a > 255 || b > 255 || c > 255) {
        throw new RangeError('btoa: the text has characters above 255');
      }
      out += alphabet[a >> 2] + alphabet[((a & 3) << 4) | (b >> 4)];
      out += i + 1 < text.length ? alphabet[((b & 15) << 2) | (c >> 6)] : '=';
      out += i + 2 < text.length ? alphabet[c & 63] : '=';
    }
    return out;
  }

  const values = {__proto__: null};
  for (let i = 0; i < alphabet.length; i++) {
    values[alphabet[i]] = i;
  }

  function atob(input) {
    let text = String(input).replace(/[\t\n\f\r ]/g, '');
    if (text.length % 4 === 0) {
      text = text.replace(/==?$/, '');
    }
    if (text.length % 4 === 1) {
      throw new RangeError('atob: the text is no Base64, its length cannot be right');
    }
    let out = '';
    let bits = 0;
    let held = 0;
    for (let i = 0; i < text.length; i++) {
      const value = values[text[i]];
      if (value === undefined) {
        throw new RangeError('atob: the text is no Base64, it has the character ' + text[i]);
      }
      bits = ((bits << 6) | value) & 0xffff;
      held += 6;
      if (held >= 8) {
        held -= 8;
        out += charOf((bits >> held) & 255);
      }
    }
    return out;
  }

  for (const f of [atob, btoa]) {
    Object.defineProperty(scope, f.name, {value: f, writable: true, configurable: true});
  }

  // An undeclared variable would carry a value of one message, of one device, into the next. The
  // first assignment to one looks for a setter along the prototypes of the global object: there we
  // notice it, which costs scripts without such variables nothing.
  let undeclared = false;
  Object.setPrototypeOf(scope, new Proxy(Object.prototype, {
    __proto__: null,
    set(target, key, value, receiver) {
      undeclared = true;
      return set(target, key, value, receiver);
    }
  }));

  function forget() {
    undeclared = false;
    const left = keysOf(scope);
    for (let i = 0; i < left.length; i++) {
      remove(scope, left[i]);
    }
  }

  function written(value) {
    const text = stringify(value);
    return text === undefined ? null : text.length > maxResult ? text.length : text;
  }

  function decode(decoder) {
    return function (payload, metadata) {
      if (undeclared) {
        forget();
      }
      return written(decoder(parse(payload), parse(metadata)));
    };
  }

  function encode(encoder) {
    return function (msg, metadata, msgType, integrationMetadata) {
      if (undeclared) {
        forget();
      }
      return written(
          encoder(parse(msg), parse(metadata), parse(msgType), parse(integrationMetadata)));
    };
  }

  return function (script, uplink) {
    return uplink ? decode(script) : encode(script);
  };
})
