package io.integrationhost.plugins.opcua;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.integrationhost.kit.Refusal;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePath;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePathResult;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePathElement;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;

/**
 * Writes variables and calls methods. Types that the downlink does not say are read first; it is
 * done when the server has confirmed each. Never waits. Thread-safe.
 */
final class Downlinks {

  /** DataType, ValueRank and Value of each variable. */
  private static final int ATTRIBUTES = 3;

  private static final int MOST_DONE = 1_000;

  private final Connection connection;
  private final Figures figures;
  private final Done done = new Done();

  Downlinks(Connection connection, Figures figures) {
    this.connection = connection;
    this.figures = figures;
  }

  /** The ids of downlinks that were confirmed: the host may hand one over again. */
  private static final class Done extends java.util.LinkedHashMap<String, Boolean> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(java.util.Map.Entry<String, Boolean> eldest) {
      return size() > MOST_DONE;
    }
  }

  CompletionStage<Void> send(Downlink downlink) {
    Command command;
    try {
      command = Command.read(downlink);
    } catch (TransportException e) {
      figures.notWritten.add(1);
      return CompletableFuture.failedFuture(e);
    }
    synchronized (done) {
      if (command.isEmpty() || done.containsKey(downlink.id())) {
        return completedFuture(null);
      }
    }
    Optional<OpcUaClient> client = connection.client();
    if (client.isEmpty()) {
      connection.refused(downlink.deviceName());
      return Refusal.notNow(connection.away().orElse("the server is away"));
    }
    var sent = new Sent(!command.calls().isEmpty());
    CompletableFuture<List<WriteValue>> writes = writes(client.get(), command.writes());
    CompletableFuture<List<CallMethodRequest>> calls = calls(client.get(), command.calls());
    // All that is asked before is asked before anything is done.
    return writes
        .thenCombine(calls, (values, requests) -> values)
        .thenCompose(values -> write(client.get(), command.writes(), values, sent))
        .thenCompose(lines -> call(client.get(), command.calls(), calls.join(), lines, sent))
        .handle((lines, failure) -> result(downlink, lines, failure, sent));
  }

  private Void result(Downlink downlink, List<String> lines, Throwable failure, Sent sent) {
    boolean isDone = failure == null && lines.isEmpty();
    (isDone ? figures.written : figures.notWritten).add(1);
    if (isDone) {
      if (!downlink.id().isEmpty()) {
        synchronized (done) {
          done.put(downlink.id(), true);
        }
      }
      return null;
    }
    if (failure == null) {
      throw Refusal.rejected(String.join("\n", lines));
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof TransportException known) {
      throw known;
    }
    if (Await.isRefusal(cause)) {
      throw Refusal.rejected(
          "the server refuses it: "
              + UaException.extractStatusCode(cause).map(Words::status).orElse("")
              + (sent.isWritten ? "; what was to be written before is written" : ""));
    }
    String words = "the server did not confirm: " + Words.cut(String.valueOf(cause.getMessage()));
    if (!sent.isUnderWay) {
      connection.refused(downlink.deviceName());
      throw Refusal.unavailable(words);
    }
    if (sent.calls) {
      throw Refusal.rejected(words + "; it was sent, and what became of it is unknown");
    }
    throw new TransportException(TransportException.Kind.UNCONFIRMED, words, cause);
  }

  private static CompletableFuture<List<WriteValue>> writes(
      OpcUaClient client, List<Command.Write> writes) {
    List<ReadValueId> unknown = new ArrayList<>();
    for (Command.Write each : writes) {
      if (each.value().type().isEmpty()) {
        unknown.add(attribute(each.node(), AttributeId.DataType));
        unknown.add(attribute(each.node(), AttributeId.ValueRank));
        unknown.add(attribute(each.node(), AttributeId.Value));
      }
    }
    return read(client, unknown).thenApply(known -> values(writes, known));
  }

  private static CompletionStage<List<String>> write(
      OpcUaClient client, List<Command.Write> writes, List<WriteValue> values, Sent sent) {
    sent.checkTime();
    if (writes.isEmpty()) {
      return completedFuture(List.of());
    }
    sent.isUnderWay = true;
    return client
        .writeAsync(values)
        .thenApply(
            response -> {
              List<String> lines = new ArrayList<>();
              StatusCode[] results = response.getResults();
              for (int i = 0; i < writes.size(); i++) {
                StatusCode status =
                    results == null || i >= results.length ? StatusCode.BAD : results[i];
                if (!status.isGood()) {
                  lines.add(
                      "Write "
                          + writes.get(i).node().toParseableString()
                          + ", status = "
                          + Words.status(status));
                }
              }
              sent.isWritten = lines.isEmpty();
              return lines;
            });
  }

  private static ReadValueId attribute(NodeId node, AttributeId attribute) {
    return new ReadValueId(node, attribute.uid(), null, QualifiedName.NULL_VALUE);
  }

  private static CompletableFuture<List<DataValue>> read(
      OpcUaClient client, List<ReadValueId> wanted) {
    return wanted.isEmpty()
        ? completedFuture(List.of())
        : client
            .readAsync(0.0, TimestampsToReturn.Neither, wanted)
            .thenApply(
                response ->
                    response.getResults() == null ? List.of() : List.of(response.getResults()));
  }

  private static List<WriteValue> values(List<Command.Write> writes, List<DataValue> known) {
    List<WriteValue> values = new ArrayList<>();
    int at = 0;
    for (Command.Write each : writes) {
      OpcUaDataType type;
      if (each.value().type().isPresent()) {
        type = each.value().type().get();
      } else if (at + ATTRIBUTES <= known.size()) {
        type = type(each, known.subList(at, at + ATTRIBUTES));
        at += ATTRIBUTES;
      } else {
        throw Refusal.rejected("the server does not tell the type of " + label(each));
      }
      values.add(
          new WriteValue(
              each.node(),
              AttributeId.Value.uid(),
              null,
              DataValue.valueOnly(variant(each.value(), type, label(each)))));
    }
    return values;
  }

  private static String label(Command.Write write) {
    return write.node().toParseableString();
  }

  private static OpcUaDataType type(Command.Write write, List<DataValue> attributes) {
    DataValue dataType = attributes.get(0);
    if (dataType.getStatusCode() != null && dataType.getStatusCode().isBad()) {
      throw Refusal.rejected(
          "Write " + label(write) + ", status = " + Words.status(dataType.getStatusCode()));
    }
    Object rank =
        attributes.get(1).getValue() == null ? null : attributes.get(1).getValue().value();
    boolean isList = write.value().value() instanceof com.typesafe.config.ConfigList;
    boolean fits = !(rank instanceof Integer number) || (isList ? number != -1 : number < 0);
    if (!fits) {
      throw Refusal.rejected(
          "Write " + label(write) + ": the variable is " + (isList ? "no list" : "a list"));
    }
    Object id = dataType.getValue() == null ? null : dataType.getValue().value();
    Variant now = attributes.get(2).getValue();
    return builtin(id)
        .or(() -> now == null ? Optional.empty() : now.getDataType())
        .orElseThrow(
            () ->
                Refusal.rejected(
                    "Write "
                        + label(write)
                        + ": its type is none of the standard's; say dataType"));
  }

  /** Empty for types that others are made of, such as Number, and for those of the server. */
  private static Optional<OpcUaDataType> builtin(Object id) {
    if (!(id instanceof NodeId node)) {
      return Optional.empty();
    }
    if (node.equals(NodeIds.UtcTime)) {
      return Optional.of(OpcUaDataType.DateTime);
    }
    if (node.equals(NodeIds.Duration)) {
      return Optional.of(OpcUaDataType.Double);
    }
    boolean isAny = node.equals(NodeIds.BaseDataType);
    return OpcUaDataType.isBuiltin(node) && !isAny
        ? Optional.ofNullable(OpcUaDataType.fromNodeId(node))
        : Optional.empty();
  }

  private static Variant variant(Command.Typed value, OpcUaDataType type, String where) {
    try {
      return TypedValue.of(value.value(), type);
    } catch (IllegalArgumentException e) {
      throw Refusal.rejected(
          where + ": the value " + Words.cut(value.value().render()) + " " + e.getMessage());
    }
  }

  private static CompletableFuture<List<CallMethodRequest>> calls(
      OpcUaClient client, List<Command.Call> calls) {
    CompletableFuture<List<CallMethodRequest>> requests = completedFuture(new ArrayList<>());
    for (Command.Call each : calls) {
      requests =
          requests.thenCombine(
              types(client, each),
              (all, types) -> {
                all.add(request(each, types));
                return all;
              });
    }
    return requests;
  }

  private static CompletionStage<List<String>> call(
      OpcUaClient client,
      List<Command.Call> calls,
      List<CallMethodRequest> requests,
      List<String> lines,
      Sent sent) {
    if (calls.isEmpty()) {
      return completedFuture(lines);
    }
    sent.checkTime();
    sent.isUnderWay = true;
    return client
        .callAsync(requests)
        .thenApply(
            response -> {
              List<String> all = new ArrayList<>(lines);
              CallMethodResult[] results = response.getResults();
              for (int i = 0; i < calls.size(); i++) {
                StatusCode status =
                    results == null || i >= results.length
                        ? StatusCode.BAD
                        : results[i].getStatusCode();
                if (!status.isGood()) {
                  all.add(
                      "Call "
                          + calls.get(i).method().toParseableString()
                          + ", status = "
                          + Words.status(status));
                }
              }
              return all;
            });
  }

  private static CallMethodRequest request(Command.Call call, List<Optional<OpcUaDataType>> types) {
    List<Variant> args = new ArrayList<>();
    for (int i = 0; i < call.args().size(); i++) {
      Command.Typed arg = call.args().get(i);
      Optional<OpcUaDataType> told = i < types.size() ? types.get(i) : Optional.empty();
      args.add(
          variant(
              arg,
              arg.type().or(() -> told).orElseGet(() -> TypedValue.guess(arg.value())),
              "argument " + i + " of " + call.method().toParseableString()));
    }
    return new CallMethodRequest(call.object(), call.method(), args.toArray(Variant[]::new));
  }

  /** What the method's own description says of its arguments; none when it has none. */
  private static CompletableFuture<List<Optional<OpcUaDataType>>> types(
      OpcUaClient client, Command.Call call) {
    if (call.args().stream().allMatch(each -> each.type().isPresent())) {
      return completedFuture(List.of());
    }
    var path =
        new BrowsePath(
            call.method(),
            new RelativePath(
                new RelativePathElement[] {
                  new RelativePathElement(
                      NodeIds.HasProperty, false, true, new QualifiedName(0, "InputArguments"))
                }));
    return client
        .translateBrowsePathsAsync(List.of(path))
        .thenCompose(
            response -> {
              BrowsePathResult[] results = response.getResults();
              boolean isThere =
                  results != null
                      && results.length == 1
                      && results[0].getTargets() != null
                      && results[0].getTargets().length > 0;
              Optional<NodeId> node =
                  isThere
                      ? results[0]
                          .getTargets()[0]
                          .getTargetId()
                          .toNodeId(client.getNamespaceTable())
                      : Optional.empty();
              return node.isEmpty()
                  ? completedFuture(List.<DataValue>of())
                  : read(client, List.of(attribute(node.get(), AttributeId.Value)));
            })
        .thenApply(
            values -> {
              List<Optional<OpcUaDataType>> types = new ArrayList<>();
              boolean isKnown = !values.isEmpty() && values.get(0).getValue() != null;
              if (isKnown && values.get(0).getValue().value() instanceof ExtensionObject[] all) {
                for (ExtensionObject each : all) {
                  types.add(
                      each.decode(client.getStaticEncodingContext()) instanceof Argument argument
                          ? builtin(argument.getDataType())
                          : Optional.empty());
                }
              }
              return types;
            });
  }
}
