package io.integrationhost.plugins.http;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.http.Reply;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Receipt;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What clients are told of their uplinks. Thread-safe. */
final class Answers {

  private static final int RETRY_SECONDS = 5;
  private static final int LONGEST_LINE = 300;
  private static final String HEADER = "Header:";

  /** The kit's to say. */
  private static final Set<String> RESERVED =
      Set.of("content-length", "transfer-encoding", "connection", "date", "keep-alive", "upgrade");

  private final Settings settings;

  Answers(Settings settings) {
    this.settings = settings;
  }

  Reply of(Receipt receipt) {
    if (receipt instanceof Receipt.Rejected refusal) {
      return switch (refusal.reason()) {
        case CONVERTER, INVALID -> Reply.text(400, line(refusal.message()));
        case DISABLED -> Reply.of(404);
        default -> Reply.later(RETRY_SECONDS);
      };
    }
    if (!isOk(receipt)) {
      return Reply.text(
          400, "all is stored, but a message of Sigfox should be of one device, not of several\n");
    }
    return Reply.of(settings.kind().status.of(receipt, settings.replaceNoContentToOk()));
  }

  /** Whether the client is told that all is well. */
  boolean isOk(Receipt receipt) {
    return !(receipt instanceof Receipt.Rejected)
        && (settings.kind() != Kind.SIGFOX || receipt.devices().size() < 2);
  }

  private static String line(String message) {
    String first = message.lines().findFirst().orElse("").strip();
    return (first.length() > LONGEST_LINE ? first.substring(0, LONGEST_LINE) + "..." : first)
        + "\n";
  }

  /** How Sigfox names the device of a message; empty when it does not. */
  Optional<String> sigfoxId(Content content) {
    if (settings.kind() != Kind.SIGFOX) {
      return Optional.empty();
    }
    Object body = Json.parse(content.bytes());
    return settings
        .sigfoxField()
        .map(name -> Json.field(body, name))
        .orElseGet(() -> Json.field(body, "device").or(() -> Json.field(body, "Device")));
  }

  /**
   * An answer that carries a downlink.
   *
   * @param sigfoxId of the device, as Sigfox names it
   */
  Reply carrying(Downlink downlink, Optional<String> sigfoxId) {
    if (sigfoxId.isPresent()) {
      Map<String, String> data = Map.of("downlinkData", Bytes.utf8(downlink.payload()));
      return Reply.of(200, "application/json", Json.write(Map.of(sigfoxId.get(), data)));
    }
    String type =
        switch (downlink.contentType()) {
          case JSON -> "application/json";
          case TEXT -> "text/plain";
          case BINARY -> "application/octet-stream";
        };
    Reply reply = Reply.of(200, type, downlink.payload());
    for (Map.Entry<String, String> each : downlink.metadata().entrySet()) {
      if (each.getKey().startsWith(HEADER)) {
        String name = each.getKey().substring(HEADER.length());
        if (!RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
          reply = reply.with(name, each.getValue());
        }
      }
    }
    return reply;
  }
}
