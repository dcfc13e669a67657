var text = String.fromCharCode.apply(String, payload.map(function (b) { return b & 255; }));
var telemetry;
try {
  telemetry = JSON.parse(text);
} catch (e) {
  telemetry = null;
}
if (telemetry === null || typeof telemetry !== 'object' || Array.isArray(telemetry)) {
  telemetry = /^[\x20-\x7e\s]*$/.test(text)
    ? {text: text}
    : {hex: payload.map(function (b) { return ((b & 255) + 256).toString(16).slice(1); }).join('')};
}
return {deviceName: 'unnamed', deviceType: 'default', telemetry: telemetry};
