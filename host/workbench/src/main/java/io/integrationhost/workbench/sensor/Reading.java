package io.integrationhost.workbench.sensor;

import com.google.gson.JsonObject;
import java.util.concurrent.ThreadLocalRandom;

/** What a sensor measures. */
record Reading(int temperature, int humidity, int battery) {

  static Reading random() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new Reading(random.nextInt(15, 31), random.nextInt(30, 61), random.nextInt(70, 101));
  }

  /** As the guide's devices say it. */
  String values() {
    return temperature + "," + humidity + "," + battery;
  }

  /** For protocols without a greeting, so with the device's name. */
  String json(String device) {
    JsonObject json = new JsonObject();
    json.addProperty("deviceName", device);
    json.addProperty("temperature", temperature);
    json.addProperty("humidity", humidity);
    json.addProperty("batteryLevel", battery);
    return json.toString();
  }
}
