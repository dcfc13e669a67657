package io.integrationhost.host.wirelog;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A wire log at one moment.
 *
 * @param until when it ends by itself; empty: it does not run
 * @param wish of the one that runs
 * @param directory where its files are
 * @param dropped lines that were left out, as the disk was too slow or there were too many files
 */
public record WireLogView(
    Optional<Instant> until, Optional<WireLogWish> wish, Path directory, long dropped) {

  public boolean isRunning() {
    return until.isPresent();
  }
}
