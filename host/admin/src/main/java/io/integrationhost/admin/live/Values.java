package io.integrationhost.admin.live;

import com.google.gson.JsonObject;
import io.integrationhost.ground.Distribution;
import io.integrationhost.host.deadletter.LetterCounts;
import io.integrationhost.host.downlink.DownlinkEnd;
import io.integrationhost.host.front.TransportFigures;
import io.integrationhost.host.integration.IntegrationFigures;
import io.integrationhost.host.integration.Spread;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.spool.SpoolLosses;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The values of one integration at one moment.
 *
 * @param numbers by the order of {@link Value}; NaN for what is not known
 * @param spread to tell the next step's quantiles; empty when integrations share one
 */
record Values(double[] numbers, Optional<Readings> spread) {

  /** How times were distributed until then. */
  record Readings(
      Distribution.Reading receipts,
      Distribution.Reading answers,
      Distribution.Reading deliveries) {

    static Readings of(Spread spread) {
      return new Readings(
          spread.uplinks().receiptTimes().read(),
          spread.answers().read(),
          spread.deliveries().read());
    }
  }

  /**
   * From what the integration counts.
   *
   * @param before of the step before, for what tells of the time between
   */
  static Values of(IntegrationFigures figures, Optional<Values> before, Instant now) {
    Filling to = new Filling();
    uplinks(to, figures);
    spool(to, figures, now);
    link(to, figures);
    scripts(to, figures);
    wires(to, figures);
    downlinks(to, figures);
    letters(to, figures.letters());
    Optional<Readings> spread = figures.spread().map(Readings::of);
    Optional<Readings> former = before.flatMap(Values::spread);
    if (spread.isPresent() && former.isPresent()) {
      quantiles(to, former.get(), spread.get());
    }
    return new Values(to.numbers, spread);
  }

  private static void uplinks(Filling to, IntegrationFigures figures) {
    to.sum(Value.UPLINKS_PUBLISHED, figures, each -> each.uplinks().published());
    to.sum(Value.UPLINKS_STORED, figures, each -> each.uplinks().stored());
    to.sum(Value.UPLINKS_NO_CONTENT, figures, each -> each.uplinks().empty());
    to.sum(Value.UPLINKS_DISABLED, figures, each -> rejected(each, Receipt.Reason.DISABLED));
    to.sum(
        Value.UPLINKS_CONVERTER_FAILED, figures, each -> rejected(each, Receipt.Reason.CONVERTER));
    to.sum(Value.UPLINKS_INVALID, figures, each -> rejected(each, Receipt.Reason.INVALID));
    to.sum(
        Value.UPLINKS_OVERLOADED,
        figures,
        each -> rejected(each, Receipt.Reason.OVERLOADED) + each.load().overLimit());
    to.sum(
        Value.UPLINKS_UNAVAILABLE,
        figures,
        each -> rejected(each, Receipt.Reason.UNAVAILABLE) + each.load().faults());
    to.sum(Value.UPLINKS_UNDER_WAY, figures, each -> each.load().underWay());
    to.put(Value.ITEMS_STORED, figures.delivery().stored());
    to.put(Value.ITEMS_DELIVERED, figures.delivery().delivered());
    to.put(Value.ITEMS_RESENT, figures.delivery().resent());
    to.put(Value.MESSAGES_REFUSED, figures.delivery().refused());
    to.put(Value.ITEMS_REFUSED, figures.delivery().deadLetters());
  }

  private static long rejected(TransportFigures each, Receipt.Reason reason) {
    return each.uplinks().rejected().getOrDefault(reason, 0L);
  }

  private static void spool(Filling to, IntegrationFigures figures, Instant now) {
    SpoolLosses losses = figures.spool().losses();
    to.put(Value.SPOOL_ITEMS, figures.spool().records());
    to.put(Value.SPOOL_BYTES, figures.spool().bytes());
    to.put(Value.SPOOL_DISK_BYTES, figures.spool().diskBytes());
    to.put(
        Value.SPOOL_OLDEST_ITEM_AGE_SECONDS,
        figures.spool().records() == 0
            ? 0
            : figures
                .spool()
                .oldest()
                .map(oldest -> Math.max(0, Duration.between(oldest, now).toMillis() / 1e3))
                .orElse(0.0));
    to.put(Value.SPOOL_WAITING_APPENDS, figures.spool().waiting());
    to.put(
        Value.SPOOL_LOST_ITEMS,
        losses.overflowRecords() + losses.expiredRecords() + losses.damagedRecords());
  }

  private static void link(Filling to, IntegrationFigures figures) {
    to.put(Value.LINK_CONNECTED, figures.connected() ? 1 : 0);
    to.put(Value.LINK_IN_FLIGHT_MESSAGES, figures.link().inFlight());
    to.put(Value.LINK_MESSAGES_SENT, figures.linkCounts().messages());
    to.put(Value.LINK_SENT_BYTES, figures.linkCounts().bytes());
    to.put(
        Value.LINK_ANSWERS,
        figures.linkCounts().succeeded()
            + figures.linkCounts().limited()
            + figures.linkCounts().refused());
  }

