package io.integrationhost.testkit;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.TransportPlugin;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is relied on in a client, of one that dials and polls by the kit's own means. */
final class KitClientContractTest extends ClientContract {

  private static final int QUESTION = 12;

  @Override
  protected TransportPlugin plugin() {
    return new ModbusPlugin();
  }

  @Override
  protected String configuration() {
    return "{host: plc, port: 502, points: [{device: meter, key: power, unit: 1, address: 1,"
        + " period: 1 s}]}";
  }

  @Override
  protected List<String> badConfigurations() {
    return List.of("{port: 502}", "{host: plc, port: 0}", "{host: plc, port: 1, points: [{}]}");
  }

  /** All whole questions are reads; the peer answers them with 42. */
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
    byte[] write = "power 300".getBytes(StandardCharsets.UTF_8);
    return Optional.of(new Downlink("meter", ContentType.TEXT, write, Map.of()));
  }
}
