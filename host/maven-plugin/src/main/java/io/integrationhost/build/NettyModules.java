package io.integrationhost.build;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.maven.artifact.Artifact;

/** Of what {@code netty-all} brings, every codec and native transport, a plugin packs a few. */
final class NettyModules {

  private static final String ALL = "io.netty:netty-all:";

  private final Set<String> wanted;
  private final Set<String> found = new TreeSet<>();
  private boolean brought;

  /**
   * A choice.
   *
   * @param wanted artifact ids; all when empty
   */
  NettyModules(Set<String> wanted) {
    this.wanted = wanted;
  }

  boolean wants(Artifact artifact) {
    boolean listed = wanted.isEmpty() || wanted.contains(artifact.getArtifactId());
    found.add(artifact.getArtifactId());
    boolean byNettyAll =
        artifact.getDependencyTrail() != null
            && artifact.getDependencyTrail().stream().anyMatch(each -> each.startsWith(ALL));
    brought |= byNettyAll;
    return listed || !byNettyAll;
  }

  /** What is listed and never came, although {@code netty-all} did. */
  Optional<String> unknown() {
    Set<String> rest = new TreeSet<>(wanted);
    rest.removeAll(found);
    return brought && !rest.isEmpty() ? Optional.of(String.join(", ", rest)) : Optional.empty();
  }
}
