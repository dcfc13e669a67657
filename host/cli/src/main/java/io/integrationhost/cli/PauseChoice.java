package io.integrationhost.cli;

import com.google.gson.JsonObject;
import picocli.CommandLine.Option;

/** The options that say what of an integration rests. */
final class PauseChoice {

  @Option(names = "--intake", description = "Only what comes from devices.")
  private boolean intake;

  @Option(names = "--delivery", description = "Only what goes to ThingsBoard.")
  private boolean delivery;

  /** As the API wants it; both, if none or both are named. */
  JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("what", intake == delivery ? "both" : intake ? "intake" : "delivery");
    return json;
  }
}
