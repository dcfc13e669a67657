package io.integrationhost.testkit;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Checksum;
import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Framing;
import io.integrationhost.kit.Session;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.kit.transport.Kit;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.plugin.Value;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** NMEA 0183 over datagrams: where a receiver of a known address is. */
final class NmeaPlugin implements TransportPlugin {

  private final Kit kit = new Kit("nmea");

  @Override
  public Transport create(TransportContext context) {
    Keys keys = Keys.of(context);
    String prefix = keys.text("prefix", "gps-");
    return kit.transport(context, keys)
        .udp(
            ServerSettings.read(keys),
            Framing.text(512),
            session -> new NmeaConversation(session, prefix))
        .build();
  }

  @Override
  public void close() {
    kit.close();
  }

  private record NmeaConversation(Session<String> session, String prefix)
      implements Conversation<String> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("ddMMyyHHmmss");

    @Override
    public void frame(String sentence) {
      String[] fields = fields(sentence);
      if (!fields[0].endsWith("RMC") || !fields[2].equals("A")) {
        return;
      }
      String device = prefix + session.remote().getAddress().getHostAddress();
      session.device(device);
      Map<String, Value> values =
          Map.of(
              "latitude", Value.of(degrees(fields[3], fields[4])),
              "longitude", Value.of(degrees(fields[5], fields[6])),
              "speed", Value.of(Double.parseDouble(fields[7]) * 1.852));
      LocalDateTime time = LocalDateTime.parse(fields[9] + fields[1].substring(0, 6), TIME);
      session.publish(session.telemetry(device, time.toInstant(ZoneOffset.UTC), values));
    }

    /** What it throws is counted as a malformed frame. */
    private static String[] fields(String sentence) {
      int star = sentence.indexOf('*');
      if (star < 1
          || Integer.parseInt(sentence.substring(star + 1).trim(), 16)
              != Checksum.xor(Bytes.utf8(sentence), 1, star)) {
        throw new IllegalArgumentException("no NMEA sentence, or its checksum is wrong");
      }
      return sentence.substring(1, star).split(",", -1);
    }

    private static double degrees(String text, String side) {
      int minutes = text.indexOf('.') - 2;
      double value =
          Integer.parseInt(text.substring(0, minutes))
              + Double.parseDouble(text.substring(minutes)) / 60;
      return side.equals("S") || side.equals("W") ? -value : value;
    }
  }
}
