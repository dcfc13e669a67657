package io.integrationhost.kit.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import io.integrationhost.plugin.TransportException;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a slice, gathered by all who read parts of it. */
final class Problems {

  /** A list may have thousands of entries; nobody reads so many sentences. */
  private static final int MOST = 20;

  private final List<String> sentences = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private int more;

  /** Once; what ports and peers have in common is read for each of them. */
  void add(String sentence) {
    if (sentences.contains(sentence)) {
      return;
    }
    if (sentences.size() < MOST) {
      sentences.add(sentence);
    } else {
      more++;
    }
  }

  /** Something that does no harm. */
  void warn(String sentence) {
    if (warnings.size() < MOST) {
      warnings.add(sentence);
    }
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  boolean isEmpty() {
    return sentences.isEmpty();
  }

  TransportException exception() {
    return new TransportException(
        TransportException.Kind.CONFIGURATION,
        String.join("; ", sentences) + (more == 0 ? "" : "; and " + more + " more"));
  }

  /** Where a key stands or, when it has no value, the object that should hold it. */
  static String place(Config config, String path) {
    if (config.hasPath(path)) {
      return config.getValue(path).origin().description();
    }
    List<String> parts = ConfigUtil.splitPath(path);
    return parts.size() < 2
        ? config.root().origin().description()
        : place(config, ConfigUtil.joinPath(parts.subList(0, parts.size() - 1)));
  }
}
