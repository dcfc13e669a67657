var levels = metadata.topic.split('/');
var body = JSON.parse(String.fromCharCode.apply(String, payload));
return {
  deviceName: levels[1],
  deviceType: levels[0],
  telemetry: body
};
