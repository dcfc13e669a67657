package io.integrationhost.plugins.opcua;

import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;

/**
 * A node on the way to it.
 *
 * @param id in the server's namespaces of now
 * @param name its browse name without namespace
 * @param fqn the browse names from below the root, with dots between them
 */
record Node(NodeId id, String name, String fqn, NodeClass kind) {

  static final Node ROOT = new Node(NodeIds.RootFolder, "", "", NodeClass.Object);

  Node child(NodeId childId, String childName, NodeClass childKind) {
    return new Node(
        childId, childName, fqn.isEmpty() ? childName : fqn + "." + childName, childKind);
  }

  String identifier() {
    return String.valueOf(id.getIdentifier());
  }

  int namespace() {
    return id.getNamespaceIndex().intValue();
  }

  boolean isServerObject() {
    return id.equals(NodeIds.Server);
  }
}
