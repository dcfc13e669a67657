package io.integrationhost.convert;

import java.util.Locale;
import java.util.Optional;

/**
 * What the user says about the converter to find.
 *
 * @param downlink false: decided by what is found, uplink first
 * @param language {@code JS} or {@code TBEL}; absent: as the file says
 * @param type of integration, for a dedicated converter; absent: as the file says
 * @param integration the name of the one that is meant when a file holds several
 */
public record Wish(
    boolean downlink,
    Optional<String> language,
    Optional<String> type,
    Optional<String> integration) {

  /** Nothing in particular. */
  public static final Wish NONE =
      new Wish(false, Optional.empty(), Optional.empty(), Optional.empty());

  public Wish {
    language = language.map(name -> name.toUpperCase(Locale.ROOT));
    type = type.map(name -> name.toUpperCase(Locale.ROOT));
    language
        .filter(name -> !name.equals("JS") && !name.equals("TBEL"))
        .ifPresent(
            name -> {
              throw new InputException("--lang must be JS or TBEL, is " + name);
            });
  }
}
