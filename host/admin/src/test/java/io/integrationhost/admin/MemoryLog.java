package io.integrationhost.admin;

import io.integrationhost.admin.api.LogPort;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A log that a test writes. */
public final class MemoryLog implements LogPort {

  private final List<Line> lines = new CopyOnWriteArrayList<>();
  private final List<Consumer<Line>> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, Level> levels = new ConcurrentHashMap<>(Map.of("ROOT", Level.INFO));

  public void write(Level level, String message) {
    Line line =
        new Line(
            Instant.parse("2026-01-31T12:00:00Z"),
            level,
            "test",
            "main",
            message,
            level == Level.ERROR ? Optional.of("java.lang.Error: x") : Optional.empty());
    lines.add(line);
    listeners.forEach(listener -> listener.accept(line));
  }

  @Override
  public Set<String> loggers() {
    return new TreeSet<>(levels.keySet());
  }

  @Override
  public Level level(String logger) {
    return levels.getOrDefault(logger, Level.INFO);
  }

  @Override
  public Optional<Level> ownLevel(String logger) {
    return Optional.ofNullable(levels.get(logger));
  }

  @Override
  public void set(String logger, Optional<Level> level) {
    level.ifPresentOrElse(each -> levels.put(logger, each), () -> levels.remove(logger));
  }

  @Override
  public List<Line> tail(int most) {
    List<Line> all = new ArrayList<>(lines);
    return all.subList(Math.max(0, all.size() - most), all.size());
  }

  /** Whether anybody listens. */
  public boolean isFollowed() {
    return !listeners.isEmpty();
  }

  @Override
  public Runnable listen(Consumer<Line> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public long count(Level level) {
    return lines.stream().filter(line -> line.level() == level).count();
  }
}
