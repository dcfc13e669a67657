var body = JSON.parse(String.fromCharCode.apply(String, payload));
var uplink = body.DevEUI_uplink;
if (!uplink) {
  return [];   // DevEUI_downlink_Sent, DevEUI_location
}
var data = (uplink.payload_hex || '').match(/../g) || [];
return {
  deviceName: uplink.DevEUI,
  deviceType: uplink.CustomerData && uplink.CustomerData.alr ? uplink.CustomerData.alr.pro : 'thingpark',
  telemetry: {
    ts: Date.parse(uplink.Time),
    values: {
      switches: parseInt(data[0], 16),
      level: parseInt(data[1] + data[2], 16),
      rssi: Number(uplink.LrrRSSI),
      snr: Number(uplink.LrrSNR),
      fCnt: Number(uplink.FCntUp)
    }
  },
  attributes: {latitude: Number(uplink.LrrLAT), longitude: Number(uplink.LrrLON), as: metadata.AS_ID}
};
