package io.integrationhost.remote;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Keeps what it hears. */
final class RecordingListener implements LinkListener {
  final List<Object> events = new CopyOnWriteArrayList<>();

  /** Said when a link became writable. */
  record Writable() {}

  /** Said when an answer came that was not owed. */
  record NotAskedFor(long items) {}

  /** Tells the first configuration from a pushed one. */
  record Updated(IntegrationConfiguration configuration) {}

  @Override
  public void stateChanged(LinkState state) {
    events.add(state);
  }

  @Override
  public void connected(IntegrationConfiguration configuration) {
    events.add(configuration);
  }

  @Override
  public void integrationUpdated(IntegrationConfiguration configuration) {
    events.add(new Updated(configuration));
  }

  @Override
  public void converterUpdated(ConverterConfiguration converter) {
    events.add(converter);
  }

  @Override
  public void downlink(DownlinkMessage downlink) {
    events.add(downlink);
  }

  @Override
  public void answersNotAskedFor(long items) {
    events.add(new NotAskedFor(items));
  }

  @Override
  public void writable() {
    events.add(new Writable());
  }

  <T> List<T> all(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  boolean heard(Predicate<Object> event) {
    return events.stream().anyMatch(event);
  }
}
