// Runs once in every realm, before the tenant's script. It keeps its own copies of what it needs,
// so that a script that replaces them harms nobody but itself.
(function (maxResult, maxLines, maxLine) {
  'use strict';
  const parse = JSON.parse;
  const stringify = JSON.stringify;
  const keysOf = Object.keys;
  const asText = String;
  const {apply, defineProperty, deleteProperty, getOwnPropertyDescriptor, getPrototypeOf,
      isExtensible, ownKeys, preventExtensions, set, setPrototypeOf} = Reflect;
  const cut = String.prototype.slice;
  const scope = globalThis;
  const base = Object.prototype;
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

  // What a script says is for those who try or watch it, and never leaves the process by itself.
  let said = '';
  let lines = 0;

  function shown(value) {
    if (typeof value === 'object' && value !== null) {
      try {
        return asText(stringify(value));
      } catch (e) {
        return '[object]';
      }
    }
    return asText(value);
  }

  function say(level, values) {
    if (lines > maxLines) {
      return;
    }
    let text = lines === maxLines ? '...' : level;
    for (let i = 0; i < values.length && lines < maxLines; i++) {
      text += (i === 0 ? '' : ' ') + shown(values[i]);
    }
    said += (lines === 0 ? '' : '\n')
        + (text.length > maxLine ? apply(cut, text, [0, maxLine]) + '...' : text);
    lines++;
  }

  function takeSaid() {
    const text = said;
    said = '';
    lines = 0;
    return text;
  }

  const console = {
    log(...values) { say('', values); },
    info(...values) { say('', values); },
    debug(...values) { say('', values); },
    warn(...values) { say('warn: ', values); },
    error(...values) { say('error: ', values); }
  };

  const {iterator} = Symbol;
  const arrayFrom = Array.from;
  const replaced = {
    // The engine's own is not exact where '**' is; by the language they are the same.
    pow(x, y) {
      return (+x) ** (+y);
    },
    // An object that only claims a length would fill the memory before anybody sees it.
    from(items) {
      if (items !== null && typeof items === 'object' && items.length > 1048576
          && (items[iterator] === undefined || items[iterator] === null)) {
        throw new RangeError('Array.from: the object has a length of ' + items.length);
      }
      return apply(arrayFrom, this, arguments);
    }
  };

  for (const [target, name, value] of [
    [scope, 'atob', atob], [scope, 'btoa', btoa], [scope, 'console', console],
    [Math, 'pow', replaced.pow], [Array, 'from', replaced.from]]) {
    defineProperty(target, name, {value, writable: true, configurable: true});
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
      deleteProperty(scope, left[i]);
    }
  }

  // All messages share the built-in objects. What one message puts there must not be seen by the
  // next, which comes from another device.
  function builtIns() {
    const found = [base, scope];
    function add(value) {
      if ((typeof value === 'object' || typeof value === 'function') && value !== null
          && !found.includes(value)) {
        found.push(value);
        const prototype = getOwnPropertyDescriptor(value, 'prototype');
        add(prototype && prototype.value);
      }
    }
    for (const key of ownKeys(scope)) {
      add(scope[key]);
    }
    if (typeof Intl === 'object') {
      for (const key of ownKeys(Intl)) {
        add(Intl[key]);
      }
    }
    for (const value of [
      function* () {}, async function () {}, async function* () {}, Uint8Array, [][iterator](),
      ''[iterator](), new Map()[iterator](), new Set()[iterator](), 'a'.matchAll(/a/g)]) {
      for (let next = getPrototypeOf(value); next !== null; next = getPrototypeOf(next)) {
        add(next);
      }
    }
    return found;
  }

  // For scripts that do not look as if they changed anything: nothing can be added, which costs
  // nothing, and of what can be overwritten only what all objects have is looked at. A key of a
  // message, such as __proto__, leads there.
  function closed() {
    const {constructor, hasOwnProperty, isPrototypeOf, propertyIsEnumerable, toLocaleString,
        toString, valueOf} = base;
    for (const object of builtIns()) {
      if (object !== scope) {
        preventExtensions(object);
      }
    }
    const before = snapshot(base);
    return function () {
      return base.toString === toString && base.valueOf === valueOf
          && base.hasOwnProperty === hasOwnProperty && base.constructor === constructor
          && base.isPrototypeOf === isPrototypeOf && base.toLocaleString === toLocaleString
          && base.propertyIsEnumerable === propertyIsEnumerable
          || restore(before);
    };
  }

  // For the others: all is compared with what it was, and put back.
  function watched() {
    const before = builtIns().map(snapshot);
    return function () {
      for (let i = 0; i < before.length; i++) {
        if (!isAsBefore(before[i]) && !restore(before[i])) {
          return false;
        }
      }
      return true;
    };
  }

  function snapshot(object) {
    const keys = ownKeys(object);
    const places = {__proto__: null};
    const descriptors = [];
    for (let i = 0; i < keys.length; i++) {
      places[keys[i]] = i;
      descriptors[i] = getOwnPropertyDescriptor(object, keys[i]);
      setPrototypeOf(descriptors[i], null);
    }
    return {
      __proto__: null, object, keys, places, descriptors,
      prototype: getPrototypeOf(object), extensible: isExtensible(object)
    };
  }

  function isAsBefore({object, keys, descriptors, prototype, extensible}) {
    if (ownKeys(object).length !== keys.length || getPrototypeOf(object) !== prototype
        || isExtensible(object) !== extensible) {
      return false;
    }
    for (let i = 0; i < keys.length; i++) {
      const was = descriptors[i];
      if (was.writable) {
        if (object[keys[i]] !== was.value) {
          return false;
        }
      } else if (was.configurable) {
        const is = getOwnPropertyDescriptor(object, keys[i]);
        if (is === undefined || is.value !== was.value || is.get !== was.get
            || is.set !== was.set) {
          return false;
        }
      }
    }
    return true;
  }

  // False when the script has made that impossible.
  function restore({object, keys, places, descriptors, prototype, extensible}) {
    const now = ownKeys(object);
    for (let i = 0; i < now.length; i++) {
      if (places[now[i]] === undefined && !deleteProperty(object, now[i])) {
        return false;
      }
    }
    for (let i = 0; i < keys.length; i++) {
      if (!defineProperty(object, keys[i], descriptors[i])) {
        return false;
      }
    }
    return (getPrototypeOf(object) === prototype || setPrototypeOf(object, prototype))
        && isExtensible(object) === extensible;
  }

  const noMatch = /(?:)/;
  const search = RegExp.prototype.exec;

  function written(value) {
    const text = stringify(value);
    return text === undefined ? null : text.length > maxResult ? text.length : text;
  }

  function prepare(matches) {
    if (undeclared) {
      forget();
    }
    if (lines > 0) {
      takeSaid();
    }
    if (matches) {
      apply(search, noMatch, ['']);
    }
  }

  // Both return false when this realm cannot be used any more.
  function decode(decoder, restored, matches) {
    return function (payload, metadata) {
      if (undeclared || lines > 0 || matches) {
        prepare(matches);
      }
      return restored() && written(decoder(parse(payload), parse(metadata)));
    };
  }

  function encode(encoder, restored, matches) {
    return function (msg, metadata, msgType, integrationMetadata) {
      if (undeclared || lines > 0 || matches) {
        prepare(matches);
      }
      return restored() && written(
          encoder(parse(msg), parse(metadata), parse(msgType), parse(integrationMetadata)));
    };
  }

  return function (script, uplink, changes, matches) {
    const restored = changes ? watched() : closed();
    return [(uplink ? decode : encode)(script, restored, matches), takeSaid];
  };
})
