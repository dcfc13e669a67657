package io.integrationhost.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** A broker that publishes to the host and, beside it, to a client that does nothing. */
final class MqttVariants {

  static final String BARE = "mqtt-bare";

  private MqttVariants() {}

  static List<Variant> of(BenchSettings settings, List<String> durabilities) {
    List<Variant> all = new ArrayList<>();
    all.add(
        new Variant(BARE, Scenario.MQTT, false, directory -> new BareMqtt(settings.connections())));
    for (String durability : durabilities) {
      all.add(
          new Variant(
              "mqtt-" + durability,
              Scenario.MQTT,
              false,
              directory -> new Subscribed(settings, durability, directory)));
    }
    return all;
  }

  /** The host as the client of a broker, which has to be there first. */
  private static final class Subscribed implements Load {

    private final MqttBroker broker;
    private final DevicesLoad load;

    Subscribed(BenchSettings settings, String durability, Path directory) {
      broker = new MqttBroker(settings.connections());
      try {
        load =
            new DevicesLoad(
                Target.startMqtt(settings, broker.port()),
                target -> new WholeHost(target, settings.home(), directory, durability),
                () -> broker);
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
