package io.integrationhost.host.front;

import io.integrationhost.converter.ConverterDefinition;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A converter of one direction, or none, that is replaced only by another definition. What was in
 * use stays open until it is released, so that nobody who still holds it is refused. Confined to
 * the control thread.
 */
final class Replaceable<C> {

  private final Function<ConverterDefinition, C> maker;
  private final Consumer<C> closer;
  private Choice<C> inUse = new Choice<>(Optional.empty(), Optional.empty());

  Replaceable(Function<ConverterDefinition, C> maker, Consumer<C> closer) {
    this.maker = maker;
    this.closer = closer;
  }

  /** What the definition asks for: the one in use when nothing has changed. */
  Choice<C> prepare(Optional<ConverterDefinition> wanted) {
    return inUse.definition().equals(wanted) ? inUse : new Choice<>(wanted, wanted.map(maker));
  }

  /** Puts it to use in place of the former one, which stays open; false when it is that one. */
  boolean use(Choice<C> next) {
    boolean other = !next.equals(inUse);
    inUse = next;
    return other;
  }

  Choice<C> inUse() {
    return inUse;
  }

  /** Closes the choice unless it is the one in use. */
  void release(Choice<C> choice) {
    if (!choice.equals(inUse)) {
      choice.converter().ifPresent(closer);
    }
  }

  void close() {
    inUse.converter().ifPresent(closer);
  }

  /** A definition with the converter made of it, if there is one. */
  record Choice<C>(Optional<ConverterDefinition> definition, Optional<C> converter) {}
}
