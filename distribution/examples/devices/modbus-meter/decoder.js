var values = JSON.parse(String.fromCharCode.apply(String, payload));
if (values.power !== undefined) {
  values.load = Math.round(values.power / 30) + ' %';
}
return {
  deviceName: metadata.deviceName,
  deviceType: metadata.deviceType,
  telemetry: {ts: Number(metadata.ts), values: values}
};
