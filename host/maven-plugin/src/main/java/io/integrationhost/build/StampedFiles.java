package io.integrationhost.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files of a web page whose names hold a hash, and which name each other so: {@code ./parts.js} in
 * a script becomes {@code ./parts.0123456789abcdef.js}. One hash of all, so that scripts may import
 * each other in circles.
 *
 * @param files by path, with slashes
 * @param folder whose files get the hash
 */
record StampedFiles(Map<String, byte[]> files, String folder, String hash) {

  private static final Pattern REFERENCE =
      Pattern.compile("([\"'])((?:\\.{1,2}/)*[\\w./-]+\\.(?:js|css|svg))\\1");
  private static final Pattern MAP = Pattern.compile("\\n?//# sourceMappingURL=\\S*\\s*$");
  private static final Set<String> TEXTS = Set.of("js", "css", "html");

  static StampedFiles of(List<Path> sources, String folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (Path source : sources) {
      for (Path file : filesIn(source)) {
        String path = source.relativize(file).toString().replace('\\', '/');
        if (files.put(path, Files.readAllBytes(file)) != null) {
          throw new IOException(path + " is in two of " + sources);
        }
      }
    }
    return new StampedFiles(files, folder, hash(files));
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String hash(Map<String, byte[]> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      files.forEach(
          (path, content) -> {
            digest.update((path + "\n" + content.length + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(content);
          });
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Writes all files into a folder, in place of what was there. */
  void writeTo(Path output) throws IOException {
    empty(output);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path to = output.resolve(name(file.getKey()));
      Files.createDirectories(to.getParent());
      Files.write(to, content(file.getKey(), file.getValue()));
    }
  }

  private static void empty(Path output) throws IOException {
    if (Files.exists(output)) {
      try (Stream<Path> all = Files.walk(output)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  /** What a file is called with its hash. */
  private String name(String path) {
    int dot = path.lastIndexOf('.');
    return path.startsWith(folder + "/")
        ? path.substring(0, dot) + "." + hash + path.substring(dot)
        : path;
  }

  private byte[] content(String path, byte[] content) throws IOException {
    if (!TEXTS.contains(path.substring(path.lastIndexOf('.') + 1))) {
      return content;
    }
    String text = MAP.matcher(new String(content, StandardCharsets.UTF_8)).replaceAll("\n");
    StringBuilder stamped = new StringBuilder();
    Matcher references = REFERENCE.matcher(text);
    while (references.find()) {
      references.appendReplacement(
          stamped, Matcher.quoteReplacement(reference(path, references.toMatchResult())));
    }
    return references.appendTail(stamped).toString().getBytes(StandardCharsets.UTF_8);
  }

  private String reference(String path, MatchResult found) throws IOException {
    String relative = found.group(2);
    Path resolved = Path.of("/" + path).resolveSibling(relative).normalize();
    String target = resolved.toString().replace('\\', '/').substring(1);
    if (files.containsKey(target)) {
      String name = name(target);
      String last = name.substring(name.lastIndexOf('/') + 1);
      return found.group(1)
          + relative.substring(0, relative.lastIndexOf('/') + 1)
          + last
          + found.group(1);
    }
    if (relative.startsWith(".")) {
      throw new IOException(path + " names " + relative + ", which is not there");
    }
    return found.group();
  }
}
