package io.integrationhost.convert;

import io.integrationhost.converter.Conversion;
import io.integrationhost.converter.ConverterException;
import io.integrationhost.converter.DownlinkData;
import io.integrationhost.entity.EntityData;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of one payload.
 *
 * @param output the JSON text that the script returned, if it returned one
 * @param items for ThingsBoard, before keys that did not change are left out
 * @param downlinks for devices
 * @param metadata what the script saw
 * @param console what the script wrote to its console, in lines
 * @param failure why nothing came of it
 */
public record Outcome(
    Optional<String> output,
    List<EntityData> items,
    List<DownlinkData> downlinks,
    Map<String, String> metadata,
    List<String> console,
    Optional<ConverterException> failure) {

  static Outcome uplink(Conversion<EntityData> conversion) {
    return new Outcome(
        conversion.output(),
        conversion.items(),
        List.of(),
        conversion.metadata(),
        conversion.console(),
        Optional.empty());
  }

  static Outcome downlink(Conversion<DownlinkData> conversion) {
    return new Outcome(
        conversion.output(),
        List.of(),
        conversion.items(),
        conversion.metadata(),
        conversion.console(),
        Optional.empty());
  }

  static Outcome failed(ConverterException failure, Map<String, String> metadata) {
    return new Outcome(
        failure.output(), List.of(), List.of(), metadata, failure.console(), Optional.of(failure));
  }

  /** Nothing would be sent, and nothing failed. */
  public boolean isNothing() {
    return failure.isEmpty() && items.isEmpty() && downlinks.isEmpty();
  }
}
