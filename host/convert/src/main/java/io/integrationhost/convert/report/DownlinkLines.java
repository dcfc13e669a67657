package io.integrationhost.convert.report;

import io.integrationhost.converter.DownlinkData;
import java.util.ArrayList;
import java.util.List;

/** What is sent to a device, for people. */
final class DownlinkLines {
  private DownlinkLines() {}

  static List<String> of(DownlinkData downlink) {
    List<String> lines = new ArrayList<>();
    int length = downlink.data().length;
    lines.add(
        "travels    to the device, %s, %d byte%s"
            .formatted(downlink.contentType(), length, length == 1 ? "" : "s"));
    if (length > 0) {
      lines.add("  hex      " + Shown.hex(downlink.data()));
      Shown.text(downlink.data())
          .ifPresent(text -> lines.add("  text     '" + Shown.cut(text) + "'"));
    }
    if (!downlink.metadata().isEmpty()) {
      lines.add("  metadata " + Shown.metadata(downlink.metadata()));
    }
    return lines;
  }
}
