package io.integrationhost.host.integration;

import io.integrationhost.converter.ConverterDefinition;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A converter of one direction, or none, that is replaced only by another definition. Confined to
 * the control thread.
 */
final class Replaceable<C> {

  private final Function<ConverterDefinition, C> maker;
  private final Consumer<C> closer;
  private Optional<ConverterDefinition> definition = Optional.empty();
  private Optional<C> converter = Optional.empty();

  Replaceable(Function<ConverterDefinition, C> maker, Consumer<C> closer) {
    this.maker = maker;
    this.closer = closer;
  }

  /** What the definition asks for: the one in use when nothing has changed. */
  Prepared<C> prepare(Optional<ConverterDefinition> wanted) {
    return definition.equals(wanted)
        ? new Prepared<>(wanted, converter, false, closer)
        : new Prepared<>(wanted, wanted.map(maker), true, closer);
  }

  /** Puts it to use in place of the former one. */
  Optional<C> use(Prepared<C> prepared) {
    if (prepared.fresh()) {
      converter.ifPresent(closer);
      converter = prepared.converter();
      definition = prepared.definition();
    }
    return converter;
  }

  Optional<C> inUse() {
    return converter;
  }

  void close() {
    converter.ifPresent(closer);
  }

  /** What is ready but, if fresh, not in use yet. */
  record Prepared<C>(
      Optional<ConverterDefinition> definition,
      Optional<C> converter,
      boolean fresh,
      Consumer<C> closer) {

    /** Releases what will not be used after all. */
    void drop() {
      if (fresh) {
        converter.ifPresent(closer);
      }
    }
  }
}
