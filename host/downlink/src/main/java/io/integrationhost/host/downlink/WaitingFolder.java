package io.integrationhost.host.downlink;

import io.integrationhost.host.store.DamagedFileException;
import io.integrationhost.host.store.KeyDigest;
import io.integrationhost.host.store.PrivateDirectory;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one integration's waiting downlinks: {@code downlinks/<integration>/<number>.json}
 * of the data directory, readable by the owner only. Works on the caller's thread.
 */
final class WaitingFolder {

  private static final Logger log = LoggerFactory.getLogger(WaitingFolder.class);
  private static final Pattern NAME = Pattern.compile("([0-9]{19})\\.json(?:\\.damaged)?");

  /** A converter's result is far below, and larger by a third in base64. */
  private static final int MAX_FILE = 32 << 20;

  private final String integration;
  private final PrivateDirectory directory;
  private final WaitingFormat format;

  /** What was found, in order, and the number of the next downlink. */
  record Found(List<WaitingDownlink> downlinks, long nextNumber) {}

  WaitingFolder(Path dataDirectory, String integration, String routingKey) {
    this.integration = integration;
    this.format = new WaitingFormat(KeyDigest.of(routingKey));
    this.directory =
        new PrivateDirectory(
            dataDirectory.resolve("downlinks").resolve(integration), "downlinks for devices");
  }

  /**
   * Reads all files; one that cannot be used is left where it is, with a warning, and a damaged one
   * set aside. Those of another routing key are for the devices of somebody else, whatever their
   * names.
   */
  Found load() {
    List<WaitingDownlink> downlinks = new ArrayList<>();
    long last = 0;
    directory.own();
    for (String name : names()) {
      last = Math.max(last, number(name));
      if (!name.endsWith(".json")) {
        // Set aside before; only its number is of interest, so that it stays the only one.
        continue;
      }
      try {
        WaitingDownlink read = format.read(directory.read(name, MAX_FILE));
        if (read.number() != number(name)) {
          throw new IllegalArgumentException("it was saved under another name");
        }
        downlinks.add(read);
      } catch (NoSuchFileException e) {
        log.debug("gone meanwhile: {}", name);
      } catch (DamagedFileException e) {
        setAside(name, e.getMessage());
      } catch (IOException | IllegalArgumentException e) {
        log.warn(
            "integration '{}': the waiting downlink {} is not sent: {}; delete the file",
            integration,
            directory.path().resolve(name),
            e.getMessage());
      }
    }
    return new Found(downlinks, last + 1);
  }

  private void setAside(String name, String reason) {
    String kept;
    try {
      kept = "it is kept aside as " + directory.setAside(name).getFileName();
    } catch (IOException e) {
      kept = "it stays where it is (" + e + ")";
    }
    log.warn(
        "integration '{}': the waiting downlink {} is not sent: {}; {}; delete it when you have seen"
            + " it, and send the downlink again",
        integration,
        directory.path().resolve(name),
        reason,
        kept);
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    if (!Files.isDirectory(directory.path())) {
      return names;
    }
    try {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.path())) {
        for (Path file : files) {
          String name = String.valueOf(file.getFileName());
          if (NAME.matcher(name).matches()) {
            names.add(name);
          }
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      log.warn(
          "integration '{}': the waiting downlinks in {} cannot be read: {}; check the directory's"
              + " rights",
          integration,
          directory.path(),
          e.toString());
    }
    names.sort(null);
    return names;
  }

  private static long number(String name) {
    Matcher matcher = NAME.matcher(name);
    try {
      return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    } catch (NumberFormatException e) {
      // Nineteen nines are more than a number holds; no such file is ours.
      return 0;
    }
  }

  private static String name(WaitingDownlink downlink) {
    return String.format(Locale.ROOT, "%019d.json", downlink.number());
  }

  void write(WaitingDownlink downlink) throws IOException {
    directory.write(name(downlink), format.write(downlink));
  }

  void remove(WaitingDownlink downlink) throws IOException {
    directory.remove(name(downlink));
  }

  Path path() {
    return directory.path();
  }
}
