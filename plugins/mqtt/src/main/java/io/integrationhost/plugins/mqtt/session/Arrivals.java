package io.integrationhost.plugins.mqtt.session;

import io.integrationhost.kit.Answer;
import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Fault;
import io.integrationhost.kit.Session;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugins.mqtt.message.Message;
import io.integrationhost.plugins.mqtt.packet.Frame;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Messages of one connection on their way to the host, and their acknowledgements in the order in
 * which they came. On the loop.
 */
final class Arrivals {

  private static final int EXCERPT = 32;
  private static final int MOST_SHOWN = 200;

  private final Client client;
  private final Session<Frame> session;
  private final Consumer<String> end;

  Arrivals(Client client, Link link) {
    this.client = client;
    this.session = link.session();
    this.end = link.end();
  }

  void take(MqttPublishMessage packet) {
    byte[] payload;
    try {
      payload = ByteBufUtil.getBytes(packet.payload());
    } finally {
      packet.release();
    }
    client.received();
    var header = packet.fixedHeader();
    var message =
        new Message(
            packet.variableHeader().topicName(),
            payload,
            header.qosLevel().value(),
            header.isRetain(),
            header.isDup(),
            Greeting.metadata(packet.variableHeader().properties()));
    int id = packet.variableHeader().packetId();
    List<Uplink> uplinks = uplinks(message);
    session.answer(
        Math.max(payload.length, Weight.of(uplinks)) + 2 * message.topic().length(),
        () ->
            deliver(message, id, uplinks)
                .handle(
                    (done, givenUp) -> givenUp == null ? answer(message.qos(), id) : Answer.NONE));
  }

  private CompletionStage<Void> deliver(Message message, int id, List<Uplink> uplinks) {
    try {
      return client.incoming().take(message, id, uplinks);
    } catch (RuntimeException | Error e) {
      // The broker sends it again on a new connection only.
      end.accept("is left, since a message of it could not be handed to the host: " + e);
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Answer answer(int qos, int id) {
    return switch (qos) {
      case 0 -> Answer.NONE;
      case 1 -> Answer.always(Packets.ofId(Packets.PUBACK, id));
      default -> Answer.always(Packets.ofId(Packets.PUBREC, id));
    };
  }

  private List<Uplink> uplinks(Message message) {
    try {
      return client.dialect().uplinks(message);
    } catch (RuntimeException e) {
      String why = shown(String.valueOf(e.getMessage()));
      client.unreadable(message.topic(), why);
      session.report(
          malformed(
              "sent a message to '" + shown(message.topic()) + "' that cannot be used: " + why,
              message.payload(),
              true));
      return List.of();
    }
  }

  /** Of a message that was too long, the broker need not send it again. */
  void skip(Frame.Oversized message) {
    client.oversized();
    session.report(
        new Fault(
            Fault.Kind.TOO_LONG,
            "sent a message of "
                + message.length()
                + " bytes to '"
                + shown(message.topic())
                + "', which is skipped; raise maxBytesInMessage (now "
                + client.profile().longestMessage()
                + ")",
            "",
            true));
    if (message.qos() > 0) {
      int first = message.qos() == 1 ? Packets.PUBACK : Packets.PUBREC;
      session.answer(Packets.ofId(first, message.packetId()));
    }
  }

  /**
   * Words of others for people: whoever publishes chooses topics, and none makes lines of a log.
   */
  static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "..." : line;
  }

  /** What is wrong with bytes of the broker. */
  static Fault malformed(String what, byte[] bytes, boolean canGoOn) {
    byte[] first = Arrays.copyOf(bytes, Math.min(EXCERPT, bytes.length));
    return new Fault(Fault.Kind.MALFORMED, what, Bytes.excerpt(first, bytes.length), canGoOn);
  }
}
