var body = JSON.parse(String.fromCharCode.apply(String, payload));
var values = {};
if (body.tC !== undefined) {
  values.temperature = Number(body.tC);
}
if (body.rh !== undefined) {
  values.humidity = Number(body.rh);
}
if (body.state !== undefined) {
  values.on = body.state === 'true';
}
return {deviceName: body.device, deviceType: 'shelly', telemetry: values};
