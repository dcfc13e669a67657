var text = String.fromCharCode.apply(String, payload);
var values = text.split(',');
return {
  deviceName: 'unnamed',
  deviceType: 'sensor',
  telemetry: {
    temperature: Number(values[0]),
    humidity: Number(values[1]),
    batteryLevel: Number(values[2])
  }
};
