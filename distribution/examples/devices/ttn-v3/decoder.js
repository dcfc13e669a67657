var body = JSON.parse(String.fromCharCode.apply(String, payload));
var uplink = body.uplink_message;
if (!uplink) {
  return [];   // join-accept, downlink_ack and so on
}
var best = (uplink.rx_metadata || []).reduce(function (one, other) {
  return one === null || other.rssi > one.rssi ? other : one;
}, null);
var values = Object.assign({fCnt: uplink.f_cnt}, uplink.decoded_payload || {});
if (best !== null) {
  values.rssi = best.rssi;
  values.snr = best.snr;
}
return {
  deviceName: body.end_device_ids.device_id,
  deviceType: body.end_device_ids.application_ids.application_id,
  telemetry: {ts: Date.parse(uplink.received_at), values: values},
  attributes: {devEui: body.end_device_ids.dev_eui}
};
