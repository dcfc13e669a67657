// A changed shared attribute becomes a line of text for the device: key=value;key=value
var parts = Object.keys(msg).map(function (key) { return key + '=' + msg[key]; });
return {
  contentType: 'TEXT',
  data: parts.join(';') + '\n',
  metadata: {reason: msgType}
};
