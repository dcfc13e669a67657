// Queues one message for the device; its payload formatter makes bytes of decoded_payload.
return {
  contentType: 'JSON',
  data: JSON.stringify({downlinks: [{f_port: 15, decoded_payload: msg, priority: 'NORMAL'}]}),
  metadata: {devId: metadata.deviceName}   // for v3/USER/devices/${devId}/down/push
};
