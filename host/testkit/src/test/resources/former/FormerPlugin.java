package former;

import com.typesafe.config.Config;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Device;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Uplinks;
import io.integrationhost.plugin.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A plugin as somebody wrote it for API 1.0, compiled by a test against the jar of 1.0 and run on
 * today's host. Uses every constructor, accessor and interface of 1.0, and tells what it found as
 * telemetry of the device "former".
 */
public final class FormerPlugin implements TransportPlugin {

  @Override
  public Transport create(TransportContext context) {
    return new FormerTransport(context);
  }

  @Override
  public Set<String> serves() {
    return Set.of("former.Type");
  }

  @Override
  public void close() {}
}

final class FormerTransport implements Transport {

  private static final Source SOURCE = new Source("session 1");

  private final TransportContext context;
  private final Uplinks uplinks;

  FormerTransport(TransportContext context) {
    this.context = context;
    this.uplinks = context.uplinks();
  }

  @Override
  public CompletionStage<Void> start() {
    uplinks.connected("former");
    context
        .scheduler()
        .schedule(() -> report(Findings.all(context)), 1, TimeUnit.MILLISECONDS);
    Uplink payload =
        new Uplink.Payload(
            "{\"raw\": 1}".getBytes(StandardCharsets.UTF_8), ContentType.JSON, SOURCE);
    Uplink named =
        new Uplink.Payload(
            "{\"raw\": 2}".getBytes(StandardCharsets.UTF_8),
            ContentType.JSON,
            Map.of("key", "value"),
            SOURCE,
            Optional.of("named"));
    Uplink attributes =
        new Uplink.Attributes(
            new Device("attributed", "meter"), Map.of("serial", Value.of("S1")), SOURCE);
    return uplinks
        .publish(payload)
        .thenCompose(receipt -> settled("receiptOfPayload", receipt, named))
        .thenCompose(receipt -> settled("receiptOfNamed", receipt, attributes))
        .thenCompose(receipt -> settled("receiptOfAttributes", receipt, empty()))
        .thenAccept(receipt -> report(Map.of("receiptOfNothing", words(receipt))));
  }

  /** Without a value the host refuses it. */
  private static Uplink empty() {
    return new Uplink.Telemetry(Device.named("empty"), List.of(), SOURCE);
  }

  private CompletionStage<Receipt> settled(String key, Receipt receipt, Uplink next) {
    report(Map.of(key, words(receipt)));
    return uplinks.publish(next);
  }

  static String words(Receipt receipt) {
    if (receipt instanceof Receipt.Stored stored) {
      return "stored " + stored.devices();
    } else if (receipt instanceof Receipt.NoContent nothing) {
      return "nothing " + nothing.devices();
    } else if (receipt instanceof Receipt.Rejected refusal) {
      return "rejected " + word(refusal.reason()) + " " + !refusal.message().isEmpty();
    }
    return "unknown";
  }

  private static String word(Receipt.Reason reason) {
    switch (reason) {
      case DISABLED:
      case CONVERTER:
      case INVALID:
      case OVERLOADED:
      case UNAVAILABLE:
        return reason.name();
      default:
        return "new";
    }
  }

  private void report(Map<String, String> findings) {
    Map<String, Value> values = new LinkedHashMap<>();
    findings.forEach((key, value) -> values.put(key, Value.of(value)));
    var unused =
        uplinks.publish(
            new Uplink.Telemetry(
                Device.named("former"),
                List.of(new TimedValues(context.clock().millis(), values)),
                SOURCE));
  }

  @Override
  public CompletionStage<Void> stop() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> downlink(Downlink downlink) {
    if (downlink.payload().length == 0) {
      return Transport.super.downlink(downlink);
    }
    report(
        Map.of(
            "downlink",
            downlink.deviceName()
                + " "
                + downlink.contentType()
                + " "
                + new String(downlink.payload(), StandardCharsets.UTF_8)
                + " "
                + downlink.metadata().containsKey("no such key")));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Health health() {
    return Health.degraded("as it was");
  }
}

/** What the API answers to who knows 1.0 only. */
final class Findings {

  private Findings() {}

  static Map<String, String> all(TransportContext context) {
    Map<String, String> found = new LinkedHashMap<>();
    found.put("names", context.integration() + " " + context.transport());
    found.put("config", context.config().getString("word"));
    found.put("directory", String.valueOf(context.dataDirectory().toFile().isDirectory()));
    found.put("uplinks", uplinks());
    found.put("downlink.made", downlink());
    found.put("receipts", receipts());
    found.put("values", values());
    found.put("health", health());
    found.put("exception", exception());
    found.put("double", new Double(context).integration());
    return found;
  }

