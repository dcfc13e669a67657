package io.integrationhost.testkit;

import io.integrationhost.kit.Ask;
import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Framing;
import io.integrationhost.kit.Refusal;
import io.integrationhost.kit.Session;
import io.integrationhost.kit.settings.ClientSettings;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.transport.Kit;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.plugin.Value;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Polls registers as Modbus/TCP does; a downlink is the text {@code key value}. */
final class ModbusPlugin implements TransportPlugin {

  private final Kit kit = new Kit("modbus");

  @Override
  public Transport create(TransportContext context) {
    Keys keys = Keys.of(context);
    List<Point> points = keys.list("points", Point::read);
    return kit.transport(context, keys)
        .dial(
            ClientSettings.read(keys),
            Framing.lengthField(260, 4, 2, 0),
            session -> new ModbusConversation(session, points))
        .build();
  }

  @Override
  public void close() {
    kit.close();
  }

  private record Point(String device, String key, int unit, int address, Duration period) {
    static Point read(Keys keys) {
      return new Point(
          keys.text("device"),
          keys.text("key"),
          keys.whole("unit", 0, 255),
          keys.whole("address", 0, 65_535),
          keys.time("period", Duration.ofMillis(10), Duration.ofDays(1)));
    }

    String queue() {
      return "unit " + unit;
    }
  }

  private static final class ModbusConversation implements Conversation<byte[]> {

    private static final int READ = 3;
    private static final int WRITE = 6;

    private final Session<byte[]> session;
    private final List<Point> points;
    private int last;

    ModbusConversation(Session<byte[]> session, List<Point> points) {
      this.session = session;
      this.points = points;
    }

    @Override
    public void opened() {
      session.reaches(points.stream().map(Point::device).toList());
      points.forEach(
          point ->
              session.every(
                  point.period(),
                  point.queue(),
                  () -> ask(point, READ, 1),
                  answer -> heard(point, answer)));
    }

    @Override
    public void frame(byte[] stray) {
      // An answer that nobody waits for any more.
    }

    private void heard(Point point, byte[] answer) {
      long value = ByteBuffer.wrap(checked(point, answer)).getShort(9) & 0xFFFF;
      session.publish(session.telemetry(point.device(), Map.of(point.key(), Value.of(value))));
    }

    @Override
    public CompletionStage<Void> downlink(Session<byte[]> same, Downlink downlink) {
      String[] words = Bytes.utf8(downlink.payload()).trim().split("\\s+", 2);
      for (Point point : points) {
        if (point.device().equals(downlink.deviceName()) && point.key().equals(words[0])) {
          return session
              .ask(ask(point, WRITE, Integer.parseInt(words[1])).first().repeatable())
              .thenAccept(answer -> checked(point, answer));
        }
      }
      return Refusal.reject(
          "no point '" + words[0] + "' of device '" + downlink.deviceName() + "'");
    }

    private Ask<byte[]> ask(Point point, int function, int value) {
      short id = (short) ++last;
      ByteBuffer bytes = ByteBuffer.allocate(12).putShort(id).putShort((short) 0);
      bytes.putShort((short) 6).put((byte) point.unit()).put((byte) function);
      bytes.putShort((short) point.address()).putShort((short) value);
      return Ask.<byte[]>of(bytes.array(), in -> ByteBuffer.wrap(in).getShort() == id)
          .queue(point.queue());
    }

    private static byte[] checked(Point point, byte[] answer) {
      if (answer[7] < 0) {
        throw Refusal.rejected(point.queue() + " answered exception " + answer[8]);
      }
      return answer;
    }
  }
}
