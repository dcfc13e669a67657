var body = JSON.parse(String.fromCharCode.apply(String, payload));
var values;
try {
  values = JSON.parse(body.data);
} catch (e) {
  values = null;
}
if (values === null || typeof values !== 'object') {
  values = {};
  values[body.event] = body.data;
}
return {
  deviceName: body.coreid,
  deviceType: 'particle',
  telemetry: {ts: Date.parse(body.published_at), values: values}
};
