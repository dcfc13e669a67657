package io.integrationhost.host.integration;

import io.integrationhost.converter.ConverterDefinition;
import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.DownlinkConverter;
import io.integrationhost.converter.ErrorBudget;
import io.integrationhost.converter.UpdateOnlyKeys;
import io.integrationhost.converter.UplinkConverter;
import io.integrationhost.host.delivery.ActiveConverter;
import io.integrationhost.host.downlink.ActiveDownlinkConverter;
import io.integrationhost.remote.ConverterConfiguration;
import io.integrationhost.remote.IntegrationConfiguration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The converters of one integration. New definitions are prepared first and used only when the rest
 * of a new configuration is good too; the former converters are released then. Confined to the
 * control thread.
 */
final class ConverterSlot implements AutoCloseable {

  private static final int REMEMBERED_ENTITIES = 100_000;

  private final UpdateOnlyKeys updateOnlyKeys = new UpdateOnlyKeys(Set.of(), REMEMBERED_ENTITIES);
  private final Replaceable<UplinkConverter> uplink;
  private final Replaceable<DownlinkConverter> downlink;

  ConverterSlot(ConverterEngine engine) {
    this.uplink = new Replaceable<>(engine::uplink, UplinkConverter::close);
    this.downlink = new Replaceable<>(engine::downlink, DownlinkConverter::close);
  }

  /**
   * Converters for the configuration: those in use where nothing has changed.
   *
   * @throws io.integrationhost.converter.ConverterException when one cannot be used
   */
  Prepared prepare(IntegrationConfiguration wanted) {
    Replaceable.Prepared<UplinkConverter> forUplinks =
        uplink.prepare(Optional.of(definition(wanted.uplinkConverter())));
    try {
      return new Prepared(
          forUplinks, downlink.prepare(wanted.downlinkConverter().map(ConverterSlot::definition)));
    } catch (RuntimeException e) {
      forUplinks.drop();
      throw e;
    }
  }

  private static ConverterDefinition definition(ConverterConfiguration configuration) {
    return new ConverterDefinition(
        configuration.converterId().toString(),
        configuration.name(),
        configuration.configuration(),
        configuration.integrationType(),
        configuration.version());
  }

  /** Puts prepared converters to use. */
  Active use(Prepared prepared, String integrationName, Map<String, String> metadata) {
    UplinkConverter forUplinks = uplink.use(prepared.uplink()).orElseThrow();
    if (prepared.uplink().fresh()) {
      updateOnlyKeys.retain(forUplinks.updateOnlyKeys());
    }
    Map<String, String> all = new HashMap<>();
    all.put("integrationName", integrationName);
    all.putAll(metadata);
    return new Active(
        new ActiveConverter(forUplinks, updateOnlyKeys, all),
        downlink.use(prepared.downlink()).map(each -> new ActiveDownlinkConverter(each, all)));
  }

  /** Which of the converters in use take no messages at all, and why; the same while it lasts. */
  List<String> problems() {
    return Stream.concat(
            uplink.inUse().stream().flatMap(each -> problem(each.name(), each.budget())),
            downlink.inUse().stream().flatMap(each -> problem(each.name(), each.budget())))
        .toList();
  }

  private static Stream<String> problem(String converter, ErrorBudget budget) {
    return budget.blocked().stream()
        .map(
            blocked ->
                "converter '"
                    + converter
                    + "' takes no messages because of its errors, the last of which was: "
                    + budget.lastError().orElse(blocked)
                    + "; correct its script: a changed converter starts anew");
  }

  @Override
  public void close() {
    uplink.close();
    downlink.close();
  }

  /** Converters that are ready but, if fresh, not in use yet. */
  record Prepared(
      Replaceable.Prepared<UplinkConverter> uplink,
      Replaceable.Prepared<DownlinkConverter> downlink) {

    /** Releases what will not be used after all. */
    void drop() {
      uplink.drop();
      downlink.drop();
    }
  }

  /** The converters in use, for the two paths. */
  record Active(ActiveConverter uplink, Optional<ActiveDownlinkConverter> downlink) {}
}
