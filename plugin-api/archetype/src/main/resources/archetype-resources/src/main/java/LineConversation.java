package ${package};

import io.integrationhost.kit.Answer;
import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Session;
import io.integrationhost.kit.Values;
import io.integrationhost.plugin.Receipt;
import java.util.Map;

/** One device that sends lines of the form: device key value. This is where your protocol goes. */
record LineConversation(Session<String> session) implements Conversation<String> {

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
