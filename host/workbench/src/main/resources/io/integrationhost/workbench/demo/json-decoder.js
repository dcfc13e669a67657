var reading = JSON.parse(String.fromCharCode.apply(String, payload));
return {
  deviceName: reading.deviceName,
  deviceType: 'sensor',
  telemetry: {
    temperature: reading.temperature,
    humidity: reading.humidity,
    batteryLevel: reading.batteryLevel
  }
};
