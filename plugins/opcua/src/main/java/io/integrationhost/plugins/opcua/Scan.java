package io.integrationhost.plugins.opcua;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** One look for devices and their variables. Used by one thread, which waits for the server. */
final class Scan {

  /** Deeper is no plant, but a server that never ends. */
  private static final int DEEPEST = 40;

  private static final int LONGEST_PATH = 4_096;

  /** Which node is a device, by which mapping: the same over scans. */
  record Key(int mapping, NodeId node) {}

  /**
   * A device.
   *
   * @param variables by the position of the tag in its mapping; those that are missing are not here
   */
  record Found(Key key, Mapping mapping, Node node, Map<Integer, NodeId> variables) {

    List<String> missing() {
      List<String> missing = new ArrayList<>();
      for (int i = 0; i < mapping.tags().size(); i++) {
        if (mapping.tags().get(i).required() && !variables.containsKey(i)) {
          missing.add(mapping.tags().get(i).path());
        }
      }
      return missing;
    }
  }

  private record Open(Node node, List<Integer> mappings) {}

  /** Somewhere below a device. */
  private record Below(Search search, Node node, String path, int depth) {}

  /** What is still looked for below one device. */
  private static final class Search {
    private final Found device;
    private final Map<Integer, NodeId> byPath = new HashMap<>();
    private final Set<NodeId> seen = new HashSet<>();

    Search(Found device) {
      this.device = device;
      seen.add(device.node().id());
    }

    boolean isDone() {
      Set<Integer> found = new HashSet<>(byPath.keySet());
      found.addAll(device.variables().keySet());
      return found.size() == device.mapping().tags().size();
    }

    void meet(Node child, String path) {
      String name = tagName(child, device.node().name());
      List<Mapping.Tag> tags = device.mapping().tags();
      for (int i = 0; i < tags.size(); i++) {
        String wanted = tags.get(i).path();
        if (wanted.equals(name)) {
          device.variables().putIfAbsent(i, child.id());
        } else if (wanted.equals(path)) {
          byPath.putIfAbsent(i, child.id());
        }
      }
    }
  }

  private final List<Mapping> mappings;
  private final Browser browser;

  Scan(List<Mapping> mappings, Browser browser) {
    this.mappings = mappings;
    this.browser = browser;
  }

  /** All devices that there are now, with their variables, in the order in which they are met. */
  List<Found> run() throws UaException, InterruptedException {
    List<Found> devices = devices();
    variables(devices);
    if (browser.isFull()) {
      browser.problem(
          "the address space is bigger than maxNodes ("
              + browser.seen()
              + " nodes were looked at): what lies behind is left out; narrow the patterns or raise"
              + " maxNodes");
    }
    return devices;
  }

  private List<Found> devices() throws UaException, InterruptedException {
    Map<Key, Found> devices = new LinkedHashMap<>();
    Set<Key> opened = new HashSet<>();
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < mappings.size(); i++) {
      all.add(i);
    }
    List<Open> level = List.of(new Open(Node.ROOT, all));
    for (int depth = 0; !level.isEmpty() && !browser.isFull() && depth < DEEPEST; depth++) {
      List<List<Node>> below = browser.below(level.stream().map(Open::node).toList());
      List<Open> next = new ArrayList<>();
      for (int i = 0; i < level.size(); i++) {
        for (Node child : below.get(i)) {
          List<Integer> open = new ArrayList<>();
          for (int mapping : level.get(i).mappings()) {
            look(child, mapping, devices, opened, open);
          }
          if (!open.isEmpty() && child.fqn().length() < LONGEST_PATH) {
            next.add(new Open(child, open));
          }
        }
      }
      level = next;
    }
    if (!level.isEmpty() && !browser.isFull()) {
      browser.problem(
          "the address space is deeper than " + DEEPEST + " levels: the rest is left out");
    }
    return List.copyOf(devices.values());
  }

  private void look(
      Node child, int number, Map<Key, Found> devices, Set<Key> opened, List<Integer> open) {
    Mapping mapping = mappings.get(number);
    var key = new Key(number, child.id());
    if (mapping.matches(child)) {
      devices.putIfAbsent(key, new Found(key, mapping, child, new HashMap<>()));
    } else if (mapping.mayMatchBelow(child) && opened.add(key)) {
      open.add(number);
    }
  }

  private void variables(List<Found> devices) throws UaException, InterruptedException {
    List<Search> searches = new ArrayList<>();
    List<Below> level = new ArrayList<>();
    for (Found device : devices) {
      var search = new Search(device);
      searches.add(search);
      List<Mapping.Tag> tags = device.mapping().tags();
      for (int i = 0; i < tags.size(); i++) {
        Optional<NodeId> absolute = absolute(tags.get(i).path());
        if (absolute.isPresent()) {
          device.variables().put(i, absolute.get());
        }
      }
      level.add(new Below(search, device.node(), "", 0));
    }
    while (!browser.isFull()) {
      level.removeIf(each -> each.search().isDone() || each.depth() >= DEEPEST);
      if (level.isEmpty()) {
        break;
      }
      List<List<Node>> below = browser.below(level.stream().map(Below::node).toList());
      List<Below> next = new ArrayList<>();
      for (int i = 0; i < level.size(); i++) {
        Below parent = level.get(i);
        for (Node child : below.get(i)) {
          if (parent.search().seen.add(child.id())) {
            String path =
                parent.path().isEmpty() ? child.name() : parent.path() + "." + child.name();
            parent.search().meet(child, path);
            next.add(new Below(parent.search(), child, path, parent.depth() + 1));
          }
        }
      }
      level = next;
    }
    for (Search search : searches) {
      search.byPath.forEach((tag, node) -> search.device.variables().putIfAbsent(tag, node));
    }
  }

  /** A path that is a whole NodeId, such as {@code ns=2;s=Line1.Flow}. */
  private static Optional<NodeId> absolute(String path) {
    boolean looksLike = path.matches("(ns=\\d+;)?[isgb]=.+");
    return looksLike ? NodeId.parseSafe(path) : Optional.empty();
  }

  /**
   * What follows the device's name in the identifier, but for one character; the browse name where
   * that is nothing. So a tag of {@code ns=3;s=Line1.Pump1.Motor.Temp} below {@code Pump1} is
   * {@code Motor.Temp}.
   */
  static String tagName(Node node, String device) {
    String identifier = node.identifier();
    int at = device.isEmpty() ? -1 : identifier.indexOf(device);
    int rest = at + device.length() + 1;
    return at < 0 || rest >= identifier.length() ? node.name() : identifier.substring(rest);
  }
}
