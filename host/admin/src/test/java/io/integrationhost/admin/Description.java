package io.integrationhost.admin;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The API as it is described. */
public final class Description {

  private static final Set<String> METHODS = Set.of("get", "post", "put", "delete");

  private final ObjectNode document;

  public Description() {
    try (InputStream in =
        Description.class.getResourceAsStream("/io/integrationhost/admin/api/openapi.yaml")) {
      document = (ObjectNode) new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * An operation.
   *
   * @param scope empty: open
   */
  public record Operation(String method, String path, Optional<String> scope) {

    public boolean isSafe() {
      return method.equals("GET");
    }

    public boolean isOpen() {
      return scope.isEmpty();
    }

    /** The path with something in its places. */
    public String concrete() {
      return path.replace("{integration}", "yard")
          .replace("{logger}", "io.integrationhost.test")
          .replace("{plugin}", "steered")
          .replace("{letter}", "20260131T235959123Z-000042")
          .replace("{downlink}", "nothing");
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  public List<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    for (String path : names(document.get("paths"))) {
      JsonNode item = document.get("paths").get(path);
      for (String method : names(item)) {
        if (METHODS.contains(method)) {
          String scope = item.get(method).get("x-scope").asString();
          all.add(
              new Operation(
                  method.toUpperCase(java.util.Locale.ROOT),
                  path,
                  Optional.of(scope).filter(word -> !word.equals("none"))));
        }
      }
    }
    return all;
  }

  /** The parameters of an operation's query. */
  public Set<String> parameters(Operation operation) {
    JsonNode item = document.get("paths").get(operation.path());
    Set<String> found = new TreeSet<>();
    for (JsonNode owner :
        List.of(item, item.get(operation.method().toLowerCase(java.util.Locale.ROOT)))) {
      for (JsonNode each : owner.path("parameters")) {
        JsonNode parameter =
            each.has("$ref")
                ? document
                    .get("components")
                    .get("parameters")
                    .get(each.get("$ref").asString().replaceAll(".*/", ""))
                : each;
        if (parameter.get("in").asString().equals("query")) {
          found.add(parameter.get("name").asString());
        }
      }
    }
    return found;
  }

  private static Set<String> names(JsonNode node) {
    return new TreeSet<>(node.propertyNames());
  }

  /** What is wrong with a JSON text by a schema of the description. */
  public List<String> faults(String schema, String json) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("$ref", "#/components/schemas/" + schema);
    root.set("components", document.get("components"));
    Schema validator =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(root.toString(), InputFormat.JSON);
    return validator.validate(json, InputFormat.JSON).stream().map(Error::toString).toList();
  }

  /** The schema of what an operation answers with a status; empty when it is no JSON. */
  public Optional<String> schema(Operation operation, int status) {
    JsonNode responses =
        document
            .get("paths")
            .get(operation.path())
            .get(operation.method().toLowerCase(java.util.Locale.ROOT))
            .get("responses");
    JsonNode response = responses.get(String.valueOf(status));
    if (response == null) {
      response = responses.get("default");
    }
    if (response == null) {
      return Optional.empty();
    }
    if (response.has("$ref")) {
      String name = response.get("$ref").asString().replaceAll(".*/", "");
      response = document.get("components").get("responses").get(name);
    }
    JsonNode content = response.get("content");
    for (String type : List.of("application/json", "application/problem+json")) {
      if (content != null && content.has(type)) {
        return Optional.of(
            content.get(type).get("schema").get("$ref").asString().replaceAll(".*/", ""));
      }
    }
    return Optional.empty();
  }
}
