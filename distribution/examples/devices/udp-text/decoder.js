var text = JSON.parse(String.fromCharCode.apply(String, payload));
var words = text.trim().split(',');
return {
  deviceName: words[0],
  deviceType: 'sensor',
  telemetry: {temperature: Number(words[1]), humidity: Number(words[2])}
};
