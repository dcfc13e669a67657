/**
 * Kafka: topics that a group of consumers shares. Kafka's own client reads and writes; one thread
 * for each transport, {@code plugin-kafka-poll INTEGRATION/TRANSPORT}, polls, publishes and
 * commits, and owns all state of the partitions. Receipts come on the plugin's completion thread
 * and are queued for it. Downlinks wait on {@code plugin-kafka-send-N}.
 */
package io.integrationhost.plugins.kafka;
