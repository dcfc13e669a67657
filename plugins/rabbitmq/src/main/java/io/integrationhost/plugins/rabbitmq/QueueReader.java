package io.integrationhost.plugins.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.integrationhost.kit.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * Reads one queue on a channel of its own, so that what happens to it concerns no other queue;
 * opens the channel again whenever it ends. For the lane, but for {@link #problem} and {@link
 * #note}.
 */
final class QueueReader {

  /** A channel that lasted so long worked. */
  private static final Duration WORKED = Duration.ofSeconds(10);

  /** So long a lower prefetch is kept after a shortage of room. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String NO_MEMORY = "there is no memory for its messages now";

  private final String queue;
  private final Settings settings;
  private final Connector connector;
  private final Publishing publishing;
  private final Backoff backoff;
  private volatile Optional<String> problem = Optional.of("not opened yet");
  private volatile String note = "";
  private volatile boolean isStream;
  private volatile long depth;
  private Connection connection;
  private Frames frames;
  private Reading reading;
  private Channel opening;
  private int prefetch;
  private boolean isShort;

  QueueReader(String queue, Settings settings, Connector connector, Publishing publishing) {
    this.queue = queue;
    this.settings = settings;
    this.connector = connector;
    this.publishing = publishing;
    backoff = new Backoff(settings.peer().first(), settings.peer().most());
  }

  String queue() {
    return queue;
  }

  /** Why it is not read; empty while it is. */
  Optional<String> problem() {
    return problem;
  }

  /** What is worth knowing though it is read. */
  String note() {
    return note + "; " + depth + " messages wait";
  }

  /** Messages that waited in the queue at the last look. */
  long depth() {
    return problem.isPresent() ? 0 : depth;
  }

  /** Asks how many messages wait. */
  void look() {
    if (reading == null) {
      return;
    }
    try {
      depth = reading.getChannel().messageCount(queue);
    } catch (IOException | ShutdownSignalException e) {
      // The end of the channel is told as well.
      depth = 0;
    }
  }

  /** Whether it is a stream, of which messages are missed while nobody reads. */
  boolean isStream() {
    return isStream;
  }

  void opened(Connection made, Frames read) {
    connection = made;
    frames = read;
    prefetch = settings.intake().prefetch();
    open();
  }

  /** The connection has ended, and with it all that the broker knew of us. */
  void ended() {
    connection = null;
    drop();
    problem = Optional.of("waits for the connection");
  }

  /** Publishes nothing more; what is under way may still be acknowledged. */
  void finish() {
    if (reading != null) {
      reading.deliveries.close();
    }
  }

  boolean isIdle() {
    return reading == null || !reading.deliveries.isUnderWay();
  }

  void goOn() {
    if (reading != null) {
      reading.deliveries.goOn();
    }
  }

  /** What is not done comes again, from the broker. */
  private void drop() {
    if (reading == null) {
      return;
    }
    Reading last = reading;
    reading = null;
    last.isOver = true;
    last.deliveries.drop();
    close(last.getChannel());
    frames.forget(last.getChannel().getChannelNumber());
  }

  /** Null is closed already. */
  static void close(Channel channel) {
    try {
      if (channel != null && channel.isOpen()) {
        channel.close();
      }
    } catch (IOException | TimeoutException | ShutdownSignalException e) {
      // It has ended by itself, which does the same.
    }
  }

  private void reopen(int wanted) {
    drop();
    prefetch = wanted;
    open();
  }

  private void open() {
    if (connection == null || !connection.isOpen()) {
      return;
    }
    try {
      read(declared());
    } catch (IOException | ShutdownSignalException e) {
      drop();
      close(opening);
      failed(connector.words().ofQueue(queue, e));
    }
  }

  private Channel declared() throws IOException {
    try {
      depth = channel().queueDeclarePassive(queue).getMessageCount();
      note = "existed, used as it is";
      return opening;
    } catch (IOException e) {
      if (!Words.Reply.is(e, AMQP.NOT_FOUND)) {
        throw e;
      }
      return make();
    }
  }

  private void read(Channel channel) throws IOException {
    // Each message given back counts against the delivery limit that a quorum queue may have.
    if (isShort && !publishing.budget().hasRoom()) {
      throw new IOException(NO_MEMORY);
    }
    isShort = false;
    channel.basicQos(prefetch);
    var opened = new Reading(channel);
    reading = opened;
    channel.addShutdownListener(cause -> connector.lane().execute(() -> over(opened, cause)));
    channel.basicConsume(queue, false, opened);
    problem = Optional.empty();
  }

  private Channel channel() throws IOException {
    Channel channel = connection.createChannel();
    if (channel == null) {
      throw new IOException(
          "RabbitMQ allows no more channels on one connection; name fewer queues");
    }
    frames.forget(channel.getChannelNumber());
    opening = channel;
    return channel;
  }

  private Channel make() throws IOException {
    Channel channel = channel();
    Settings.Declaration wanted = settings.declaration();
    try {
      channel.queueDeclare(
          queue, wanted.durable(), wanted.exclusive(), wanted.autoDelete(), Map.of());
      note = "made here";
      return channel;
    } catch (IOException e) {
      // Somebody else was faster and made it otherwise.
      if (!Words.Reply.is(e, AMQP.PRECONDITION_FAILED)) {
        throw e;
      }
      note = "existed with other flags, used as it is";
      return channel();
    }
  }

  private void failed(String why) {
    problem = Optional.of(why);
    Connection now = connection;
    if (now == null || !now.isOpen()) {
      return;
    }
    Duration wait = backoff.next();
    connector
        .limited()
        .warn("queue " + queue, () -> why + "; next try in " + wait.toSeconds() + " s");
    connector.lane().later(wait, () -> openIf(now));
  }

  private void openIf(Connection then) {
    if (connection == then && reading == null) {
      open();
    }
  }

  private void over(Reading which, Exception cause) {
    if (reading != which) {
      return;
    }
    drop();
    if (connection != null && connection.isOpen()) {
      if (which.age() > WORKED.toNanos()) {
        backoff.reset();
      }
      failed(connector.words().ofQueue(queue, cause));
    }
  }

  /** One channel, from its opening to its end. */
  private final class Reading extends DefaultConsumer implements Acknowledgements.Sink {
    private final Deliveries deliveries;
    private final long began = System.nanoTime();
    private boolean isOver;
    private boolean isFull;
    private int kept;

    Reading(Channel channel) {
      super(channel);
      deliveries = new Deliveries(queue, publishing, this, this::settled);
    }

    @Override
    public void handleDelivery(
        String consumer, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
      connector.lane().execute(() -> arrived(envelope, properties, body));
    }

    @Override
    public void handleCancel(String consumer) {
      connector
          .lane()
          .execute(
              () ->
                  over(this, new IOException("was deleted, or RabbitMQ has no place for it now")));
    }

    @Override
    public void handleShutdownSignal(String consumer, ShutdownSignalException cause) {
      // The channel tells, also when there is no consumer yet.
    }

    private void arrived(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
      if (isOver) {
        return;
      }
      long tag = envelope.getDeliveryTag();
      Frames.Arrival arrival = frames.arrival(getChannel().getChannelNumber(), tag);
      switch (arrival.fate()) {
        case KEPT -> {
          kept++;
          isStream |= Metadata.isOfStream(properties);
          deliveries.add(tag, arrival.taken(), envelope, properties, body);
        }
        case TOO_LONG, UNREADABLE -> {
          publishing.leftOut(queue, envelope, arrival);
          deliveries.reject(tag);
        }
        case NO_ROOM -> {
          isFull = true;
          publishing.figures().givenBack().increment();
          settled();
        }
      }
    }

    /** When nothing is left before it, what had no room comes again. */
    private void settled() {
      if (isOver || !deliveries.isEmpty()) {
        return;
      }
      if (isFull) {
        giveBack();
      } else if (prefetch < settings.intake().prefetch() && age() > PATIENCE.toNanos()) {
        reopen(Math.min(settings.intake().prefetch(), 2 * prefetch));
      }
    }

    private long age() {
      return System.nanoTime() - began;
    }

    private void giveBack() {
      int fewer = kept > 0 ? Math.min(prefetch, kept) : Math.max(1, prefetch / 2);
      connector
          .limited()
          .warn(
              "no room",
              () ->
                  "queue '"
                      + queue
                      + "': no room for more messages (maxBufferedBytes, plugins.memory): they are"
                      + " given back and come again, "
                      + fewer
                      + " at a time");
      if (kept > 0) {
        reopen(fewer);
      } else {
        prefetch = fewer;
        drop();
        isShort = true;
        failed("queue '" + queue + "': " + NO_MEMORY);
      }
    }

    @Override
    public void acknowledge(long tag) throws IOException {
      getChannel().basicAck(tag, true);
    }

    @Override
    public void reject(long tag) throws IOException {
      getChannel().basicReject(tag, false);
    }
  }
}
