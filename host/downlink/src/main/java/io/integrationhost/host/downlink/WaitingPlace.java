package io.integrationhost.host.downlink;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The downlinks that wait, by device and in order. Confined to the control thread. */
final class WaitingPlace {

  private static final int MOST_TEXT = 300;

  private final NavigableMap<Long, WaitingDownlink> all = new TreeMap<>();
  private final NavigableMap<String, NavigableMap<Long, WaitingDownlink>> byDevice =
      new TreeMap<>();
  private final Map<Long, String> problems = new HashMap<>();
  private long bytes;

  void add(WaitingDownlink downlink) {
    all.put(downlink.number(), downlink);
    byDevice
        .computeIfAbsent(downlink.device(), name -> new TreeMap<>())
        .put(downlink.number(), downlink);
    bytes += downlink.bytes();
  }

  void remove(WaitingDownlink downlink) {
    problems.remove(downlink.number());
    if (all.remove(downlink.number()) != null) {
      bytes -= downlink.bytes();
      byDevice.computeIfPresent(
          downlink.device(),
          (name, line) -> {
            line.remove(downlink.number());
            return line.isEmpty() ? null : line;
          });
    }
  }

  /** Notes why one was not sent at its last try. */
  void problem(WaitingDownlink downlink, String reason) {
    if (all.containsKey(downlink.number())) {
      problems.put(
          downlink.number(),
          reason.length() > MOST_TEXT ? reason.substring(0, MOST_TEXT) + "..." : reason);
    }
  }

  /** All for people, the oldest first. */
  List<DownlinkView> views(WaitingLimits limits) {
    return all.values().stream()
        .map(
            each ->
                new DownlinkView(
                    each.number(),
                    each.id(),
                    each.device(),
                    each.messageType(),
                    each.since(),
                    limits.isNone()
                        ? Optional.empty()
                        : Optional.of(each.since().plus(limits.timeToLive())),
                    each.bytes(),
                    each.tries().counted(),
                    Optional.ofNullable(problems.get(each.number())),
                    each.rpcRequestId(),
                    each.data()))
        .toList();
  }

  /** Those with such an id, the oldest first. */
  List<WaitingDownlink> of(Predicate<String> ids) {
    return all.values().stream().filter(each -> ids.test(each.id())).toList();
  }

  int size() {
    return all.size();
  }

  long bytes() {
    return bytes;
  }

  /** The oldest of a device. */
  Optional<WaitingDownlink> first(String device) {
    return Optional.ofNullable(byDevice.get(device))
        .map(NavigableMap::firstEntry)
        .map(Map.Entry::getValue);
  }

  /** How many of a device wait. */
  int count(String device) {
    return byDevice.getOrDefault(device, Collections.emptyNavigableMap()).size();
  }

  /** The oldest of all. */
  Optional<WaitingDownlink> oldest() {
    return Optional.ofNullable(all.firstEntry()).map(Map.Entry::getValue);
  }

  /** The oldest of all while there are more than may wait. */
  Optional<WaitingDownlink> surplus(int most, long mostBytes) {
    return all.size() > most || bytes > mostBytes
        ? Optional.ofNullable(all.firstEntry()).map(Map.Entry::getValue)
        : Optional.empty();
  }

  /** The oldest ones that have waited long enough. */
  List<WaitingDownlink> expired(Instant now, Duration timeToLive) {
    List<WaitingDownlink> expired = new ArrayList<>();
    for (WaitingDownlink downlink : all.values()) {
      if (!downlink.isExpired(now, timeToLive)) {
        break;
      }
      expired.add(downlink);
    }
    return expired;
  }

  /** Some devices that have downlinks waiting, going round from one call to the next. */
  List<String> devicesAfter(String last, int most) {
    return Stream.concat(
            byDevice.tailMap(last, false).keySet().stream(),
            byDevice.headMap(last, true).keySet().stream())
        .limit(most)
        .toList();
  }
}
