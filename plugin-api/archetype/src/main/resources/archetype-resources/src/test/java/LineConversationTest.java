package ${package};

import io.integrationhost.plugin.Receipt;
import io.integrationhost.testkit.Trial;
import org.junit.jupiter.api.Test;

/** A device says something: what it hears, and what the host gets. */
class LineConversationTest {

  private final Trial trial = Trial.of(new LinePlugin(), "{}");

  @Test
  void stores() {
    trial.say("boiler temperature 21.5\n").hears("OK\n").stored("boiler", "temperature", 21.5);
  }

  @Test
  void tellsWhyALineWasRefused() {
    trial.say("boiler\n").hears("ERROR expected: device key value\n").publishedNothing();
    trial.hostRefuses(Receipt.Reason.DISABLED, "the integration is disabled");
    trial.say("boiler temperature 21.5\n").hears("ERROR the integration is disabled\n");
  }

  @Test
  void sendsADownlink() {
    trial.say("boiler temperature 21.5\n").hears("OK\n").downlink("boiler", "on\n").hears("on\n");
  }
}
