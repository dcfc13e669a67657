package io.integrationhost.testkit;

import io.integrationhost.kit.Answer;
import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Framing;
import io.integrationhost.kit.Session;
import io.integrationhost.kit.Values;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.kit.transport.Kit;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
import java.util.Map;

/** Lines of the form {@code device key value}, each answered. */
final class LinePlugin implements TransportPlugin {

  private final Kit kit = new Kit("line");

  @Override
  public Transport create(TransportContext context) {
    Keys keys = Keys.of(context);
    Framing<String> lines = Framing.text(keys.whole("maxLineLength", 10, 1_000_000));
    return kit.transport(context, keys)
        .tcp(ServerSettings.read(keys), lines, LineConversation::new)
        .build();
  }

  @Override
  public void close() {
    kit.close();
  }

  private record LineConversation(Session<String> session) implements Conversation<String> {

    private static final Answer WHEN_STORED =
        Answer.text(
            receipt ->
                receipt instanceof Receipt.Rejected no ? "ERROR " + no.message() + "\n" : "OK\n");

    @Override
    public void frame(String line) {
      String[] words = line.trim().split("\\s+", 3);
      if (words.length < 3) {
        session.answer(Bytes.utf8("ERROR expected: device key value\n"));
        return;
      }
      session.device(words[0]);
      session.publish(
          session.telemetry(words[0], Map.of(words[1], Values.parse(words[2]))), WHEN_STORED);
    }
  }
}
