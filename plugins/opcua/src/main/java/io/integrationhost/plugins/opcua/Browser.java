package io.integrationhost.plugins.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseResultMask;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.ViewDescription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a server for what is below nodes, page by page. What it may look at is bounded, and a server
 * that says more follows and gives nothing new is not believed. Used by one thread, which waits.
 */
final class Browser {

  private static final Logger log = LoggerFactory.getLogger(Browser.class);

  private static final int BATCH = 50;

  /** The standard's. */
  private static final int LONGEST_IDENTIFIER = 4_096;

  /** Of the paths and identifiers of nodes, on the average: who sends more wants our memory. */
  private static final int MOST_CHARACTERS = 500;

  private static final UInteger PAGE = uint(500);
  private static final int EMPTY_PAGES = 2;
  private static final int MOST_PROBLEMS = 20;
  private static final UInteger CLASSES =
      uint(NodeClass.Object.getValue() | NodeClass.Variable.getValue());
  private static final UInteger RESULTS =
      uint(BrowseResultMask.BrowseName.getValue() | BrowseResultMask.NodeClass.getValue());

  private final OpcUaClient client;
  private final Duration timeout;
  private final NodeId references;
  private final int most;
  private final int limit;
  private final Set<String> problems = new LinkedHashSet<>();
  private int seen;
  private long characters;

  /**
   * A browser for one scan.
   *
   * @param limits how many nodes it may see
   * @param limit how many nodes the server takes in one request
   */
  Browser(OpcUaClient client, Duration timeout, Settings.Limits limits, int limit) {
    this.client = client;
    this.timeout = timeout;
    this.limit = Math.max(1, Math.min(BATCH, limit));
    most = limits.nodes();
    references = limits.allReferences() ? NodeIds.References : NodeIds.HierarchicalReferences;
  }

  /** How many nodes the server has shown, with repetitions. */
  int seen() {
    return seen;
  }

  /** Whether there may be more than it may look at. */
  boolean isFull() {
    return seen >= most || characters >= (long) most * MOST_CHARACTERS;
  }

  /** What was wrong, in words; 20 at most. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  void problem(String words) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(words);
    }
  }

  /**
   * What is below each of some nodes.
   *
   * @return in their order; empty for a node that the server does not open, which is a problem
   */
  List<List<Node>> below(List<Node> nodes) throws UaException, InterruptedException {
    List<List<Node>> all = new ArrayList<>(nodes.size());
    for (int i = 0; i < nodes.size(); i += limit) {
      all.addAll(batch(nodes.subList(i, Math.min(nodes.size(), i + limit))));
    }
    return all;
  }

  private List<List<Node>> batch(List<Node> nodes) throws UaException, InterruptedException {
    BrowseResult[] results;
    try {
      results =
          Await.answer(
                  "Browse",
                  client.browseAsync(
                      new ViewDescription(NodeId.NULL_VALUE, null, uint(0)),
                      PAGE,
                      nodes.stream().map(this::description).toList()),
                  timeout)
              .getResults();
    } catch (UaException e) {
      if (!Await.isRefusal(e) && !Await.isTooMuch(e.getStatusCode())) {
        throw e;
      }
      if (nodes.size() == 1) {
        problem("below " + label(nodes.get(0)) + ": " + Words.status(e.getStatusCode()));
        return List.of(List.of());
      }
      int half = nodes.size() / 2;
      List<List<Node>> all = new ArrayList<>(batch(nodes.subList(0, half)));
      all.addAll(batch(nodes.subList(half, nodes.size())));
      return all;
    }
    List<List<Node>> all = new ArrayList<>(nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      if (results == null || i >= results.length) {
        problem("the server did not say what is below " + label(node));
        all.add(List.of());
      } else {
        all.add(pages(node, results[i]));
      }
    }
    return all;
  }

  private BrowseDescription description(Node node) {
    return new BrowseDescription(
        node.id(), BrowseDirection.Forward, references, true, CLASSES, RESULTS);
  }

  private List<Node> pages(Node node, BrowseResult first) throws UaException, InterruptedException {
    List<Node> below = new ArrayList<>();
    Set<NodeId> known = new HashSet<>();
    BrowseResult page = first;
    int empty = 0;
    while (true) {
      if (!page.getStatusCode().isGood()) {
        problem("below " + label(node) + ": " + Words.status(page.getStatusCode()));
        return below;
      }
      boolean isNew = add(node, page.getReferences(), known, below);
      empty = isNew ? 0 : empty + 1;
      ByteString next = page.getContinuationPoint();
      if (next == null || next.isNullOrEmpty()) {
        return below;
      }
      boolean isLie = empty >= EMPTY_PAGES;
      if (isLie) {
        problem(
            "below "
                + label(node)
                + " the server says that more follows, and gives nothing new: the rest is left out");
      }
      if (isLie || isFull()) {
        release(next);
        return below;
      }
      try {
        page = next(next);
      } catch (UaException e) {
        if (!Await.isRefusal(e)) {
          throw e;
        }
        problem("below " + label(node) + ": " + Words.status(e.getStatusCode()));
        return below;
      }
    }
  }

  private BrowseResult next(ByteString point) throws UaException, InterruptedException {
    BrowseResult[] results =
        Await.answer("BrowseNext", client.browseNextAsync(false, List.of(point)), timeout)
            .getResults();
    return results == null || results.length == 0
        ? new BrowseResult(new StatusCode(StatusCodes.Bad_UnexpectedError), null, null)
        : results[0];
  }

  /** The server has few of them. */
  private void release(ByteString point) throws InterruptedException {
    try {
      Await.answer("BrowseNext", client.browseNextAsync(true, List.of(point)), timeout);
    } catch (UaException e) {
      log.debug("the server keeps a continuation point", e);
    }
  }

  private boolean add(
      Node parent, ReferenceDescription[] references, Set<NodeId> known, List<Node> below) {
    boolean isNew = false;
    if (references == null) {
      return false;
    }
    for (ReferenceDescription each : references) {
      if (isFull()) {
        break;
      }
      seen++;
      Optional<NodeId> id = each.getNodeId().toNodeId(client.getNamespaceTable());
      String name = each.getBrowseName() == null ? null : each.getBrowseName().name();
      if (id.isEmpty() || name == null) {
        continue;
      }
      int length = String.valueOf(id.get().getIdentifier()).length();
      if (length > LONGEST_IDENTIFIER) {
        problem(
            "below " + label(parent) + " is a node whose identifier is too long: it is left out");
        continue;
      }
      characters += parent.fqn().length() + name.length() + length;
      if (known.add(id.get())) {
        below.add(parent.child(id.get(), name, each.getNodeClass()));
        isNew = true;
      }
    }
    return isNew;
  }

  static String label(Node node) {
    return "'" + Words.cut(node.fqn()) + "' (" + node.id().toParseableString() + ")";
  }
}
