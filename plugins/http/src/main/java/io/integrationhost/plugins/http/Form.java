package io.integrationhost.plugins.http;

import io.integrationhost.kit.settings.Keys;
import io.integrationhost.plugin.TransportContext;
import java.util.Map;
import java.util.Optional;

/**
 * ThingsBoard's keys of a type. Some types have them below {@code clientConfiguration}, some had
 * them there once: each key is read where it is.
 */
record Form(Keys keys, Keys client) {

  static Form of(Keys keys) {
    return new Form(keys, keys.section("clientConfiguration"));
  }

  private Keys where(String key) {
    return client.given(key) ? client : keys;
  }

  boolean flag(String key, boolean absent) {
    return where(key).flag(key, absent);
  }

  boolean given(String key) {
    return where(key).given(key);
  }

  int whole(String key, int min, int max, int absent) {
    return where(key).whole(key, min, max, absent);
  }

  Map<String, String> map(String key) {
    Map<String, String> below = client.map(key);
    return below.isEmpty() ? keys.map(key) : below;
  }

  /** Empty texts count as absent. */
  Optional<String> text(String key) {
    return where(key).textIfGiven(key).filter(text -> !text.isBlank());
  }

  /** As it is given, empty too. */
  Optional<String> textIfGiven(String key) {
    return where(key).textIfGiven(key);
  }

  /** Empty texts count as absent. */
  Optional<FreshSecret> secret(String key, TransportContext context) {
    return text(key)
        .flatMap(given -> where(key).secret(key))
        .map(secret -> new FreshSecret(secret, context));
  }

  Form section(String key) {
    return new Form(keys.section(key), client.section(key));
  }

  void say(String key, String sentence) {
    where(key).say(key, sentence);
  }
}
