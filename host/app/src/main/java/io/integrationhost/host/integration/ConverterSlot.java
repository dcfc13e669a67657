package io.integrationhost.host.integration;

import io.integrationhost.converter.ConverterDefinition;
import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.UpdateOnlyKeys;
import io.integrationhost.converter.UplinkConverter;
import io.integrationhost.host.delivery.ActiveConverter;
import io.integrationhost.remote.ConverterConfiguration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The converter of one integration. A new definition is prepared first and used only when the rest
 * of a new configuration is good too; the former converter is released then. Confined to the
 * control thread.
 */
final class ConverterSlot implements AutoCloseable {

  private static final int REMEMBERED_ENTITIES = 100_000;

  private final ConverterEngine engine;
  private final UpdateOnlyKeys updateOnlyKeys = new UpdateOnlyKeys(Set.of(), REMEMBERED_ENTITIES);
  private Optional<ConverterDefinition> definition = Optional.empty();
  private Optional<UplinkConverter> converter = Optional.empty();

  ConverterSlot(ConverterEngine engine) {
    this.engine = engine;
  }

  /**
   * A converter for the configuration: the one in use when nothing has changed.
   *
   * @throws io.integrationhost.converter.ConverterException when it cannot be used
   */
  Prepared prepare(ConverterConfiguration configuration) {
    ConverterDefinition wanted =
        new ConverterDefinition(
            configuration.converterId().toString(),
            configuration.name(),
            configuration.configuration(),
            configuration.integrationType(),
            configuration.version());
    return definition.equals(Optional.of(wanted))
        ? new Prepared(wanted, converter.orElseThrow(), false)
        : new Prepared(wanted, engine.uplink(wanted), true);
  }

  /** Puts a prepared converter to use. */
  ActiveConverter use(Prepared prepared, String integrationName, Map<String, String> metadata) {
    if (prepared.fresh()) {
      converter.ifPresent(UplinkConverter::close);
      converter = Optional.of(prepared.converter());
      definition = Optional.of(prepared.definition());
      updateOnlyKeys.retain(prepared.converter().updateOnlyKeys());
    }
    Map<String, String> all = new HashMap<>();
    all.put("integrationName", integrationName);
    all.putAll(metadata);
    return new ActiveConverter(prepared.converter(), updateOnlyKeys, all);
  }

  @Override
  public void close() {
    converter.ifPresent(UplinkConverter::close);
  }

  /** A converter that is ready but, if fresh, not in use yet. */
  record Prepared(ConverterDefinition definition, UplinkConverter converter, boolean fresh) {

    /** Releases a converter that will not be used after all. */
    void drop() {
      if (fresh) {
        converter.close();
      }
    }
  }
}
