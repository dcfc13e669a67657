package io.integrationhost.plugins.opcua;

import io.integrationhost.kit.settings.Keys;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which nodes are devices, and which variables below them are read.
 *
 * @param pattern matches the whole path of browse names, or the identifier of the node
 * @param namespace by identifier only: the index that the node must have
 */
record Mapping(
    Type type, Pattern pattern, Optional<Integer> namespace, List<Tag> tags, Options options) {

  private static final int MOST_TAGS = 10_000;
  private static final Duration LONGEST = Duration.ofDays(1);

  /** By what a device is found. */
  enum Type {
    FQN,
    ID
  }

  /**
   * A variable of a device.
   *
   * @param key its name in what is published
   * @param path its name below the device, or the whole text of its NodeId
   * @param required whether it is in every message
   */
  record Tag(String key, String path, boolean required) {}

  /** Who makes telemetry of the values. */
  enum Output {
    CONVERTER,
    DECODED
  }

  /** How values stand in what the converter gets. */
  enum Form {
    TEXT,
    TYPED
  }

  /**
   * What ThingsBoard's form does not have.
   *
   * @param quality whether the name of the status goes along
   * @param sourceTime whether the server's time of the value goes along
   * @param publishing how often the server sends what has changed
   * @param sampling how often it looks whether something has
   * @param queueSize values of an item that it keeps between two publishings
   * @param deadband a smaller change of a number is none; 0 for none
   * @param deviceName with output DECODED; holds ${name}, ${fqn} or ${identifier}
   * @param deviceType with output DECODED
   */
  record Options(
      Output output,
      Form values,
      boolean quality,
      boolean sourceTime,
      Duration publishing,
      Duration sampling,
      int queueSize,
      double deadband,
      String deviceName,
      String deviceType) {

    static final Options DEFAULT =
        new Options(
            Output.CONVERTER,
            Form.TEXT,
            false,
            false,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            10,
            0,
            "${name}",
            "default");

    /** What is not given is as in others. */
    static Options read(Keys keys, Options others) {
      return new Options(
          keys.choice("output", Output.class, others.output),
          keys.choice("values", Form.class, others.values),
          keys.flag("quality", others.quality),
          keys.flag("sourceTimestamp", others.sourceTime),
          keys.timeIfGiven("publishingInterval", Duration.ofMillis(10), LONGEST)
              .orElse(others.publishing),
          keys.timeIfGiven("samplingInterval", Duration.ZERO, LONGEST).orElse(others.sampling),
          keys.whole("queueSize", 1, 100_000, others.queueSize),
          keys.numberIfGiven("deadband", 0, Double.MAX_VALUE).orElse(others.deadband),
          keys.textIfGiven("deviceName").filter(text -> !text.isBlank()).orElse(others.deviceName),
          keys.textIfGiven("deviceType").filter(text -> !text.isBlank()).orElse(others.deviceType));
    }
  }

  static Mapping read(Keys keys, Options others) {
    Type type = keys.choice("mappingType", Type.class, Type.FQN);
    Optional<Pattern> pattern = keys.pattern("deviceNodePattern");
    if (pattern.isEmpty()) {
      keys.problem("deviceNodePattern", "a regular expression");
    }
    Optional<Integer> namespace = keys.wholeIfGiven("namespace", 0, 65_535);
    List<Tag> tags = keys.list("subscriptionTags", Mapping::tag);
    if (tags.size() > MOST_TAGS) {
      keys.problem("subscriptionTags", "at most " + MOST_TAGS + " objects");
    }
    return new Mapping(
        type,
        pattern.orElse(Pattern.compile("")),
        type == Type.ID ? namespace : Optional.empty(),
        tags,
        Options.read(keys, others));
  }

  private static Tag tag(Keys keys) {
    return new Tag(keys.text("key"), keys.text("path"), keys.flag("required", false));
  }

  /** Whether a node is a device. */
  boolean matches(Node node) {
    if (type == Type.FQN) {
      return pattern.matcher(node.fqn()).matches();
    }
    return pattern.matcher(node.identifier()).matches()
        && namespace.map(index -> index == node.namespace()).orElse(true);
  }

  /** Whether something below a node, which is no device itself, may be one. */
  boolean mayMatchBelow(Node node) {
    if (type == Type.ID) {
      // Namespace 0 is the standard's own: a big tree that holds nobody's devices.
      return !node.isServerObject() || namespace.map(index -> index == 0).orElse(true);
    }
    // Without groups a pattern is as deep as it has dots, so that ".*" does not span levels.
    boolean isDeepEnough =
        pattern.pattern().contains("(") || dots(node.fqn(), ".") < dots(pattern.pattern(), "\\.");
    if (!isDeepEnough) {
      return false;
    }
    Matcher matcher = pattern.matcher(node.fqn() + ".");
    return matcher.matches() || matcher.hitEnd();
  }

  private static int dots(String text, String dot) {
    int count = 0;
    for (int at = text.indexOf(dot); at >= 0; at = text.indexOf(dot, at + dot.length())) {
      count++;
    }
    return count;
  }
}
