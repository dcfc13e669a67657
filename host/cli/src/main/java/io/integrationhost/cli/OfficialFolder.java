package io.integrationhost.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder in which the official remote integration keeps what it sends (facts 3.3): files {@code
 * data_NUMBER.txt} with a message a line, and a note of how far they are delivered. Reads, and
 * changes nothing.
 */
final class OfficialFolder {

  private static final Pattern DATA = Pattern.compile("data_(\\d{1,18})\\.txt");
  private static final String STATE = "state_";

  /** Hears each line that is not delivered yet, in order. */
  interface Lines {

    /**
     * A message.
     *
     * @param place file and line, for people
     */
    void message(String place, byte[] bytes) throws IOException;

    /** A line that is none, such as the half of one that a killed process left. */
    void broken(String place);
  }

  /** Up to where everything is delivered: so many lines of this file, and all older ones. */
  private record Delivered(String file, long lines) {}

  private final Path folder;

  OfficialFolder(Path folder) {
    this.folder = folder;
  }

  /** The files with messages, the oldest first. */
  List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> number(file) >= 0)
          .sorted(Comparator.comparingLong(OfficialFolder::number))
          .toList();
    }
  }

  private static long number(Path file) {
    Matcher name = DATA.matcher(file.getFileName().toString());
    return name.matches() ? Long.parseLong(name.group(1)) : -1;
  }

  /**
   * Reads what is not delivered.
   *
   * @throws IOException when a file cannot be read, or the note of what is delivered makes no sense
   */
  void read(Lines lines) throws IOException {
    List<Path> files = files();
    Optional<Delivered> delivered = delivered();
    List<String> names = files.stream().map(file -> file.getFileName().toString()).toList();
    // A note about a file that is gone tells nothing: then all is read, as the official client
    // does.
    int first = Math.max(0, delivered.map(note -> names.indexOf(note.file())).orElse(0));
    boolean known = delivered.filter(note -> names.contains(note.file())).isPresent();
    for (int i = first; i < files.size(); i++) {
      read(files.get(i), known && i == first ? delivered.get().lines() : 0, lines);
    }
  }

  private static void read(Path file, long skipped, Lines lines) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      long number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (number > skipped && !line.isBlank()) {
          decode(file.getFileName() + ": " + number, line.strip(), lines);
        }
      }
    }
  }

  private static void decode(String place, String line, Lines lines) throws IOException {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(line);
    } catch (IllegalArgumentException e) {
      lines.broken(place);
      return;
    }
    lines.message(place, bytes);
  }

  /** Empty when there is no note; then nothing counts as delivered, as with the official client. */
  private Optional<Delivered> delivered() throws IOException {
    List<Path> notes = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(file -> file.getFileName().toString().startsWith(STATE)).forEach(notes::add);
    }
    if (notes.isEmpty()) {
      return Optional.empty();
    }
    if (notes.size() > 1) {
      throw new IOException("there are several notes of what is delivered: " + notes);
    }
    String text = Files.readString(notes.get(0), StandardCharsets.UTF_8);
    if (text.isBlank()) {
      // What a crash while it is written leaves: the official client then begins anew, too.
      return Optional.empty();
    }
    try {
      JsonObject note = JsonParser.parseString(text).getAsJsonObject();
      if (note.has("file") && note.has("position")) {
        return Optional.of(
            new Delivered(note.get("file").getAsString(), note.get("position").getAsLong()));
      }
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | NumberFormatException e) {
      throw senseless(notes.get(0), e);
    }
    throw senseless(notes.get(0), null);
  }

  private static IOException senseless(Path note, Throwable cause) {
    return new IOException(
        note
            + " does not tell what is delivered; move it away to import all that is there, also"
            + " what ThingsBoard has",
        cause);
  }
}
