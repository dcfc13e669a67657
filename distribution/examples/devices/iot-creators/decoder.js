var body = JSON.parse(String.fromCharCode.apply(String, payload));
return (body.reports || []).map(function (report) {
  var data = report.value.match(/../g).map(function (digits) { return parseInt(digits, 16); });
  return {
    deviceName: report.serialNumber.replace('IMEI:', ''),
    deviceType: 'nb-iot',
    telemetry: {
      ts: report.timestamp,
      values: {temperature: (data[0] * 256 + data[1]) / 10, humidity: data[2]}
    }
  };
});
