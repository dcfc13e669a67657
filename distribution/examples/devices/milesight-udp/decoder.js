// A UDP integration with handler HEX says a datagram as {"reports":[{"value":"0201..."}]}.
var body = JSON.parse(String.fromCharCode.apply(String, payload));
var bytes = body.reports[0].value.match(/../g).map(function (digits) { return parseInt(digits, 16); });
var at = 0;
function number(length) {
  var value = 0;
  for (var i = 0; i < length; i++) {
    value = value * 256 + bytes[at++];
  }
  return value;
}
function text(length) {
  at += length;
  return String.fromCharCode.apply(String, bytes.slice(at - length, at));
}
function signedLittle() {
  var value = bytes[at] + bytes[at + 1] * 256;
  at += 2;
  return value > 32767 ? value - 65536 : value;
}
at = 9;   // start, id, length, flag, counter, version of the protocol
var firmware = text(4);
var hardware = text(4);
var serial = text(16);
var imei = text(15);
at += 15 + 20;   // IMSI, ICCID
var values = {signal: number(1)};
var end = number(2) + at;
while (at < end) {
  var kind = number(2);
  if (kind === 0x0175) {
    values.battery = number(1);
  } else if (kind === 0x0367) {
    values.temperature = signedLittle() / 10;
  } else if (kind === 0x0482) {
    values.distance = signedLittle();
  } else if (kind === 0x0500) {
    values.tilted = number(1) === 1;
  } else {
    break;   // a measurement of another model: its length is not known
  }
}
return {
  deviceName: serial,
  deviceType: 'EM400-TLD',
  telemetry: values,
  attributes: {imei: imei, firmware: firmware, hardware: hardware}
};
