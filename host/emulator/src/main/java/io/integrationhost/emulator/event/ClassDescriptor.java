package io.integrationhost.emulator.event;

import java.util.List;
import java.util.Optional;

/** A class as the stream describes it. */
record ClassDescriptor(String name, List<Field> fields, Optional<ClassDescriptor> parent) {

  /** A field as the stream describes it; {@code type} is the first letter of its signature. */
  record Field(String name, char type) {}
}
