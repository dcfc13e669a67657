package io.integrationhost.converter;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import java.util.List;

/** Of a script that returned nothing, but said something. */
record NoResult(List<String> console) implements ScriptResult {

  /** Null. */
  @Override
  public String text() {
    return null;
  }

  @Override
  public JsonElement tree() {
    return JsonNull.INSTANCE;
  }
}
