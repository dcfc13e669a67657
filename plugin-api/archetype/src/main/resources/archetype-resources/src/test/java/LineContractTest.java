package ${package};

import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.testkit.Dialog;
import io.integrationhost.testkit.ServerContract;
import java.util.List;

/** What is relied on in every plugin with a port, and what devices do to one, well or ill. */
class LineContractTest extends ServerContract {

  @Override
  protected TransportPlugin plugin() {
    return new LinePlugin();
  }

  @Override
  protected String configuration() {
    return "{port: 0}";
  }

  @Override
  protected List<String> badConfigurations() {
    return List.of("{port: 65536}", "{port: somewhere}", "{maxLineLength: 0}");
  }

  @Override
  protected Dialog dialog() {
    return Dialog.of("boiler temperature 21.5\n", "OK\n").downlink("boiler", "on\n", "on\n");
  }
}
