package io.integrationhost.plugins.opcua;

import io.integrationhost.plugin.ToolContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * What was typed behind the name of a tool.
 *
 * @param values by their names without dashes
 * @param others what stands alone
 */
record Options(Map<String, String> values, List<String> others) {

  /** Wrong usage; the message says what is wrong. */
  static final class WrongException extends Exception {
    private static final long serialVersionUID = 1L;

    WrongException(String message) {
      super(message);
    }
  }

  static Options read(ToolContext context, Set<String> names) throws WrongException {
    Map<String, String> values = new LinkedHashMap<>();
    List<String> others = new ArrayList<>();
    Queue<String> args = new ArrayDeque<>(context.args());
    while (!args.isEmpty()) {
      String each = args.remove();
      if (!each.startsWith("--")) {
        others.add(each);
      } else if (!names.contains(each.substring(2)) || args.isEmpty()) {
        throw new WrongException("'" + each + "' is no option with a value");
      } else {
        values.put(each.substring(2), args.remove());
      }
    }
    return new Options(values, others);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  int number(String name, int absent) throws WrongException {
    try {
      return text(name).map(Integer::parseUnsignedInt).orElse(absent);
    } catch (NumberFormatException e) {
      throw new WrongException("--" + name + " is a whole number");
    }
  }

  /** The transport of the integration that was named; {@code opcua} unless told. */
  String transport() {
    return text("transport").orElse("opcua");
  }
}
