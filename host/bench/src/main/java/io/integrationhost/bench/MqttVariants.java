package io.integrationhost.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** A broker that publishes to the host and, beside it, to a client that does nothing. */
final class MqttVariants {

  static final String BARE = "mqtt-bare";

  /** Behind the names of those whose broker is mosquitto, which has to be installed. */
  static final String MOSQUITTO = "-mosquitto";

  /** The system property that asks for them. */
  private static final String WITH_MOSQUITTO = "bench.mosquitto";

  private MqttVariants() {}

  static List<Variant> of(BenchSettings settings, List<String> durabilities) {
    List<Variant> all = new ArrayList<>(of(settings, durabilities, ""));
    if (Boolean.getBoolean(WITH_MOSQUITTO)) {
      all.addAll(of(settings, durabilities, MOSQUITTO));
    }
    return all;
  }

  private static List<Variant> of(
      BenchSettings settings, List<String> durabilities, String broker) {
    List<Variant> all = new ArrayList<>();
    all.add(variant(BARE + broker, directory -> new BareMqtt(source(settings, broker, directory))));
    for (String durability : durabilities) {
      all.add(
          variant(
              "mqtt-" + durability + broker,
              directory ->
                  new Subscribed(
                      settings, source(settings, broker, directory), durability, directory)));
    }
    return all;
  }

  private static Variant variant(String name, Variant.Starter starter) {
    return new Variant(name, Scenario.MQTT, false, starter);
  }

  private static MqttSource source(BenchSettings settings, String broker, Path directory) {
    return broker.isEmpty()
        ? new MqttBroker(settings.connections())
        : new MqttRelay(settings.connections(), directory);
  }

  /** The host as the client of a broker, which has to be there first. */
  private static final class Subscribed implements Load {

    private final MqttSource broker;
    private final DevicesLoad load;

    Subscribed(BenchSettings settings, MqttSource broker, String durability, Path directory) {
      this.broker = broker;
      try {
        load =
            new DevicesLoad(
                Target.startMqtt(settings, broker.port()),
                target -> new WholeHost(target, settings.home(), directory, durability),
                () -> broker);
        broker.publish(load::delivered);
      } catch (RuntimeException e) {
        broker.close();
        throw e;
      }
    }

    @Override
    public long delivered() {
      return load.delivered();
    }

    @Override
    public long wireBytes() {
      return load.wireBytes();
    }

    @Override
    public void record(boolean on) {
      load.record(on);
    }

    @Override
    public Tally finish() {
      return load.finish();
    }

    @Override
    public Map<String, Histogram> latencies() {
      return load.latencies();
    }

    @Override
    public void close() {
      load.close();
      broker.close();
    }
  }
}
