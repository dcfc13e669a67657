package io.integrationhost.cli.start;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What an archive of classes is made of: this Java, and the jars of the class path in their order,
 * each with its size and time. Java looks at the same, so one that does not fit is never used.
 *
 * @param hex a digest of it
 */
public record Fingerprint(String hex) {

  /** Of the program that runs, with the plugins of its folder. */
  public static Fingerprint now(Path home) {
    StringBuilder text = new StringBuilder();
    for (String key : new String[] {"java.home", "java.vm.name", "java.vm.version", "os.arch"}) {
      text.append(System.getProperty(key)).append('\n');
    }
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      add(text, new File(entry));
    }
    File[] plugins = home.resolve("plugins").toFile().listFiles();
    if (plugins != null) {
      Arrays.sort(plugins);
      for (File plugin : plugins) {
        add(text, plugin);
      }
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return new Fingerprint(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void add(StringBuilder text, File file) {
    text.append(file.getPath())
        .append(' ')
        .append(file.length())
        .append(' ')
        .append(file.lastModified())
        .append('\n');
  }
}
