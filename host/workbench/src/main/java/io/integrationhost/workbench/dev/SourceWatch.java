package io.integrationhost.workbench.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;

/**
 * Notices that a {@link PluginSource} was compiled again. A change counts when two looks in a row
 * see the same files, so that a compiler is not caught at work; a source that is not complete, such
 * as one whose classes have just been removed, is given more looks. For one thread.
 */
public final class SourceWatch {

  /** Ten seconds of looks, four a second: then somebody wants to know what is missing. */
  private static final int LOOKS_FOR_INCOMPLETE = 40;

  private record Seen(Path file, long size, FileTime changed) {}

  private final PluginSource source;
  private Optional<List<Seen>> last;
  private Optional<List<Seen>> current;
  private int sameLooks;

  /** A watch that takes what is there now for known. */
  public SourceWatch(PluginSource source) {
    this.source = source;
    this.current = look();
    this.last = current;
  }

  /** Whether the source has changed since this last said so, and now stands still. */
  public boolean hasChanged() {
    Optional<List<Seen>> now = look();
    boolean still = now.isPresent() && now.equals(last);
    sameLooks = still ? sameLooks + 1 : 0;
    last = now;
    if (!still || now.equals(current)) {
      return false;
    }
    if (!source.isComplete() && sameLooks < LOOKS_FOR_INCOMPLETE) {
      return false;
    }
    current = now;
    return true;
  }

  /** Empty while files come and go. */
  private Optional<List<Seen>> look() {
    try {
      return Optional.of(source.files().stream().map(SourceWatch::seen).toList());
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static Seen seen(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Seen(file, attributes.size(), attributes.lastModifiedTime());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
