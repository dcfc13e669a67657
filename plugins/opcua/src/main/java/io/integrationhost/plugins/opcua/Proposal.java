package io.integrationhost.plugins.opcua;

import io.integrationhost.kit.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;

/** Mappings for what was browsed: objects with variables, those that differ by digits as one. */
final class Proposal {

  private static final int MOST = 10;

  private final Map<String, Set<String>> tags = new LinkedHashMap<>();

  /** Notes what is below a node. */
  void add(Node parent, List<Node> below) {
    for (Node each : below) {
      if (each.kind() == NodeClass.Variable
          && !parent.isServerObject()
          && parent.namespace() != 0) {
        tag(parent.fqn(), Scan.tagName(each, parent.name()));
      }
    }
  }

  /** Notes a variable of a device. */
  void tag(String device, String path) {
    tags.computeIfAbsent(pattern(device), pattern -> new LinkedHashSet<>()).add(path);
  }

  /** A path as a pattern in which digits at the end of a name are any digits. */
  static String pattern(String path) {
    List<String> names = new ArrayList<>();
    for (String name : path.split("\\.", -1)) {
      String fixed = name.replaceAll("([\\\\^$.|?*+()\\[\\]{}])", "\\\\$1");
      names.add(fixed.replaceAll("\\d+$", "\\\\d+"));
    }
    return String.join("\\.", names) + "$";
  }

  String text() {
    if (tags.isEmpty()) {
      return "no object has variables: nothing to propose";
    }
    List<Object> mappings = new ArrayList<>();
    for (Map.Entry<String, Set<String>> each : tags.entrySet()) {
      if (mappings.size() == MOST) {
        break;
      }
      List<Object> subscriptions = new ArrayList<>();
      for (String path : each.getValue()) {
        Map<String, Object> tag = new LinkedHashMap<>();
        tag.put("key", path);
        tag.put("path", path);
        tag.put("required", false);
        subscriptions.add(tag);
      }
      Map<String, Object> mapping = new LinkedHashMap<>();
      mapping.put("mappingType", "FQN");
      mapping.put("deviceNodePattern", each.getKey());
      mapping.put("subscriptionTags", subscriptions);
      mappings.add(mapping);
    }
    return "\"mapping\": " + Values.json(mappings);
  }
}
