package io.integrationhost.admin.live;

import io.integrationhost.host.store.PrivateDirectory;
import io.integrationhost.plugin.Wire;
import io.integrationhost.runtime.wire.SessionView;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What passes on the sockets of one integration, in files for the owner's eyes only, one for each
 * transport, which are replaced when they are full. The thread {@code admin-wire-log} writes; what
 * comes faster is left out and counted.
 */
final class WireLog implements Wires.Watcher, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WireLog.class);
  private static final int PLACES = 4_000;
  private static final long MOST_BYTES = 10L << 20;
  private static final int MOST_FILES = 10;

  private final Path directory;
  private final Wish wish;
  private final Clock clock;
  private final BlockingQueue<Line> lines = new ArrayBlockingQueue<>(PLACES);
  private final LongAdder dropped = new LongAdder();
  private final Map<String, File> files = new HashMap<>();
  private final Thread thread;
  private volatile boolean closed;
  private long told;

  /**
   * What is meant.
   *
   * @param hex whether bytes that could be shown as text are shown in hexadecimal all the same
   */
  record Wish(
      Optional<String> transport, Optional<String> session, Optional<String> device, boolean hex) {

    boolean is(String ofTransport, SessionView view) {
      return transport.filter(name -> !name.equals(ofTransport)).isEmpty()
          && session.filter(name -> !name.equals(view.source())).isEmpty()
          && (device.isEmpty() || device.equals(view.device()));
    }
  }

  private record Line(String transport, String text) {}

  /** A file that is open, with what it holds already. */
  private static final class File {
    private OutputStream out;
    private long size;
  }

  WireLog(Path directory, Wish wish, Clock clock) {
    this.directory = directory;
    this.wish = wish;
    this.clock = clock;
    this.thread = new Thread(this::run, "admin-wire-log");
    thread.setDaemon(true);
    thread.start();
  }

  Wish wish() {
    return wish;
  }

  long dropped() {
    return dropped.sum();
  }

  @Override
  public void received(String transport, SessionView session, byte[] bytes, int length) {
    add(transport, session, "<", shown(bytes), length);
  }

  @Override
  public void sent(String transport, SessionView session, byte[] bytes, int length) {
    add(transport, session, ">", shown(bytes), length);
  }

  @Override
  public void opened(String transport, SessionView session) {
    add(transport, session, "+", "", 0);
  }

  @Override
  public void closed(String transport, SessionView session, Wire.End why) {
    add(transport, session, "-", why.name().toLowerCase(Locale.ROOT), 0);
  }

  private void add(String transport, SessionView session, String what, String content, int length) {
    if (closed || !wish.is(transport, session)) {
      return;
    }
    String text =
        clock.instant().truncatedTo(ChronoUnit.MILLIS)
            + " "
            + escaped(session.source())
            + " "
            + what
            + " "
            + escaped(session.remote())
            + " "
            + session.device().map(WireLog::escaped).orElse("-")
            + " "
            + length
            + (content.isEmpty() ? "" : " " + content)
            + "\n";
    if (!lines.offer(new Line(transport, text))) {
      dropped.increment();
    }
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(c > ' ' && c < 127 ? String.valueOf(c) : "\\u%04x".formatted((int) c));
    }
    return out.isEmpty() ? "-" : out.toString();
  }

  private String shown(byte[] bytes) {
    boolean printable = !wish.hex();
    for (int i = 0; printable && i < bytes.length; i++) {
      printable = (bytes[i] >= ' ' && bytes[i] < 127) || (bytes[i] >= 9 && bytes[i] <= 13);
    }
    if (!printable) {
      return HexFormat.of().formatHex(bytes);
    }
    StringBuilder text = new StringBuilder("\"");
    for (byte each : bytes) {
      switch (each) {
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        default ->
            text.append(each < ' ' ? "\\x%02x".formatted(each) : String.valueOf((char) each));
      }
    }
    return text.append('"').toString();
  }

  private void run() {
    try {
      while (!closed || !lines.isEmpty()) {
        Line line = lines.poll(200, TimeUnit.MILLISECONDS);
        if (line != null) {
          write(line);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      closed = true;
      log.error("what passes on sockets cannot be written to {} any more", directory, e);
    } finally {
      files.values().forEach(WireLog::closeQuietly);
    }
  }

  private void write(Line line) throws IOException {
    File file = files.get(line.transport());
    if (file == null || file.size > MOST_BYTES) {
      file = open(line.transport(), Optional.ofNullable(file));
      files.put(line.transport(), file);
    }
    long missed = dropped.sum();
    String text =
        missed > told
            ? clock.instant().truncatedTo(ChronoUnit.MILLIS)
                + " # "
                + (missed - told)
                + " lines left out\n"
                + line.text()
            : line.text();
    told = missed;
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    file.out.write(bytes);
    file.size += bytes.length;
    if (lines.isEmpty()) {
      file.out.flush();
    }
  }

  private File open(String transport, Optional<File> full) throws IOException {
    full.ifPresent(WireLog::closeQuietly);
    PrivateDirectory folder = new PrivateDirectory(directory, "what devices send");
    String name = transport.replaceAll("[^A-Za-z0-9._-]", "_");
    Path path = directory.resolve(name + ".log");
    folder.create();
    if (full.isPresent() || (Files.exists(path) && Files.size(path) > MOST_BYTES)) {
      for (int i = MOST_FILES - 1; i > 0; i--) {
        Path older = directory.resolve(name + "." + i + ".log");
        Path newer = i == 1 ? path : directory.resolve(name + "." + (i - 1) + ".log");
        if (Files.exists(newer)) {
          Files.move(newer, older, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    if (!Files.exists(path)) {
      folder.write(name + ".log", new byte[0]);
    }
    File file = new File();
    file.size = Files.size(path);
    file.out =
        new java.io.BufferedOutputStream(
            Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    return file;
  }

  private static void closeQuietly(File file) {
    try {
      file.out.close();
    } catch (IOException e) {
      log.debug("a file was not closed", e);
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
