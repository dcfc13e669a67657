package io.integrationhost.plugins.tcp;

import java.time.Duration;

/** What the built-in sensor does. */
record SensorSettings(String name, Duration interval) {}
