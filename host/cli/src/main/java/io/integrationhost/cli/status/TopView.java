package io.integrationhost.cli.status;

import com.google.gson.JsonObject;
import io.integrationhost.cli.client.IntegrationLine;
import io.integrationhost.cli.client.Snapshot;
import io.integrationhost.cli.text.Amount;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What the screen shows, and what keys change of it. For one thread. */
final class TopView {

  static final int LEAST_WIDTH = 80;

  private static final int LEAST_HEIGHT = 6;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final String KEYS = "up/down choose   Enter opens   s sort (%s)   p %s   q quit";
  private static final String KEYS_OF_ONE = "Esc or left goes back   p %s   q quit";

  /** Snapshots come once a second. */
  private static final Duration SILENCE = Duration.ofSeconds(4);

  private final String host;
  private final LongSupplier nanoTime;
  private long heard;
  private Optional<Snapshot> former = Optional.empty();
  private Optional<Snapshot> now = Optional.empty();
  private Optional<JsonObject> detail = Optional.empty();
  private String problem = "";
  private String chosen = "";
  private boolean open;
  private Order order = Order.NAME;
  private boolean paused;
  private int top;

  /**
   * Nothing is known yet.
   *
   * @param host its address
   * @param nanoTime as of {@link System#nanoTime}
   */
  TopView(String host, LongSupplier nanoTime) {
    this.host = host;
    this.nanoTime = nanoTime;
  }

  /** A line of the screen. */
  record Line(String text, boolean highlighted) {}

  /** A second has passed at the host. */
  void accept(Snapshot next) {
    problem = "";
    heard = nanoTime.getAsLong();
    if (!paused) {
      former = now;
      now = Optional.of(next);
      choose();
    }
  }

  /** Somebody may press Enter at once, and the chosen one may be gone. */
  private void choose() {
    List<IntegrationLine> rows = rows();
    if (!open && !rows.isEmpty()) {
      chosen = rows.get(position(rows)).name();
    }
  }

  /** More about the one that is open. */
  void accept(JsonObject integration) {
    if (!paused) {
      detail = Optional.of(integration);
    }
  }

  /** The host cannot be asked now. */
  void fail(String why) {
    problem = why;
  }

  /** The name of the integration that is open. */
  Optional<String> opened() {
    return open ? Optional.of(chosen) : Optional.empty();
  }

  void press(Key key) {
    switch (key) {
      case UP -> move(-1);
      case DOWN -> move(1);
      case OPEN -> {
        open = open || !chosen.isEmpty();
        detail = open ? detail.filter(this::isOfChosen) : detail;
      }
      case BACK -> open = false;
      case SORT -> order = open ? order : order.next();
      case PAUSE -> paused = !paused;
      case QUIT, NONE -> {
        // Whoever reads keys ends it.
      }
    }
  }

  private boolean isOfChosen(JsonObject integration) {
    return IntegrationLine.text(integration, "name").equals(chosen);
  }

  private List<IntegrationLine> rows() {
    return now.map(each -> order.sort(former, each)).orElse(List.of());
  }

  private int position(List<IntegrationLine> rows) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).name().equals(chosen)) {
        return i;
      }
    }
    return 0;
  }

  private void move(int by) {
    List<IntegrationLine> rows = rows();
    if (!open && !rows.isEmpty()) {
      int next = Math.max(0, Math.min(rows.size() - 1, position(rows) + by));
      chosen = rows.get(next).name();
    }
  }

  /** The whole screen: as many lines as it has at most, none longer than it is wide. */
  List<Line> lines(int width, int height) {
    List<Line> lines = new ArrayList<>();
    if (width < LEAST_WIDTH || height < LEAST_HEIGHT) {
      lines.add(
          plain(
              "%d columns and %d lines are needed, here are %d and %d"
                  .formatted(LEAST_WIDTH, LEAST_HEIGHT, width, height)));
    } else {
      lines.add(plain(head()));
      lines.add(plain(trouble()));
      lines.addAll(open ? one(height - 4) : overview(height - 4));
      while (lines.size() < height - 1) {
        lines.add(plain(""));
      }
      String pause = paused ? "go on" : "pause";
      lines.add(plain(open ? KEYS_OF_ONE.formatted(pause) : KEYS.formatted(order.word(), pause)));
    }
    return lines.stream()
        .limit(height)
        .map(line -> new Line(cut(line.text(), width), line.highlighted()))
        .toList();
  }

  /** What is old must not look like what is. */
  private String trouble() {
    Duration silent = Duration.ofNanos(nanoTime.getAsLong() - heard);
    if (!problem.isEmpty() || now.isEmpty() || silent.compareTo(SILENCE) < 0) {
      return problem;
    }
    return "the host has told nothing for "
        + silent.toSeconds()
        + " s, and what stands here is as old; does it hang?";
  }

  private String head() {
    if (now.isEmpty()) {
      return host + (problem.isEmpty() ? "  connecting" : "");
    }
    Snapshot snapshot = now.get();
    long ill = snapshot.integrations().stream().filter(each -> !each.isWell()).count();
    return "%s  %s UTC  %d integration(s), %d not well  heap %s of %s%s"
        .formatted(
            host,
            TIME.format(snapshot.time()),
            snapshot.integrations().size(),
            ill,
            Amount.bytes(IntegrationLine.number(snapshot.host(), "heapUsedBytes")),
            Amount.bytes(IntegrationLine.number(snapshot.host(), "heapMaxBytes")),
            paused ? "  PAUSED" : "");
  }

  private List<Line> overview(int height) {
    if (now.isEmpty()) {
      return List.of();
    }
    List<IntegrationLine> rows = rows();
    if (rows.isEmpty()) {
      return List.of(plain("no integration runs"));
    }
    int position = position(rows);
    int room = Math.max(1, height - 1);
    top = Math.min(top, position);
    top = Math.max(top, position - room + 1);
    top = Math.max(0, Math.min(top, rows.size() - room));
    List<String> texts = new StatusTable(former, now.get(), rows).lines();
    List<Line> lines = new ArrayList<>();
    lines.add(plain(texts.get(0)));
    for (int i = top; i < Math.min(rows.size(), top + room); i++) {
      lines.add(new Line(texts.get(i + 1), i == position));
    }
    return lines;
  }

  private List<Line> one(int height) {
    return now.flatMap(each -> each.find(chosen))
        .map(
            line ->
                new IntegrationText(former, now.get(), line, detail.filter(this::isOfChosen))
                    .lines().stream().limit(height).map(TopView::plain).toList())
        .orElse(List.of(plain("integration '" + chosen + "' is gone")));
  }

  private static Line plain(String text) {
    return new Line(text, false);
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + ">";
  }
}
