package io.integrationhost.workbench.sensor;

import java.time.Duration;

/**
 * What sensors to simulate.
 *
 * @param key the routing key of an integration that is reached by HTTP; else empty
 * @param name the device's name; with several connections each appends its number
 * @param interval from one reading of a sensor to the next; zero sends as fast as answers come
 * @param count readings per sensor; 0 for no end
 * @param connections sensors at the same time
 * @param patience how long to wait for somebody who listens on the port
 */
public record SensorSettings(
    Protocol protocol,
    String host,
    int port,
    String key,
    String name,
    Duration interval,
    long count,
    int connections,
    Duration patience) {

  String nameOf(int number) {
    return connections == 1 ? name : name + " " + number;
  }
}
