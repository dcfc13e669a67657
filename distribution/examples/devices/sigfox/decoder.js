var body = JSON.parse(String.fromCharCode.apply(String, payload));
var data = (body.data.match(/../g) || []).map(function (digits) { return parseInt(digits, 16); });
var values = {seqNumber: Number(body.seqNumber)};
if (data.length === 3) {
  var tenths = data[0] * 256 + data[1];
  values.temperature = (tenths > 32767 ? tenths - 65536 : tenths) / 10;
  values.humidity = data[2];
} else {
  values.data = body.data;
}
return {
  deviceName: body.device,
  deviceType: 'sigfox',
  telemetry: {ts: Number(body.time) * 1000, values: values}
};
