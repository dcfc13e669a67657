package io.integrationhost.convert.cases;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of one case with one converter.
 *
 * @param folder with the converter's file, for people
 * @param name of the case; empty when there is only one
 * @param written whether its expectation was written now
 * @param details what differs, and what may be the cause
 */
public record CaseResult(
    String folder, String name, boolean passed, boolean written, List<String> details) {
  public CaseResult {
    details = List.copyOf(details);
  }

  /** For people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%-6s%s%s"
            .formatted(
                written ? "wrote" : passed ? "ok" : "FAIL",
                folder,
                name.isEmpty() ? "" : "  " + name));
    details.forEach(detail -> lines.add("      " + detail));
    return lines;
  }

  /** Like "5 cases, 1 failed". */
  public static String summary(List<CaseResult> results) {
    long failed = results.stream().filter(result -> !result.passed).count();
    long written = results.stream().filter(CaseResult::written).count();
    return "%d case%s, %d failed%s"
        .formatted(
            results.size(),
            results.size() == 1 ? "" : "s",
            failed,
            written == 0 ? "" : ", " + written + " expectation(s) written");
  }

  /** For programs. */
  public static JsonArray json(List<CaseResult> results) {
    JsonArray all = new JsonArray();
    results.forEach(
        result -> {
          JsonObject json = new JsonObject();
          json.addProperty("converter", result.folder);
          json.addProperty("case", result.name);
          json.addProperty("passed", result.passed);
          json.addProperty("written", result.written);
          JsonArray details = new JsonArray();
          result.details.forEach(details::add);
          json.add("details", details);
          all.add(json);
        });
    return all;
  }
}
