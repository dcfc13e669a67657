var body = JSON.parse(String.fromCharCode.apply(String, payload));
var base = {name: '', time: 0};
var byDevice = {};
body.forEach(function (record) {
  base.name = record.bn !== undefined ? record.bn : base.name;
  base.time = record.bt !== undefined ? record.bt : base.time;
  var path = (base.name + (record.n || '')).split('/');
  var key = path.pop();
  var device = path.pop() || metadata['Option:uri'].split('?')[0].split('/').pop();
  var value = [record.v, record.vs, record.vb, record.vd].filter(function (each) { return each !== undefined; })[0];
  var seconds = base.time + (record.t || 0);
  var entry = {values: {}};
  entry.values[key] = value;
  if (seconds > 268435456) {
    entry.ts = Math.round(seconds * 1000);   // else it is relative to now
  }
  (byDevice[device] = byDevice[device] || []).push(entry);
});
return Object.keys(byDevice).map(function (device) {
  return {
    deviceName: device,
    deviceType: 'senml',
    telemetry: byDevice[device].map(function (entry) { return entry.ts ? entry : entry.values; })
  };
});
