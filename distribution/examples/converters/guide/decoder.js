// A device sends its readings as text: temperature,humidity,batteryLevel
var values = String.fromCharCode.apply(String, payload).split(',');
return {
  deviceName: 'unnamed',   // the name that the device gave at its greeting wins
  deviceType: 'sensor',
  telemetry: {
    temperature: Number(values[0]),
    humidity: Number(values[1]),
    batteryLevel: Number(values[2])
  }
};
