/**
 * JMH benchmarks of single pieces of the host; nothing calls them. The build compiles but does not
 * run them. Run all, or those whose names match a pattern, with
 *
 * <pre>
 * mvn package -DskipTests -pl host/bench -am
 * java -cp "host/bench/target/test-classes:host/bench/target/classes:host/bench/target/lib/*" \
 *   org.openjdk.jmh.Main [PATTERN] [-f 1 -wi 3 -i 5]
 * </pre>
 *
 * <p>What all pieces together deliver is measured by {@code integration-host bench}.
 */
package io.integrationhost.bench.jmh;
