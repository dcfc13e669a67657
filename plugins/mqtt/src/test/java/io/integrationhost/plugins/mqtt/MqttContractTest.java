package io.integrationhost.plugins.mqtt;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.testkit.ClientContract;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is relied on in a transport that dials. */
class MqttContractTest extends ClientContract {

  private static final String MESSAGE = "32 05 00 01 61 00 07";

  @Override
  protected TransportPlugin plugin() {
    return new MqttPlugin();
  }

  @Override
  protected String configuration() {
    return "{clientConfiguration {host = broker, port = 1883}, topicFilters = [{filter = a, qos = 1}]}";
  }

  @Override
  protected List<String> badConfigurations() {
    return List.of(
        "{}",
        "{clientConfiguration {host = broker}}",
        "{clientConfiguration {host = broker, port = none}, topicFilters = [{filter = a}]}",
        "{clientConfiguration {host = broker}, topicFilters = [{filter = \"a#\"}]}",
        "{clientConfiguration {host = broker, credentials {type = cert.PEM, cert = nonsense,"
            + " privateKey = nonsense}}, topicFilters = [{filter = a}]}");
  }

  /** Logs in, confirms, and sends the next message when one was acknowledged. */
  @Override
  protected byte[] answer(byte[] heard) {
    var answer = new ByteArrayOutputStream();
    int at = 0;
    while (at < heard.length) {
      int type = (heard[at] & 0xFF) >> 4;
      switch (type) {
        case FakeBroker.CONNECT -> answer.writeBytes(Bytes.hex("20 02 00 00"));
        case FakeBroker.SUBSCRIBE -> {
          answer.writeBytes(Bytes.hex("90 03"));
          answer.write(heard, at + 2, 2);
          answer.writeBytes(Bytes.hex("01" + MESSAGE));
        }
        case FakeBroker.PUBACK -> answer.writeBytes(Bytes.hex(MESSAGE));
        case FakeBroker.PINGREQ -> answer.writeBytes(Bytes.hex("d0 00"));
        default -> {
          // A downlink: nobody confirms it.
        }
      }
      at += 2 + heard[at + 1];
    }
    return answer.toByteArray();
  }

  @Override
  protected Optional<Downlink> downlink() {
    return Optional.of(
        new Downlink("pump", ContentType.TEXT, Bytes.utf8("on"), Map.of("topic", "down")));
  }
}
