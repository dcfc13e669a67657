package io.integrationhost.converter;

import com.google.gson.JsonElement;

/** A result that is written as text only for those who want to see it. */
record ResultTree(JsonElement tree) implements ScriptResult {

  @Override
  public String text() {
    return tree.toString();
  }
}
