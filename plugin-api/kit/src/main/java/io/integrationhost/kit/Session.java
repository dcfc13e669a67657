package io.integrationhost.kit;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One connection as its conversation uses it. Made by the kit only. Every method may be called from
 * any thread and returns at once; after the connection's end it does nothing, or fails its stage.
 *
 * @param <F> what the framing cuts the stream into
 */
public interface Session<F> {

  /**
   * Decides the order of its uplinks.
   *
   * @return unique in its transport
   */
  Source source();

  /**
   * The other end, as the PROXY header says if there is one.
   *
   * @return its address
   */
  InetSocketAddress remote();

  /**
   * Names the connection for logs and messages.
   *
   * @return such as {@code connection 7 from 10.0.0.5:4711}
   */
  String label();

  /**
   * Who the peer is by its certificate.
   *
   * @return the common name or, without one, the first alternative name; empty without a
   *     certificate
   */
  Optional<String> certificateName();

  /**
   * The name that {@link #device(String)} gave last.
   *
   * @return the device's name in ThingsBoard
   */
  Optional<String> device();

  /**
   * Says whose connection this is: told to the host, downlinks of the device come here, payloads
   * bear the name.
   *
   * @param name the device's name in ThingsBoard
   */
  void device(String name);

  /**
   * Says which devices are reached over this connection, in place of those said before: told to the
   * host, their downlinks come here. Payloads bear none of the names.
   *
   * @param devices names in ThingsBoard
   */
  void reaches(Collection<String> devices);

  /**
   * A payload with the source of this session, the device's name if it is known, and what is known
   * of the connection if that is wanted.
   *
   * @param bytes one message; not copied
   * @param type what they hold
   * @return for {@link #publish}
   */
  Uplink payload(byte[] bytes, ContentType type);

  /**
   * Decoded telemetry of now.
   *
   * @param device the device's name in ThingsBoard
   * @param values by key
   * @return for {@link #publish}
   */
  Uplink telemetry(String device, Map<String, Value> values);

  /**
   * Decoded telemetry.
   *
   * @param device the device's name in ThingsBoard
   * @param time when it was measured
   * @param values by key
   * @return for {@link #publish}
   */
  Uplink telemetry(String device, Instant time, Map<String, Value> values);

  /**
   * Hands an uplink to the host and answers nothing.
   *
   * @param uplink what the peer said
   */
  default void publish(Uplink uplink) {
    publish(uplink, Answer.NONE);
  }

  /**
   * Hands an uplink to the host. The answer is written in the order of the frames; while too many
   * wait for one the connection is not read. Of datagrams each answer goes when it is known, and
   * what the host has no room for is dropped.
   *
   * @param uplink what the peer said
   * @param answer what the peer gets for the receipt
   */
  void publish(Uplink uplink, Answer answer);

  /**
   * Keeps a place in the order of the frames for an answer that takes its time, of which the host's
   * receipt may be only a part. It counts as an uplink that is under way: the connection is not
   * read while too many are. Of datagrams each answer goes when it is known.
   *
   * @param bytes what is kept until then
   * @param work begins it, on the loop, and must not block; its stage completes on any thread with
   *     what says the answer, which is called on the loop with a receipt that means nothing. One
   *     that fails is no answer
   */
  void answer(int bytes, Supplier<? extends CompletionStage<Answer>> work);

  /**
   * Writes an answer that needs no receipt; it takes its place in the order of the frames.
   *
   * @param bytes not copied
   */
  void answer(byte[] bytes);

  /**
   * Writes now, in no order with answers.
   *
   * @param bytes not copied
   * @return completes when the bytes have been handed to the system; fails as unavailable when the
   *     connection is closed or the peer does not read
   */
  CompletionStage<Void> send(byte[] bytes);

  /**
   * Asks the peer and waits for its answer, which does not come to {@link Conversation#frame} then.
   *
   * @param ask what to send and how its answer is known
   * @return completes on the loop with the answer; fails as unavailable when the question was not
   *     sent, as {@link Ask} says when it was
   */
  CompletionStage<F> ask(Ask<F> ask);

  /**
   * Asks again and again for as long as the connection lasts. What is due while the one before is
   * unanswered is left out. Nothing is asked while the transport is paused.
   *
   * @param period from one to the next
   * @param queue whose turn it takes; questions of one queue go one after the other
   * @param ask makes the next question, on the loop
   * @param heard gets its answer, on the loop
   */
  void every(Duration period, String queue, Supplier<Ask<F>> ask, Consumer<F> heard);

  /**
   * Runs a task on the loop, unless the connection has ended by then.
   *
   * @param wait until then
   * @param task must not block
   */
  void later(Duration wait, Runnable task);

  /**
   * Counts and logs what the conversation finds wrong with a frame, as if the framing had found it.
   * Nothing else follows from it: {@link Conversation#fault} is not called.
   *
   * @param fault what is wrong
   */
  void report(Fault fault);

  /**
   * Whether the peer is read now. While it is not, since the host has no room or the peer does not
   * take its answers, that nothing comes from it says nothing of it.
   *
   * @return what holds at this moment
   */
  boolean isRead();

  /** Takes nothing more, gives the answers that are due, then closes such that they arrive. */
  void finish();

  /**
   * Closes at once.
   *
   * @param why for the log and, of a peer that is dialled, for the health until it is there again;
   *     not for the peer
   */
  void close(String why);
}
