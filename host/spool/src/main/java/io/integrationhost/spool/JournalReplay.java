package io.integrationhost.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a journal holds to the segments again, after the program ended without a proper end.
 * A segment that is missing has been trimmed, or somebody has removed it: what was not trimmed is
 * written to a new file then, and so it is when the file's header is damaged.
 */
final class JournalReplay implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(JournalReplay.class);

  private final Disk disk;
  private final Path spools;
  private final Map<Path, DiskFile> open = new HashMap<>();
  private final Set<JournalTarget> foreign = new HashSet<>();
  private final Map<Path, Long> trimmed = new HashMap<>();
  private final Set<Path> restored = new TreeSet<>();

  JournalReplay(Disk disk, Path spools) {
    this.disk = disk;
    this.spools = spools;
  }

  /** Replays all files of the journal in order and deletes them. */
  void replay(Path journal) throws IOException {
    for (Path path : disk.list(journal, Journal.SUFFIX)) {
      int entries = replayFile(path);
      if (entries > 0) {
        LOG.info("Replayed {} entries of {}", entries, path);
      }
    }
    for (DiskFile file : open.values()) {
      file.force();
    }
    for (Path path : restored) {
      disk.syncDirectory(path.getParent());
      LOG.warn("{} was missing or damaged; what the journal holds of it was put there", path);
    }
    for (Path path : disk.list(journal, Journal.SUFFIX)) {
      disk.delete(path);
    }
    disk.syncDirectory(journal);
  }

  @Override
  public void close() throws IOException {
    for (DiskFile file : open.values()) {
      file.close();
    }
    open.clear();
  }

  private int replayFile(Path path) throws IOException {
    int entries = 0;
    try (DiskFile file = disk.open(path)) {
      FrameScanner frames = new FrameScanner(file, JournalFile.fileId(sequence(path)), 0, 0);
      long size = file.size();
      for (Frame frame = frames.next(size); frame != null; frame = frames.next(size)) {
        write(JournalEntry.parse(frame.record()));
        entries++;
      }
    }
    return entries;
  }

  private void write(JournalEntry entry) throws IOException {
    Path path = spools.resolve(entry.directory()).resolve(SegmentFiles.name(entry.sequence()));
    DiskFile target = target(path, entry);
    if (target != null) {
      target.writeFully(entry.bytes(), entry.offset());
    }
  }

  /** Null when the segment of that id is no longer there, and nothing of it is missed. */
  private DiskFile target(Path path, JournalEntry entry) throws IOException {
    JournalTarget target = new JournalTarget(path, entry.id());
    if (foreign.contains(target)) {
      return null;
    }
    DiskFile known = open.get(path);
    if (known == null && disk.exists(path)) {
      known = disk.open(path);
      open.put(path, known);
    }
    if (restored.contains(path)) {
      return known;
    }
    Optional<SegmentHeader> header =
        known == null ? Optional.empty() : SegmentFiles.header(known, path);
    if (header.isEmpty() && isMissed(path.getParent(), entry)) {
      restored.add(path);
      if (known == null) {
        known = disk.create(path);
        open.put(path, known);
      }
      return known;
    }
    if (header.isPresent() && header.get().id() == entry.id()) {
      return known;
    }
    if (header.isPresent()) {
      foreign.add(target);
    }
    return null;
  }

  /** Whether the entry holds records that the spool of the directory has not delivered. */
  private boolean isMissed(Path home, JournalEntry entry) throws IOException {
    Long position = trimmed.get(home);
    if (position == null) {
      position = disk.exists(home) ? TrimCursor.positionIn(disk, home) : Long.MAX_VALUE;
      trimmed.put(home, position);
    }
    return entry.next() > position;
  }

  private static long sequence(Path path) {
    String name = path.getFileName().toString();
    return Long.parseLong(name.substring(0, name.length() - Journal.SUFFIX.length()));
  }

  private record JournalTarget(Path segment, long id) {}
}