  private static String uplinks() {
    byte[] bytes = {1, 2};
    Source source = new Source("s");
    Uplink.Payload payload =
        new Uplink.Payload(
            bytes, ContentType.BINARY, Map.of("k", "v"), source, Optional.of("name"));
    Uplink.Payload bare = new Uplink.Payload(bytes, ContentType.BINARY, source);
    Device device = new Device("d", "t");
    Uplink.Telemetry telemetry =
        new Uplink.Telemetry(device, List.of(new TimedValues(5, Map.of())), source);
    Uplink.Attributes attributes = new Uplink.Attributes(device, Map.of("a", Value.of(1)), source);
    List<Object> parts =
        List.of(
            Arrays.toString(payload.bytes()),
            payload.contentType(),
            payload.metadata(),
            payload.source().session(),
            payload.deviceName().orElse("none"),
            bare.deviceName().isPresent(),
            bare.equals(new Uplink.Payload(bytes, ContentType.BINARY, source)),
            bare.hashCode() == new Uplink.Payload(bytes, ContentType.BINARY, source).hashCode(),
            payload,
            telemetry.device().name(),
            telemetry.device().type(),
            telemetry.values().get(0).ts(),
            telemetry.values().get(0).values(),
            attributes.values().keySet(),
            attributes.device().equals(new Device("d", "t")));
    return parts.toString();
  }

  private static String downlink() {
    byte[] bytes = {1};
    Downlink made = new Downlink("d", ContentType.TEXT, bytes, Map.of());
    return made.deviceName() + " " + made.equals(new Downlink("d", ContentType.TEXT, bytes, Map.of()));
  }

  private static String receipts() {
    List<Receipt> all =
        List.of(
            new Receipt.Stored(),
            new Receipt.Stored(List.of("a")),
            new Receipt.NoContent(),
            new Receipt.NoContent(List.of("b")),
            new Receipt.Rejected(Receipt.Reason.INVALID, "no"));
    StringBuilder words = new StringBuilder();
    for (Receipt receipt : all) {
      words.append(FormerTransport.words(receipt)).append(' ').append(receipt.devices()).append("; ");
    }
    return words.toString()
        + new Receipt.Stored(List.of("a")).equals(new Receipt.Stored(List.of("a")))
        + new Receipt.Rejected(Receipt.Reason.INVALID, "no")
            .equals(new Receipt.Rejected(Receipt.Reason.INVALID, "no"));
  }

  private static String values() {
    StringBuilder words = new StringBuilder();
    for (Value value :
        List.of(
            Value.of(true), Value.of(1L), Value.of(1.5), Value.of("text"), Value.json("{}"))) {
      if (value instanceof Value.BooleanValue flag) {
        words.append(flag.value());
      } else if (value instanceof Value.LongValue number) {
        words.append(number.value());
      } else if (value instanceof Value.DoubleValue number) {
        words.append(number.value());
      } else if (value instanceof Value.StringValue text) {
        words.append(text.value());
      } else if (value instanceof Value.JsonValue json) {
        words.append(json.text());
      }
      words.append(' ');
    }
    return words.toString().trim();
  }

  private static String health() {
    Health down = Health.down("why");
    return down.status() + " " + down.detail() + " " + Health.up().equals(new Health(Health.Status.UP, ""));
  }

  private static String exception() {
    TransportException thrown =
        new TransportException(
            TransportException.Kind.UNAVAILABLE, "what", new IllegalStateException("why"));
    TransportException plain = new TransportException(TransportException.Kind.REJECTED, "no");
    switch (thrown.kind()) {
      case CONFIGURATION:
      case REJECTED:
        return "wrong";
      case UNAVAILABLE:
        return thrown.getMessage() + " " + thrown.getCause().getMessage() + " " + plain.kind();
      default:
        return "new";
    }
  }

  /** As a test of such a plugin has it. */
  private record Double(TransportContext inner) implements TransportContext {
    @Override
    public String integration() {
      return "double of " + inner.integration();
    }

    @Override
    public String transport() {
      return inner.transport();
    }

    @Override
    public Config config() {
      return inner.config();
    }

    @Override
    public Uplinks uplinks() {
      return uplink -> CompletableFuture.completedFuture(new Receipt.Stored());
    }

    @Override
    public ScheduledExecutorService scheduler() {
      return inner.scheduler();
    }

    @Override
    public Clock clock() {
      return inner.clock();
    }

    @Override
    public Path dataDirectory() {
      return inner.dataDirectory();
    }
  }
}
