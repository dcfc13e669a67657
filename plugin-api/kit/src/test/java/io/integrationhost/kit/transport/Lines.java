package io.integrationhost.kit.transport;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.integrationhost.kit.Answer;
import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Fault;
import io.integrationhost.kit.Framing;
import io.integrationhost.kit.Session;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Receipt;
import java.util.function.UnaryOperator;

/** A line protocol on the kit: {@code name X} gives the device a name, all else is a reading. */
final class Lines implements AutoCloseable {

  private static final Answer WHEN_STORED =
      Answer.text(
          receipt ->
              receipt instanceof Receipt.Rejected no ? "ERROR " + no.reason() + "\n" : "OK\n");

  /** Of all tests, as a plugin has it for all integrations. */
  private static final Kit KIT = new Kit("lines");

  final FakeHost host;
  final KitTransport transport;

  Lines(String slice) {
    this(new FakeHost(slice), builder -> builder);
  }

  Lines(FakeHost host, UnaryOperator<KitTransport.Builder> more) {
    this.host = host;
    Keys keys = Keys.of(host);
    transport =
        more.apply(
                KIT.transport(host, keys)
                    .tcp(
                        ServerSettings.read(keys),
                        Framing.text(host.config().getInt("maxLine")),
                        Talk::new))
            .build();
    transport.start().toCompletableFuture().orTimeout(20, SECONDS).join();
  }

  record Talk(Session<String> session) implements Conversation<String> {
    @Override
    public void frame(String line) {
      String[] words = line.split(" ", 2);
      switch (words[0]) {
        case "name" -> {
          session.answer(Bytes.utf8("HELLO\n"));
          session.device(words[1]);
        }
        case "silent" -> session.publish(session.payload(Bytes.utf8(line), ContentType.TEXT));
        case "bye" -> {
          session.answer(Bytes.utf8("BYE\n"));
          session.finish();
        }
        case "throw" -> throw new IllegalStateException("on purpose");
        default ->
            session.publish(session.payload(Bytes.utf8(line), ContentType.TEXT), WHEN_STORED);
      }
    }

    @Override
    public boolean fault(Fault fault) {
      session.answer(Bytes.utf8("FAULT " + fault.kind() + "\n"));
      return fault.canGoOn();
    }
  }

  TestDevice connect() {
    return new TestDevice(transport.port());
  }

  void stop() {
    transport.stop().toCompletableFuture().orTimeout(20, SECONDS).join();
  }

  @Override
  public void close() {
    stop();
    host.close();
  }
}
