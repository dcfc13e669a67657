var values = JSON.parse(String.fromCharCode.apply(String, payload));
var device = metadata['rabbitmq.routingKey'].split('.').pop();
var time = metadata['rabbitmq.timestamp'];
return {
  deviceName: device,
  deviceType: 'meter',
  telemetry: time ? {ts: Number(time), values: values} : values
};