  private static void scripts(Filling to, IntegrationFigures figures) {
    var up = figures.scripts().uplinks();
    var down = figures.scripts().downlinks();
    long failed = sum(up.failed().values()) + sum(down.failed().values());
    to.put(
        Value.CONVERSIONS, up.converted() + up.empty() + down.converted() + down.empty() + failed);
    to.put(Value.CONVERSIONS_FAILED, failed);
    to.put(
        Value.CONVERTER_WAITING,
        figures.scripts().uplinksNow().waiting() + figures.scripts().downlinksNow().waiting());
  }

  private static void wires(Filling to, IntegrationFigures figures) {
    to.sum(Value.CONNECTIONS, figures, each -> each.wire().open());
    to.sum(Value.CONNECTIONS_OPENED, figures, each -> each.wire().opened());
    to.sum(Value.CONNECTIONS_REFUSED, figures, each -> sum(each.wire().refused().values()));
    to.sum(Value.CONNECTIONS_PAUSED, figures, each -> each.wire().paused());
    to.sum(Value.RECEIVED_BYTES, figures, each -> each.wire().received());
    to.sum(Value.SENT_BYTES, figures, each -> each.wire().sent());
    to.sum(Value.FRAME_ERRORS, figures, each -> sum(each.wire().faults().values()));
  }

  private static void downlinks(Filling to, IntegrationFigures figures) {
    var downlinks = figures.downlinks();
    long sent = downlinks.ends().getOrDefault(DownlinkEnd.SENT, 0L);
    long expired = downlinks.ends().getOrDefault(DownlinkEnd.EXPIRED, 0L);
    to.put(Value.DOWNLINKS_RECEIVED, downlinks.received());
    to.put(Value.DOWNLINKS_SENT, sent);
    to.put(Value.DOWNLINKS_EXPIRED, expired);
    to.put(Value.DOWNLINKS_FAILED, sum(downlinks.ends().values()) - sent - expired);
    to.put(Value.DOWNLINKS_WAITING, downlinks.waiting());
  }

  private static void letters(Filling to, LetterCounts letters) {
    letters
        .readings()
        .stock()
        .ifPresent(stock -> to.put(Value.DEAD_LETTER_READINGS, stock.letters()));
    letters
        .payloads()
        .stock()
        .ifPresent(stock -> to.put(Value.DEAD_LETTER_PAYLOADS, stock.letters()));
    to.put(Value.DEAD_LETTERS_ADDED, letters.readings().added() + letters.payloads().added());
  }

  private static void quantiles(Filling to, Readings before, Readings now) {
    to.put(Value.RECEIPT_P50_SECONDS, quantile(before.receipts(), now.receipts(), 0.5));
    to.put(Value.RECEIPT_P99_SECONDS, quantile(before.receipts(), now.receipts(), 0.99));
    to.put(Value.ANSWER_P50_SECONDS, quantile(before.answers(), now.answers(), 0.5));
    to.put(Value.ANSWER_P99_SECONDS, quantile(before.answers(), now.answers(), 0.99));
    to.put(Value.DELIVERY_DELAY_P50_SECONDS, quantile(before.deliveries(), now.deliveries(), 0.5));
    to.put(Value.DELIVERY_DELAY_P99_SECONDS, quantile(before.deliveries(), now.deliveries(), 0.99));
  }

  /** By what came between two readings, straight within a bucket; NaN when nothing did. */
  static double quantile(Distribution.Reading before, Distribution.Reading now, double share) {
    double[] bounds = now.scale().bounds();
    long[] counts = new long[now.counts().length];
    long all = 0;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = Math.max(0, now.counts()[i] - before.counts()[i]);
      all += counts[i];
    }
    if (all == 0) {
      return Double.NaN;
    }
    double wanted = all * share;
    long below = 0;
    for (int i = 0; i < bounds.length; i++) {
      if (below + counts[i] >= wanted) {
        double lower = i == 0 ? 0 : bounds[i - 1];
        return lower + (bounds[i] - lower) * (wanted - below) / Math.max(1, counts[i]);
      }
      below += counts[i];
    }
    // Beyond the last bound: at least that.
    return bounds[bounds.length - 1];
  }

  private static long sum(Collection<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).sum();
  }

  double get(Value value) {
    return numbers[value.place()];
  }

  /** As the API tells them. */
  JsonObject json() {
    JsonObject json = new JsonObject();
    for (Value value : Value.values()) {
      double number = get(value);
      if (!Double.isNaN(number)) {
        json.addProperty(value.word(), number(number));
      }
    }
    return json;
  }

  /** Whole numbers as such. */
  static Number number(double number) {
    long whole = (long) number;
    return whole == number ? (Number) whole : (Number) number;
  }

  /** Values on their way into a record. */
  private static final class Filling {
    private final double[] numbers = new double[Value.values().length];

    Filling() {
      Arrays.fill(numbers, Double.NaN);
    }

    void put(Value value, long number) {
      put(value, (double) number);
    }

    void put(Value value, double number) {
      numbers[value.place()] = number;
    }

    void sum(
        Value value, IntegrationFigures figures, ToLongFunction<TransportFigures> ofTransport) {
      put(value, figures.transports().stream().mapToLong(ofTransport).sum());
    }
  }
}
