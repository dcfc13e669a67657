package io.integrationhost.host.dev;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What runs on a {@link Workbench}.
 *
 * @param plugins the folder with plugin jars
 * @param data for this run alone
 * @param configuration of the integration, as its user would write it: JSON
 * @param decoder the uplink converter's script, in JavaScript
 */
public record WorkbenchSettings(Path plugins, Path data, String configuration, String decoder) {

  /**
   * A decoder for any payload: a JSON object becomes telemetry as it is; another text becomes the
   * telemetry key {@code text}, and bytes {@code hex}.
   */
  public static String anyPayload() {
    try (InputStream script = WorkbenchSettings.class.getResourceAsStream("any-payload.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read any-payload.js of the host", e);
    }
  }
}
