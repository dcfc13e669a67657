package io.integrationhost.plugins.modbus;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.testkit.ClientContract;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is relied on in a transport that dials. */
class ModbusContractTest extends ClientContract {

  private static final int QUESTION = 12;

  @Override
  protected TransportPlugin plugin() {
    return new ModbusPlugin();
  }

  @Override
  protected String configuration() {
    return "{connections: [{name: line, host: plc, port: 502, devices: [{name: meter, units: 1,"
        + " pollPeriod: 1 s, points: [{key: power, register: holding, address: 1, type: 16uint,"
        + " write: true}]}]}]}";
  }

  @Override
  protected List<String> badConfigurations() {
    return List.of(
        "{}",
        "{connections: [{host: plc, port: 0, devices: [{name: a, units: 1}]}]}",
        "{connections: [{host: plc, devices: []}]}",
        "{connections: [{host: plc, devices: [{name: a, units: 256}]}]}",
        "{connections: [{host: plc, framing: rtu, maxInFlight: 2, devices: [{name: a, units:"
            + " 1}]}]}",
        "{connections: [{host: plc, devices: [{name: a, units: 1-3}]}]}",
        "{connections: [{host: plc, devices: [{name: a, units: 1, template: none}]}]}",
        "{connections: [{host: plc, transport: udp, tls {enabled = true}, devices: [{name: a, units:"
            + " 1}]}]}",
        "{servers: [{port: 5020, devices: [{name: a, units: 1, points: [{key: p, register: coil,"
            + " address: 1}]}, {name: b, units: 1, points: [{key: p, register: coil, address: 1}]}]}]}",
        "{servers: [{port: 5020, devices: [{name: a, units: 1, points: [{key: p, register: coil,"
            + " address: 1}, {key: p, register: coil, address: 2}]}]}]}",
        "{connections: [{transport: listen, name: l, devices: [{name: a, units: 1}]}]}",
        "{master: {slaves: [{deviceName: a, host: plc, port: 502, unitId: 1}]}}",
        "{master: {slaves: [{deviceName: a, type: serial, port: /dev/ttyS0, unitId: 1, pollPeriod:"
            + " 1000}]}}");
  }

  /** All whole questions are reads of one register; the peer answers them with 42. */
  @Override
  protected byte[] answer(byte[] heard) {
    var answers = new ByteArrayOutputStream();
    for (int at = 0; at + QUESTION <= heard.length; at += QUESTION) {
      answers.writeBytes(
          ByteBuffer.allocate(11)
              .put(heard, at, 4)
              .putShort((short) 5)
              .put(heard, at + 6, 2)
              .put((byte) 2)
              .putShort((short) 42)
              .array());
    }
    return answers.toByteArray();
  }

  @Override
  protected Optional<Downlink> downlink() {
    byte[] write = Bytes.utf8("{\"power\": 300}");
    return Optional.of(new Downlink("meter", ContentType.JSON, write, Map.of()));
  }
}
