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

  private final Optional<String> configured;
  private final StateFile file;
  private String own = "";
  private String subscriber = "";
  private List<String> subscribed = List.of();

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
  public synchronized void load() throws IOException {
    List<String> lines =
        file.read()
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8).lines().toList())
            .orElse(List.of());
    List<String> values =
        lines.stream().map(line -> URLDecoder.decode(line, StandardCharsets.UTF_8)).toList();
    own = values.isEmpty() ? "" : values.get(0);
    subscriber = values.size() < 2 ? "" : values.get(1);
    subscribed = values.size() < 3 ? List.of() : values.subList(2, values.size());
    if (own.isEmpty()) {
      own = "ih-" + random();
      write();
    }
  }

  private static String random() {
    return ThreadLocalRandom.current()
        .ints(RANDOM_CHARACTERS, 0, ALPHABET.length())
        .mapToObj(each -> ALPHABET.substring(each, each + 1))
        .collect(Collectors.joining());
  }

  private void write() throws IOException {
    String lines =
        Stream.concat(Stream.of(own, subscriber), subscribed.stream())
            .map(value -> URLEncoder.encode(value, StandardCharsets.UTF_8))
            .collect(Collectors.joining("\n"));
    file.write(lines.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The id that the client bears.
   *
   * @return never empty after {@link #load}
   */
  public synchronized String clientId() {
    return configured.orElse(own);
  }

  /** What the broker still sends to this client id and nobody wants. */
  synchronized List<String> stale(List<Filter> wanted) {
    if (!subscriber.equals(clientId())) {
      return List.of();
    }
    List<String> stale = new ArrayList<>(subscribed);
    stale.removeAll(wanted.stream().map(Filter::text).toList());
    return stale;
  }

  /**
   * Keeps what the broker sends from now on. Blocks.
   *
   * @throws IOException names the file
   */
  synchronized void subscribed(List<Filter> filters) throws IOException {
    List<String> now = filters.stream().map(Filter::text).toList();
    if (!now.equals(subscribed) || !clientId().equals(subscriber)) {
      subscribed = now;
      subscriber = clientId();
      write();
    }
  }
}
