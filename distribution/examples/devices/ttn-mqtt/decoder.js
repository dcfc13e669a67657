var body = JSON.parse(String.fromCharCode.apply(String, payload));
var uplink = body.uplink_message;
var best = (uplink.rx_metadata || []).reduce(function (one, other) {
  return one === null || other.rssi > one.rssi ? other : one;
}, null);
var values = Object.assign({fPort: uplink.f_port, fCnt: uplink.f_cnt}, uplink.decoded_payload || {});
if (!uplink.decoded_payload && uplink.frm_payload) {
  values.bytes = uplink.frm_payload;   // no payload formatter: Base64, to be decoded here
}
if (best !== null) {
  values.rssi = best.rssi;
  values.snr = best.snr;
}
return {
  deviceName: metadata.topic.split('/')[3],   // v3/APPLICATION@TENANT/devices/DEVICE/up
  deviceType: body.end_device_ids.application_ids.application_id,
  telemetry: {ts: Date.parse(uplink.received_at), values: values},
  attributes: {devEui: body.end_device_ids.dev_eui}
};
