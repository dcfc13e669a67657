package io.integrationhost.remote;

import static org.awaitility.Awaitility.await;

import io.grpc.netty.NettyChannelBuilder;
import io.integrationhost.remote.SessionOwner.End;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** One stream by itself. */
final class SessionTest {

  @Test
  void whoeverSendsFirstTakesNoSignalFromTheOthers() throws Exception {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try (ScriptedServer server = new ScriptedServer()) {
      SharedChannel channel =
          new SharedChannel(
              NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build(),
              timer);
      Eager owner = new Eager();
      Session session =
          new Session(
              Links.settings(server.address()),
              Links.patience(),
              channel,
              new LinkCounters(),
              owner);
      owner.session.set(session);
      session.start(timer);
      server.accept();
      await().atMost(Links.PATIENT).until(() -> owner.writables.get() == 1);
      channel.shutdownNow();
    } finally {
      timer.shutdownNow();
    }
  }

  /** Sends as soon as the session is accepted, before anybody was told that it takes uplinks. */
  private static final class Eager implements SessionOwner {
    private final AtomicReference<Session> session = new AtomicReference<>();
    private final AtomicInteger writables = new AtomicInteger();

    @Override
    public void accepted(IntegrationConfiguration configuration) {
      var unused = session.get().send(UplinkMessage.HEARTBEAT);
    }

    @Override
    public void pushed(Inbound.Push push) {
      throw new AssertionError("nothing was pushed: " + push);
    }

    @Override
    public void answerNotAskedFor(long items) {}

    @Override
    public void writable() {
      writables.incrementAndGet();
    }

    @Override
    public void ended(End end) {
      // The test closes the channel.
    }
  }
}
