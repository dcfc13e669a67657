package io.integrationhost.admin.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class HistoryTest {

  private static Values values(double stored, double waiting) {
    double[] numbers = new double[Value.values().length];
    Arrays.fill(numbers, Double.NaN);
    numbers[Value.UPLINKS_STORED.ordinal()] = stored;
    numbers[Value.SPOOL_ITEMS.ordinal()] = waiting;
    return new Values(numbers, Optional.empty());
  }

  private static String series(JsonObject history, String name, Value value) {
    return history
        .getAsJsonObject("integrations")
        .getAsJsonObject(name)
        .getAsJsonArray(value.word())
        .toString();
  }

  @Test
  void countersAreTheirIncreaseAndGaugesTheirValue() {
    History history = new History();
    history.put(Map.of("a", values(10, 3)), 100);
    history.put(Map.of("a", values(14, 5)), 101);
    history.put(Map.of("a", values(2, 0)), 102);
    JsonObject json = history.json(false, name -> true, Set.of());
    assertThat(json.getAsJsonArray("times").toString()).isEqualTo("[100,101,102]");
    assertThat(series(json, "a", Value.UPLINKS_STORED))
        .as("the first has nothing before it; one that is less began anew")
        .isEqualTo("[null,4,2]");
    assertThat(series(json, "a", Value.SPOOL_ITEMS)).isEqualTo("[3,5,0]");
    assertThat(series(json, "a", Value.CONNECTIONS)).isEqualTo("[null,null,null]");
  }

  @Test
  void minutesGatherTheirSeconds() {
    History history = new History();
    for (int second = 0; second < 180; second++) {
      history.put(Map.of("a", values(second * 2, second)), 1_000 + second);
    }
    JsonObject json = history.json(true, name -> true, Set.of("uplinksStored", "spoolItems"));
    assertThat(json.get("stepSeconds").getAsInt()).isEqualTo(60);
    assertThat(series(json, "a", Value.UPLINKS_STORED)).isEqualTo("[118,120,120]");
    assertThat(series(json, "a", Value.SPOOL_ITEMS)).isEqualTo("[59,119,179]");
  }

  @Test
  void theOldestGiveWay() {
    History history = new History();
    for (int second = 0; second < History.SECONDS + 50; second++) {
      history.put(Map.of("a", values(second, second)), second);
    }
    JsonObject json = history.json(false, name -> true, Set.of("spoolItems"));
    assertThat(json.getAsJsonArray("times")).hasSize(History.SECONDS);
    assertThat(json.getAsJsonArray("times").get(0).getAsLong()).isEqualTo(50);
    assertThat(series(json, "a", Value.SPOOL_ITEMS)).startsWith("[50,51,");
  }

  @Test
  void manyIntegrationsShareTheMemory() {
    History history = new History();
    Map<String, Values> many = new HashMap<>();
    for (int i = 0; i < 500; i++) {
      many.put("i" + i, values(1, 1));
    }
    for (int second = 0; second < 100; second++) {
      history.put(many, second);
    }
    assertThat(history.bytes()).isLessThanOrEqualTo(History.MOST_BYTES);
    JsonObject json = history.json(false, "i7"::equals, Set.of("spoolItems"));
    assertThat(json.getAsJsonObject("integrations").keySet()).containsOnly("i7");
    assertThat(json.getAsJsonArray("times").size()).isBetween(50, 100);
    history.put(Map.of("i7", values(1, 1)), 101);
    assertThat(history.json(false, name -> true, Set.of()).getAsJsonObject("integrations").keySet())
        .containsOnly("i7");
  }
}
