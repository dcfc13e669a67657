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

  /** A message that nobody can read is said, and rejected. */
  void leftOut(String queue, Envelope envelope, Frames.Arrival arrival) {
    boolean isTooLong = arrival.fate() == Frames.Fate.TOO_LONG;
    (isTooLong ? figures.tooLong() : figures.unreadable()).increment();
    String why =
        isTooLong
            ? "is longer than maxMessageBytes; set it higher, or have the publisher send shorter ones"
            : "has headers that cannot be read, or tables in tables without end; mend the publisher";
    limited.warn(
        arrival.fate().toString(),
        () ->
            "queue '"
                + queue
                + "': a message of "
                + arrival.length()
                + " bytes (routing key '"
                + Words.shortened(envelope.getRoutingKey())
                + "') was rejected: it "
                + why);
  }
}
