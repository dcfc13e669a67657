package io.integrationhost.plugins.rabbitmq;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQCommand;
import com.rabbitmq.client.impl.AMQContentHeader;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.impl.Method;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * A broker that does what a test wants: it speaks AMQP by the library's own frames, knows each
 * queue until it is told otherwise, and keeps what it hears. Thread-safe.
 */
final class FakeBroker implements AutoCloseable {

  private static final int BODY_LIMIT = 100_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A body that came or goes, with the method that carries it. */
  record Content(Method method, AMQP.BasicProperties properties, byte[] body) {}

  private final ServerSocket entrance;
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          0,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> {
            var thread = new Thread(task, "fake-broker");
            thread.setDaemon(true);
            return thread;
          });
  private final Set<Client> clients = ConcurrentHashMap.newKeySet();
  private final List<Method> heard = new CopyOnWriteArrayList<>();
  private final List<Content> published = new CopyOnWriteArrayList<>();
  private final Deque<byte[]> ready = new ArrayDeque<>();
  private volatile BiFunction<Client, Method, Optional<Method>> rule =
      (client, method) -> Optional.empty();
  private volatile boolean confirms = true;
  private volatile boolean isSilent;
  private volatile byte[] greeting = {};

  FakeBroker() throws IOException {
    entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  int port() {
    return entrance.getLocalPort();
  }

  /** What it answers instead of what a good broker would. */
  void answers(BiFunction<Client, Method, Optional<Method>> told) {
    rule = told;
  }

  void confirms(boolean wanted) {
    confirms = wanted;
  }

  /** Whoever connects hears nothing. */
  void isSilent(boolean wanted) {
    isSilent = wanted;
  }

  /** Whoever connects hears this and nothing else. */
  void greets(byte[] told) {
    greeting = told;
  }

  List<Method> heard() {
    return List.copyOf(heard);
  }

  <M> List<M> heard(Class<M> kind) {
    return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  List<Content> published() {
    return List.copyOf(published);
  }

  List<Client> clients() {
    return List.copyOf(clients);
  }

  /** The connection that reads a queue. */
  Client reader() {
    await().atMost(PATIENCE).until(() -> clients.stream().anyMatch(each -> each.consumer != null));
    return clients.stream().filter(each -> each.consumer != null).findFirst().orElseThrow();
  }

  /** For the one that reads, now or when there is one. */
  void deliver(String text) throws IOException {
    synchronized (ready) {
      ready.add(text.getBytes(StandardCharsets.UTF_8));
    }
    for (Client each : clients) {
      each.deliverReady();
    }
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        var client = new Client(entrance.accept());
        clients.add(client);
        threads.execute(client::serve);
      } catch (IOException e) {
        return;
      }
    }
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    for (Client each : clients) {
      each.hangUp();
    }
    threads.shutdownNow();
  }

  /** Somebody who is connected. */
  final class Client {
    private final Socket socket;
    private final DataOutputStream out;
    private final Map<Integer, AMQCommand> commands = new HashMap<>();
    private final Map<Integer, Long> numbers = new HashMap<>();
    private volatile Integer consumer;
    private long tag;

    Client(Socket socket) throws IOException {
      this.socket = socket;
      out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    void hangUp() {
      try {
        socket.close();
      } catch (IOException e) {
        // Hung up.
      }
    }

    private void serve() {
      try (socket) {
        var in = new DataInputStream(socket.getInputStream());
        in.readNBytes(8);
        if (greeting.length > 0) {
          out.write(greeting);
          out.flush();
          in.readAllBytes();
        } else if (isSilent) {
          in.readAllBytes();
        } else {
          greet();
          while (true) {
            hear(Frame.readFrom(in, () -> Integer.MAX_VALUE));
          }
        }
      } catch (IOException e) {
        // Gone.
      } finally {
        clients.remove(this);
      }
    }

    private void greet() throws IOException {
      Map<String, Object> capabilities =
          Map.of(
              "consumer_cancel_notify", true,
              "publisher_confirms", true,
              "connection.blocked", true,
              "authentication_failure_close", true);
      send(
          0,
          new AMQImpl.Connection.Start(
              0,
              9,
              Map.of("capabilities", capabilities),
              LongStringHelper.asLongString("PLAIN"),
              LongStringHelper.asLongString("en_US")));
    }

    private void hear(Frame frame) throws IOException {
      if (frame.getType() == AMQP.FRAME_HEARTBEAT) {
        return;
      }
      int channel = frame.getChannel();
      AMQCommand command = commands.computeIfAbsent(channel, number -> new AMQCommand());
      if (!command.handleFrame(frame)) {
        return;
      }
      commands.remove(channel);
      Method method = command.getMethod();
      heard.add(method);
      Optional<Method> other = rule.apply(this, method);
      if (other.isPresent()) {
        send(channel, other.get());
      } else if (method instanceof AMQImpl.Basic.Publish) {
        long number = numbers.merge(channel, 1L, Long::sum);
        published.add(
            new Content(
                method,
                (AMQP.BasicProperties) command.getContentHeader(),
                command.getContentBody()));
        if (confirms) {
          send(channel, new AMQImpl.Basic.Ack(number, false));
        }
      } else {
        answer(channel, method);
      }
    }

    private void answer(int channel, Method method) throws IOException {
      if (method instanceof AMQImpl.Connection.StartOk) {
        send(0, new AMQImpl.Connection.Tune(100, BODY_LIMIT, 0));
      } else if (method instanceof AMQImpl.Connection.Open) {
        send(0, new AMQImpl.Connection.OpenOk(""));
      } else if (method instanceof AMQImpl.Connection.Close) {
        send(0, new AMQImpl.Connection.CloseOk());
        hangUp();
      } else if (method instanceof AMQImpl.Channel.Open) {
        numbers.remove(channel);
        send(channel, new AMQImpl.Channel.OpenOk(LongStringHelper.asLongString("")));
      } else if (method instanceof AMQImpl.Channel.Close) {
        send(channel, new AMQImpl.Channel.CloseOk());
      } else if (method instanceof AMQImpl.Queue.Declare declare) {
        send(channel, new AMQImpl.Queue.DeclareOk(declare.getQueue(), 0, 0));
      } else if (method instanceof AMQImpl.Exchange.Declare) {
        send(channel, new AMQImpl.Exchange.DeclareOk());
      } else if (method instanceof AMQImpl.Basic.Qos) {
        send(channel, new AMQImpl.Basic.QosOk());
      } else if (method instanceof AMQImpl.Confirm.Select) {
        send(channel, new AMQImpl.Confirm.SelectOk());
      } else if (method instanceof AMQImpl.Basic.Consume) {
        send(channel, new AMQImpl.Basic.ConsumeOk("consumer"));
        tag = 0;
        consumer = channel;
        deliverReady();
      }
    }

    /** On the channel of the last one who began to read. */
    void send(Method method) throws IOException {
      send(consumer, method);
    }

    void send(int channel, Method method) throws IOException {
      synchronized (out) {
        method.toFrame(channel).writeTo(out);
        out.flush();
      }
    }

    private void deliverReady() throws IOException {
      List<byte[]> bodies = new ArrayList<>();
      synchronized (ready) {
        if (consumer == null) {
          return;
        }
        bodies.addAll(ready);
        ready.clear();
      }
      for (byte[] body : bodies) {
        send(body, new AMQP.BasicProperties.Builder().build());
      }
    }

    void send(byte[] body, AMQContentHeader header) throws IOException {
      synchronized (out) {
        tag++;
        new AMQImpl.Basic.Deliver("consumer", tag, false, "", "key").toFrame(consumer).writeTo(out);
        header.toFrame(consumer, body.length).writeTo(out);
        for (int at = 0; at < body.length; at += BODY_LIMIT / 2) {
          Frame.fromBodyFragment(
                  consumer, ByteBuffer.wrap(body), at, Math.min(BODY_LIMIT / 2, body.length - at))
              .writeTo(out);
        }
        out.flush();
      }
    }
  }
}
