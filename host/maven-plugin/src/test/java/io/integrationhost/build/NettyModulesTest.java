package io.integrationhost.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.junit.jupiter.api.Test;

class NettyModulesTest {

  private static final String PROJECT = "org.acme:lines:jar:1.0";
  private static final String ALL = "io.netty:netty-all:jar:4.2.17.Final";

  private static Artifact artifact(String group, String id, String... trail) {
    Artifact artifact =
        new DefaultArtifact(
            group, id, "1.0", "compile", "jar", null, new DefaultArtifactHandler("jar"));
    artifact.setDependencyTrail(List.of(trail));
    return artifact;
  }

  @Test
  void packsOfNettyAllWhatIsListed() {
    NettyModules modules = new NettyModules(Set.of("netty-common", "netty-handler"));
    assertThat(modules.wants(artifact("io.netty", "netty-all", PROJECT, ALL))).isFalse();
    assertThat(modules.wants(artifact("io.netty", "netty-common", PROJECT, ALL, "a"))).isTrue();
    assertThat(
            modules.wants(artifact("io.netty", "netty-codec-dns", PROJECT, "kit", ALL, "io.netty")))
        .isFalse();
    assertThat(modules.unknown()).contains("netty-handler");
  }

  @Test
  void packsWhatIsDeclaredOtherwise() {
    NettyModules modules = new NettyModules(Set.of("netty-common"));
    assertThat(modules.wants(artifact("io.netty", "netty-codec-dns", PROJECT, "b"))).isTrue();
    assertThat(modules.wants(artifact("org.acme", "helper", PROJECT, "c"))).isTrue();
    assertThat(modules.unknown()).isEmpty();
  }

  @Test
  void packsAllWhenNothingIsListed() {
    NettyModules modules = new NettyModules(Set.of());
    assertThat(modules.wants(artifact("io.netty", "netty-codec-dns", PROJECT, ALL, "b"))).isTrue();
    assertThat(modules.unknown()).isEmpty();
  }
}
