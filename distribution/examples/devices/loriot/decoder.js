var body = JSON.parse(String.fromCharCode.apply(String, payload));
if (body.cmd !== 'gw' || !body.data) {
  return [];
}
var data = body.data.match(/../g).map(function (digits) { return parseInt(digits, 16); });
var best = body.gws.reduce(function (one, other) { return other.rssi > one.rssi ? other : one; });
return {
  deviceName: body.EUI,
  deviceType: 'loriot',
  telemetry: {
    ts: body.ts,
    values: {
      switches: data[0],
      level: data[1] * 256 + data[2],
      battery: Math.round(body.bat / 2.54),
      rssi: best.rssi,
      snr: best.snr,
      fCnt: body.fcnt
    }
  }
};
