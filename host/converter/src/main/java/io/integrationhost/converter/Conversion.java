package io.integrationhost.converter;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What became of one message. */
public final class Conversion<T> {
  private final List<T> items;
  private final ScriptResult result;
  private final Map<String, String> metadata;

  Conversion(List<T> items, ScriptResult result, Map<String, String> metadata) {
    this.items = Objects.requireNonNull(items, "items");
    this.result = result;
    this.metadata = Objects.requireNonNull(metadata, "metadata");
  }

  /** In the script's order; empty when it has nothing to send. */
  public List<T> items() {
    return items;
  }

  /** The JSON text that the script returned; absent when it returned nothing. */
  public Optional<String> output() {
    return Optional.ofNullable(result).map(ScriptResult::text);
  }

  /**
   * What the script wrote to its console: at most some dozen lines, cut when they are long. The
   * tenant's data, so nothing for a log.
   */
  public List<String> console() {
    return result == null ? List.of() : result.console();
  }

  /** What the script saw beside the message: for dedicated converters more than was given. */
  public Map<String, String> metadata() {
    return metadata;
  }
}
