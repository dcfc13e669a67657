var body = JSON.parse(String.fromCharCode.apply(String, payload));
var values = {};
Object.keys(body).forEach(function (key) {
  if (key !== 'deviceName' && key !== 'ts') {
    values[key] = body[key];
  }
});
return {
  deviceName: metadata['kafka.key'] || body.deviceName,
  deviceType: 'meter',
  telemetry: {ts: body.ts || Number(metadata['kafka.timestamp']), values: values}
};
