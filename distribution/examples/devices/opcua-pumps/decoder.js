var values = JSON.parse(String.fromCharCode.apply(String, payload));
var telemetry = {};
for (var key in values) {
  if (values[key] !== null) {
    telemetry[key] = Number(values[key]);
  }
}
return {
  deviceName: metadata['opcUaNode_name'],
  deviceType: 'pump',
  telemetry: telemetry
};
