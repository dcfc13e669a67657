var body = JSON.parse(String.fromCharCode.apply(String, payload));
if (!body.deviceInfo || body.data === undefined) {
  return [];   // join, ack, status, location: no reading
}
var best = (body.rxInfo || []).reduce(function (one, other) {
  return one === null || other.rssi > one.rssi ? other : one;
}, null);
var values = Object.assign({fCnt: body.fCnt}, body.object || {});
if (best !== null) {
  values.rssi = best.rssi;
  values.snr = best.snr;
}
return {
  deviceName: body.deviceInfo.deviceName,
  deviceType: body.deviceInfo.deviceProfileName,
  telemetry: {ts: Date.parse(body.time), values: values},
  attributes: Object.assign({devEui: body.deviceInfo.devEui}, body.deviceInfo.tags)
};
