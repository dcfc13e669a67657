package io.integrationhost.plugins.mqtt.session;

import io.integrationhost.kit.Session;
import io.integrationhost.plugins.mqtt.packet.Codec;
import io.integrationhost.plugins.mqtt.packet.Frame;
import io.netty.handler.codec.mqtt.MqttMessage;
import java.util.function.Consumer;

/**
 * One connection as its parts write to it. On its loop.
 *
 * @param session of the kit
 * @param codec of this connection
 * @param end ends the connection, and says why; what is said first counts
 */
record Link(Session<Frame> session, Codec codec, Consumer<String> end) {

  /** Writes a packet that stands in no order with acknowledgements. */
  void write(MqttMessage packet) {
    write(codec.encode(packet));
  }

  /** The same; when the broker does not read just now, behind the acknowledgements. */
  void write(byte[] packet) {
    var unused =
        session
            .send(packet)
            .whenComplete(
                (written, failure) -> {
                  if (failure != null) {
                    session.answer(packet);
                  }
                });
  }
}
