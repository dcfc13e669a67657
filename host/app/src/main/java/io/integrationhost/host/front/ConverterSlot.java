package io.integrationhost.host.front;

import io.integrationhost.converter.ConverterDefinition;
import io.integrationhost.converter.DownlinkConverter;
import io.integrationhost.converter.ErrorBudget;
import io.integrationhost.converter.IntegrationScripts;
import io.integrationhost.converter.UpdateOnlyKeys;
import io.integrationhost.converter.UplinkConverter;
import io.integrationhost.host.downlink.ActiveDownlinkConverter;
import io.integrationhost.host.uplink.ActiveConverter;
import io.integrationhost.remote.ConverterConfiguration;
import io.integrationhost.remote.IntegrationConfiguration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The converters of one integration. New definitions are prepared first and used only when the rest
 * of a new configuration is good too; the former converters are released when nobody is given them
 * any more. Confined to the control thread.
 */
final class ConverterSlot implements AutoCloseable {

  private static final int REMEMBERED_ENTITIES = 100_000;

  private final UpdateOnlyKeys updateOnlyKeys = new UpdateOnlyKeys(Set.of(), REMEMBERED_ENTITIES);
  private final Replaceable<UplinkConverter> uplink;
  private final Replaceable<DownlinkConverter> downlink;

  ConverterSlot(IntegrationScripts scripts) {
    this.uplink = new Replaceable<>(scripts::uplink, UplinkConverter::close);
    this.downlink = new Replaceable<>(scripts::downlink, DownlinkConverter::close);
  }

  /**
   * Converters for the configuration: those in use where nothing has changed.
   *
   * @throws io.integrationhost.converter.ConverterException when one cannot be used
   */
  Choice prepare(IntegrationConfiguration wanted) {
    Replaceable.Choice<UplinkConverter> forUplinks =
        uplink.prepare(Optional.of(definition(wanted.uplinkConverter())));
    try {
      return new Choice(
          forUplinks, downlink.prepare(wanted.downlinkConverter().map(ConverterSlot::definition)));
    } catch (RuntimeException | Error e) {
      uplink.release(forUplinks);
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

  /** Puts converters to use; the former ones take messages until they are released. */
  Active use(Choice next, String integrationName, Map<String, String> metadata) {
    UplinkConverter forUplinks = next.uplink().converter().orElseThrow();
    if (uplink.use(next.uplink())) {
      updateOnlyKeys.retain(forUplinks.updateOnlyKeys());
    }
    downlink.use(next.downlink());
    Map<String, String> all = new HashMap<>();
    all.put("integrationName", integrationName);
    all.putAll(metadata);
    return new Active(
        new ActiveConverter(forUplinks, updateOnlyKeys, all),
        next.downlink().converter().map(each -> new ActiveDownlinkConverter(each, all)));
  }

  /** Closes those of the converters that are not in use. */
  void release(Choice choice) {
    uplink.release(choice.uplink());
    downlink.release(choice.downlink());
  }

  /** Which of the converters in use take no messages at all, and why; the same while it lasts. */
  List<String> problems() {
    return Stream.concat(
            uplink.inUse().converter().stream()
                .flatMap(each -> problem(each.name(), each.budget())),
            downlink.inUse().converter().stream()
                .flatMap(each -> problem(each.name(), each.budget())))
        .toList();
  }

  private static Stream<String> problem(String converter, ErrorBudget budget) {
    if (budget.blocked().equals(budget.lastError())) {
      // The integration is blocked, not this version: another script alone would not help.
      return budget.blocked().map(blocked -> "converter '" + converter + "': " + blocked).stream();
    }
    return budget.blocked().stream()
        .map(
            blocked ->
                "converter '"
                    + converter
                    + "' takes no messages because of its errors, the last of which was: "
                    + budget.lastError().orElse(blocked)
                    + "; correct its script: a changed converter starts anew");
  }

  /** The converters in use. */
  List<Parts.InUse> inUse() {
    return Stream.concat(
            inUse(true, uplink.inUse(), UplinkConverter::budget),
            inUse(false, downlink.inUse(), DownlinkConverter::budget))
        .toList();
  }

  private static <C> Stream<Parts.InUse> inUse(
      boolean up, Replaceable.Choice<C> choice, Function<C, ErrorBudget> budget) {
    return choice.definition().stream()
        .flatMap(
            definition ->
                choice.converter().stream()
                    .map(
                        converter ->
                            new Parts.InUse(up, definition, () -> budget.apply(converter))));
  }

  @Override
  public void close() {
    uplink.close();
    downlink.close();
  }

  /** Converters of both directions, in use or not. */
  record Choice(
      Replaceable.Choice<UplinkConverter> uplink, Replaceable.Choice<DownlinkConverter> downlink) {}

  /** The converters in use, for the two paths. */
  record Active(ActiveConverter uplink, Optional<ActiveDownlinkConverter> downlink) {}
}
