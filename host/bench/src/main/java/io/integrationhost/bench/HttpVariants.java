package io.integrationhost.bench;

import java.util.ArrayList;
import java.util.List;

/** HTTP clients against the host and, beside it, against a server that does nothing. */
final class HttpVariants {

  static final String BARE = "http-bare";

  private HttpVariants() {}

  static List<Variant> of(BenchSettings settings, List<String> durabilities) {
    List<Variant> all = new ArrayList<>();
    all.add(
        new Variant(BARE, Scenario.HTTP, false, directory -> new BareHttp(settings.connections())));
    for (String durability : durabilities) {
      all.add(
          new Variant(
              "http-" + durability,
              Scenario.HTTP,
              false,
              directory -> {
                int port = GuideSocket.freePort();
                return new DevicesLoad(
                    Target.startHttp(settings, port),
                    target -> new WholeHost(target, settings.home(), directory, durability),
                    () ->
                        new HttpDevices(
                            port,
                            "/api/v1/integrations/http/" + Target.key(0),
                            settings.connections()));
              }));
    }
    return all;
  }
}
