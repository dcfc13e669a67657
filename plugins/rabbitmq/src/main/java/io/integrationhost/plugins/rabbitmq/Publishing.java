package io.integrationhost.plugins.rabbitmq;

import com.rabbitmq.client.Envelope;
import io.integrationhost.kit.LimitedLog;
import io.integrationhost.plugin.Uplinks;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What all queues of a transport publish with.
 *
 * @param withMetadata whether the converter gets what the broker tells of a message
 * @param paused whether the operator wants the intake to rest
 */
record Publishing(
    Uplinks uplinks,
    Lane lane,
    Budget budget,
    Figures figures,
    LimitedLog limited,
    boolean withMetadata,
    AtomicBoolean paused) {

  void tooLong(String queue, Envelope envelope, long length) {
    figures.tooLong().increment();
    limited.warn(
        "too long",
        () ->
            "queue '"
                + queue
                + "': a message of "
                + length
                + " bytes (routing key '"
                + envelope.getRoutingKey()
                + "') is longer than maxMessageBytes and was rejected; set it higher, or have the"
                + " publisher send shorter ones");
  }
}
