package io.integrationhost.plugins.opcua;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.sdk.server.methods.AbstractMethodInvocationHandler;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;

/** The method {@code ns=2;s=Line1.reset} with two arguments, which says no to the number 13. */
final class Method extends AbstractMethodInvocationHandler {

  final List<List<Object>> calls = new ArrayList<>();

  private Method(UaMethodNode node) {
    super(node);
  }

  static Method add(SimulatedServer server, UaObjectNode parent) {
    UaMethodNode node =
        UaMethodNode.build(
            server.context(),
            builder ->
                builder
                    .setNodeId(new NodeId(2, "Line1.reset"))
                    .setBrowseName(new QualifiedName(2, "reset"))
                    .setDisplayName(LocalizedText.english("reset"))
                    .build());
    var method = new Method(node);
    node.setInputArguments(method.getInputArguments());
    node.setInvocationHandler(method);
    server.context().getNodeManager().addNode(node);
    parent.addComponent(node);
    return method;
  }

  private static Argument argument(String name, NodeId type) {
    return new Argument(name, type, -1, null, LocalizedText.NULL_VALUE);
  }

  @Override
  public Argument[] getInputArguments() {
    return new Argument[] {argument("how", NodeIds.String), argument("times", NodeIds.UInt16)};
  }

  @Override
  public Argument[] getOutputArguments() {
    return new Argument[0];
  }

  @Override
  protected Variant[] invoke(InvocationContext context, Variant[] values) throws UaException {
    synchronized (calls) {
      calls.add(List.of(values[0].value(), values[1].value()));
    }
    if (values[1].value().toString().equals("13")) {
      throw new UaException(StatusCodes.Bad_OutOfRange);
    }
    return new Variant[0];
  }
}
