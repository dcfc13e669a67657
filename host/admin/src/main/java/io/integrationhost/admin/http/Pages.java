package io.integrationhost.admin.http;

import io.integrationhost.admin.exchange.Answer;
import io.integrationhost.admin.exchange.RequestHead;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The files of the console, which are resources of the program. Reads them on the caller's thread;
 * safe for any.
 */
public final class Pages {

  private static final Pattern PATH =
      Pattern.compile("/([A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*");
  private static final Pattern HASHED = Pattern.compile(".*[.-][0-9a-f]{8,64}\\.[a-z0-9]+");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "mjs", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "json", "application/json",
          "txt", "text/plain; charset=utf-8",
          "ico", "image/x-icon");

  private final ClassLoader loader;
  private final String root;

  /**
   * The files below a folder of resources, which may be missing.
   *
   * @param root without a slash at its ends
   */
  public Pages(ClassLoader loader, String root) {
    this.loader = loader;
    this.root = root;
  }

  /** The file of a request's path, if there is one. */
  Optional<Answer> find(RequestHead head) {
    String path = head.path().equals("/") ? "/index.html" : head.path();
    String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
    if (type == null || !PATH.matcher(path).matches()) {
      return Optional.empty();
    }
    return read(path)
        .map(
            bytes ->
                new Answer.Bytes(
                    200,
                    type,
                    bytes,
                    Map.of(
                        "Cache-Control",
                        HASHED.matcher(path).matches()
                            ? "public, max-age=31536000, immutable"
                            : "no-cache")));
  }

  private Optional<byte[]> read(String path) {
    try (InputStream in = loader.getResourceAsStream(root + path)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
