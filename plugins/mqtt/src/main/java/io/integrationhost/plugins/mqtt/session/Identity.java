package io.integrationhost.plugins.mqtt.session;

import io.integrationhost.kit.StateFile;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who the client is to the broker, and to what it has subscribed there: kept on disk, so that a
 * restart goes on with the session that the broker keeps. Thread-safe; what says so blocks on the
 * disk.
 */
public final class Identity {

  /** Brokers of MQTT 3.1 take 23 characters. */
  private static final int RANDOM_CHARACTERS = 16;

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

  private static final Pattern OWN = Pattern.compile("ih-[a-z0-9]{" + RANDOM_CHARACTERS + "}");

  /**
   * What is in the file.
   *
   * @param own the id that was made here
   * @param subscriber the id that has subscribed; empty: none
   * @param subscribed its filters
   */
  private record Kept(String own, String subscriber, List<String> subscribed) {

    static Kept of(List<String> values) {
      return new Kept(
          values.get(0),
          values.size() < 2 ? "" : values.get(1),
          values.size() < 3 ? List.of() : List.copyOf(values.subList(2, values.size())));
    }

    byte[] bytes() {
      return Stream.concat(Stream.of(own, subscriber), subscribed.stream())
          .map(value -> URLEncoder.encode(value, StandardCharsets.UTF_8))
          .collect(Collectors.joining("\n"))
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  private final Optional<String> configured;
  private final StateFile file;
  private final Object writing = new Object();

  /** Read without the lock that is held while the disk is waited for. */
  private volatile Kept kept = new Kept("", "", List.of());

  /**
   * Nothing is read yet.
   *
   * @param configured a client id; empty: one of our own, made at the first start
   * @param file where it is kept
   */
  public Identity(Optional<String> configured, StateFile file) {
    this.configured = configured;
    this.file = file;
  }

  /**
   * Reads what was kept, and keeps an id of our own. Blocks.
   *
   * @throws IOException names the file
   */
  public void load() throws IOException {
    synchronized (writing) {
      Optional<byte[]> bytes = file.read();
      if (bytes.isPresent()) {
        kept = read(new String(bytes.get(), StandardCharsets.UTF_8));
      } else {
        write(new Kept("ih-" + random(), "", List.of()));
      }
    }
  }

  private Kept read(String text) throws IOException {
    List<String> values;
    try {
      values = text.lines().map(line -> URLDecoder.decode(line, StandardCharsets.UTF_8)).toList();
    } catch (IllegalArgumentException e) {
      throw damaged(e);
    }
    if (values.isEmpty() || !OWN.matcher(values.get(0)).matches()) {
      throw damaged(null);
    }
    return Kept.of(values);
  }

  private IOException damaged(Exception cause) {
    return new IOException(
        file
            + " is damaged; restore it, or delete it: then the client gets a new id, and what a"
            + " broker keeps for the old one stays there",
        cause);
  }

  private static String random() {
    return ThreadLocalRandom.current()
        .ints(RANDOM_CHARACTERS, 0, ALPHABET.length())
        .mapToObj(each -> ALPHABET.substring(each, each + 1))
        .collect(Collectors.joining());
  }

  private void write(Kept next) throws IOException {
    file.write(next.bytes());
    kept = next;
  }

  /**
   * The id that the client bears.
   *
   * @return never empty after {@link #load}
   */
  public String clientId() {
    return configured.orElse(kept.own());
  }

  /** What the broker still sends to this client id and nobody wants. */
  List<String> stale(List<Filter> wanted) {
    Kept now = kept;
    if (!now.subscriber().equals(clientId())) {
      return List.of();
    }
    List<String> stale = new ArrayList<>(now.subscribed());
    stale.removeAll(wanted.stream().map(Filter::text).toList());
    return stale;
  }

  /**
   * Keeps what the broker sends from now on. Blocks.
   *
   * @param stale what it sends until it is told otherwise
   * @throws IOException names the file
   */
  void subscribed(List<Filter> filters, List<String> stale) throws IOException {
    List<String> all =
        Stream.concat(filters.stream().map(Filter::text), stale.stream()).distinct().toList();
    synchronized (writing) {
      Kept next = new Kept(kept.own(), clientId(), all);
      if (!next.equals(kept)) {
        write(next);
      }
    }
  }
}
