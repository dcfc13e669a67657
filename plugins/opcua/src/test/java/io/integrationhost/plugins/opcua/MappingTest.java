package io.integrationhost.plugins.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.junit.jupiter.api.Test;

/** Which nodes are devices, which are looked into, and what their variables are called. */
class MappingTest {

  private static Mapping fqn(String pattern) {
    return new Mapping(
        Mapping.Type.FQN,
        Pattern.compile(pattern),
        Optional.empty(),
        List.of(),
        Mapping.Options.DEFAULT);
  }

  private static Node node(String fqn) {
    return new Node(
        new NodeId(2, "id of " + fqn),
        fqn.substring(fqn.lastIndexOf('.') + 1),
        fqn,
        NodeClass.Object);
  }

  @Test
  void matchesTheWholePath() {
    Mapping mapping = fqn("Objects\\.Line1\\.Pump\\d+$");
    assertThat(mapping.matches(node("Objects.Line1.Pump12"))).isTrue();
    assertThat(mapping.matches(node("Objects.Line1.Pump12.Motor"))).isFalse();
    assertThat(fqn("Channel1\\.Device\\d+$").matches(node("Objects.Channel1.Device1"))).isFalse();
  }

  @Test
  void looksIntoNothingThatCannotHoldADevice() {
    Mapping mapping = fqn("Objects\\.Line1\\.Pump\\d+$");
    assertThat(mapping.mayMatchBelow(node("Objects"))).isTrue();
    assertThat(mapping.mayMatchBelow(node("Types"))).isFalse();
    assertThat(mapping.mayMatchBelow(node("Objects.Line1"))).isTrue();
    assertThat(mapping.mayMatchBelow(node("Objects.Line2"))).isFalse();
    assertThat(mapping.mayMatchBelow(node("Objects.Line1.Valve"))).isFalse();
  }

  @Test
  void spansNoLevelWithoutGroups() {
    assertThat(fqn("Objects\\..*Pump\\d+").mayMatchBelow(node("Objects.Line1"))).isFalse();
    assertThat(fqn("Objects\\.(\\w+\\.)*Pump\\d+").mayMatchBelow(node("Objects.Line1"))).isTrue();
    assertThat(fqn("Objects\\.(\\w+\\.)*Pump\\d+").matches(node("Objects.a.b.Pump1"))).isTrue();
    assertThat(fqn("Objects\\.Hall\\.1\\.Pump").mayMatchBelow(node("Objects.Hall.1"))).isTrue();
  }

  @Test
  void matchesIdentifiersInOneNamespaceOrAny() {
    var any =
        new Mapping(
            Mapping.Type.ID,
            Pattern.compile("Pump\\d"),
            Optional.empty(),
            List.of(),
            Mapping.Options.DEFAULT);
    var third =
        new Mapping(any.type(), any.pattern(), Optional.of(3), List.of(), Mapping.Options.DEFAULT);
    var node = new Node(new NodeId(2, "Pump1"), "P", "Objects.P", NodeClass.Object);
    assertThat(any.matches(node)).isTrue();
    assertThat(third.matches(node)).isFalse();
    var server = new Node(new NodeId(0, 2253), "Server", "Objects.Server", NodeClass.Object);
    assertThat(any.mayMatchBelow(server)).isTrue();
    assertThat(third.mayMatchBelow(server)).isFalse();
  }

  @Test
  void namesVariablesByWhatFollowsTheDeviceInTheirIdentifiers() {
    assertThat(name("Line1.Pump1.Motor.Temp", "Temp", "Pump1")).isEqualTo("Motor.Temp");
    assertThat(name("Line1.Pump1", "Temp", "Pump1")).isEqualTo("Temp");
    assertThat(name("4711", "Temp", "Pump1")).isEqualTo("Temp");
    assertThat(name("Line1.Pump1.", "Temp", "Pump1")).isEqualTo("Temp");
  }

  private static String name(String identifier, String browseName, String device) {
    return Scan.tagName(
        new Node(new NodeId(2, identifier), browseName, "", NodeClass.Variable), device);
  }

  @Test
  void proposesPatternsThatMatchTheirOwnPaths() {
    for (String path : List.of("Objects.Line1.Pump12", "Objects.Hall (old).P+1")) {
      assertThat(fqn(Proposal.pattern(path)).matches(node(path))).as(path).isTrue();
    }
  }
}
